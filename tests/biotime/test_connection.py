"""Addresses, certificates, and what a connection test says."""

import logging
import ssl
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from simulator.biotime import Oddities
from terminals.biotime import BRAND
from terminals.biotime.client import diagnose
from terminals.biotime.position import Position
from terminals.errors import Misaddressed, TransportError, Unreachable
from terminals.poll import Limits
from tests.biotime_serving import (
    ACCOUNT,
    LIMITS,
    NOW,
    Host,
    address,
    everything,
    filled,
    serving,
)

GOOD = {"url": "https://bio.test:8081", "username": "odoo", "password": "x"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate a server made for itself: TLS context, PEM text and fingerprint."""
    x509 = pytest.importorskip("cryptography.x509")
    from ipaddress import ip_address

    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "biotime")])
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(17)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]),
            False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(
        pem
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    digest = sha256(made.public_bytes(serialization.Encoding.DER)).hexdigest()
    return context, pem.decode(), digest


def test_certificate_nobody_trusts_is_refused(certificate):
    context, *_rest = certificate
    with serving(filled(3), tls=context) as server:
        with pytest.raises(Unreachable) as caught:
            Host(server, plain=False).read()
        assert caught.value.code == "biotime_certificate"
        assert server.log == []


@pytest.mark.parametrize("trust", ["authority", "fingerprint", "colons"])
def test_certificate_that_was_typed_in_is_trusted(certificate, trust):
    context, pem, digest = certificate
    colons = ":".join(digest[n : n + 2] for n in range(0, 64, 2)).upper()
    values = {
        "authority": {"ca_certificate": pem},
        "fingerprint": {"fingerprint": digest},
        "colons": {"fingerprint": f" {colons}\n"},
    }[trust]
    database = filled(3)
    with serving(database, tls=context) as server:
        host = Host(server, plain=False, **values)
        assert host.read()
    assert host.stored == everything(database)


def test_certificate_is_offered_to_be_trusted_until_one_was_typed_in(certificate):
    context, _pem, digest = certificate
    limits = Limits(timeout=10, deadline=30)
    with serving(filled(3), tls=context) as server:
        first = diagnose(address(server, plain=False), limits)
        assert (first.problem.code, first.fingerprint) == (
            "biotime_certificate",
            digest,
        )
        pinned = diagnose(address(server, plain=False, fingerprint=digest), limits)
        assert (pinned.problem, pinned.fingerprint) == (None, "")
        other = diagnose(address(server, plain=False, fingerprint="ab" * 32), limits)
        assert (other.problem.code, other.fingerprint) == ("biotime_certificate", "")


def test_other_certificate_than_the_one_typed_in_is_refused(certificate):
    context, pem, _digest = certificate
    values = {"fingerprint": "ab" * 32, "ca_certificate": pem}
    with serving(filled(3), tls=context) as server:
        with pytest.raises(Unreachable) as caught:
            Host(server, plain=False, **values).read()
        assert caught.value.code == "biotime_certificate"
        assert server.log == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"url": "http://bio.test"}, "biotime_needs_https"),
        ({"url": "ftp://bio.test"}, "biotime_needs_https"),
        ({"url": "bio.test"}, "biotime_address_invalid"),
        ({"url": ""}, "biotime_address_invalid"),
        ({"url": "https://odoo:pw@bio.test"}, "biotime_address_invalid"),
        ({"url": "https://bio.test/?a=1"}, "biotime_address_invalid"),
        ({"url": "https://[::1"}, "biotime_address_invalid"),
        ({"url": "https://bio.test:99999"}, "biotime_address_invalid"),
        ({"url": "https://127.0.0.1"}, "address_is_this_server"),
        ({"url": "https://169.254.169.254"}, "address_forbidden"),
        ({"fingerprint": "ab"}, "biotime_fingerprint_invalid"),
        ({"ca_certificate": "no certificate"}, "biotime_ca_invalid"),
    ],
)
def test_values_that_cannot_be_are_refused(changed, code):
    BRAND.source.check(GOOD)
    with pytest.raises(Misaddressed) as caught:
        BRAND.source.check({**GOOD, **changed})
    assert caught.value.code == code


def test_every_field_is_one_of_a_source():
    known = {"url", "username", "password", "ca_certificate", "fingerprint", "plain"}
    assert {field.name for field in BRAND.source.fields} == known
    assert BRAND.source.describe(GOOD) == GOOD["url"]


@pytest.mark.parametrize("missing", ["username", "password"])
def test_without_name_or_password_nothing_is_called(missing):
    with serving(filled(3)) as server:
        with pytest.raises(Misaddressed):
            Host(server, **{missing: ""}).read()
        assert server.log == []


def test_name_and_password_stay_out_of_errors_and_logs(caplog):
    caplog.set_level(logging.DEBUG)
    secrets = (ACCOUNT["odoo"], "SECRET-HASH", "SECRET-1234")
    with serving(filled(3)) as server:
        assert ACCOUNT["odoo"] not in repr(address(server))
        Host(server).read(whole=True)
        for fault in ("hang_up", "garbage", "cut", "web_page", "busy"):
            server.faults.arm("", "", "", fault)
            with pytest.raises(TransportError) as caught:
                Host(server).read()
            error = caught.value
            shown = (
                f"{error!r} {error.__cause__!r} {error.__context__!r} {error.reason}"
            )
            assert not any(secret in shown for secret in secrets)
    assert not any(secret in caplog.text for secret in secrets)


def test_secrets_stay_out_of_steps():
    with serving(filled(3)) as server:
        host = Host(server)
        host.read(whole=True)
    assert host.users
    shown = f"{[(step.users, step.uploads, step.position) for step in host.steps]}"
    assert "SECRET" not in shown


def test_connection_test_tells_what_is_there():
    with serving(filled(30)) as server:
        found = diagnose(address(server), LIMITS)
        assert found.problem is None
        assert found.answer.values == {"punches": 30, "terminals": 2}
        assert [target.partition("?")[0] for _, target in server.log][1:] == [
            "/iclock/api/transactions/",
            "/iclock/api/terminals/",
        ]
        server.api.oddities = Oddities(hidden=("/iclock/api/terminals/",))
        found = diagnose(address(server), LIMITS)
        assert found.answer.code == "biotime_answers_terminals_only"
        assert str(found.answer)


@pytest.mark.parametrize(
    ("oddities", "values", "code"),
    [
        ({}, {"password": "wrong"}, "biotime_wrong_login"),
        ({"has_licence": False}, {}, "biotime_no_api"),
        ({"hidden": ("/iclock/api/transactions/",)}, {}, "biotime_no_right"),
        ({}, {"plain": False}, "biotime_needs_https"),
        ({}, {"username": ""}, "biotime_user_missing"),
        ({}, {"allow_loopback": False}, "address_is_this_server"),
    ],
)
def test_connection_test_says_what_is_wrong(oddities, values, code):
    with serving(filled(3), oddities=Oddities(**oddities)) as server:
        problem = diagnose(address(server, **values), LIMITS).problem
    assert problem.code == code
    assert str(problem)


def test_server_nobody_runs_is_unreachable():
    with serving(filled(0)) as server:
        gone = address(server)
    assert diagnose(gone, LIMITS).problem.code == "biotime_unreachable"


def test_server_that_is_silent_is_given_up():
    with serving(filled(3)) as server:
        server.on_request = lambda *_: __import__("time").sleep(1)
        problem = diagnose(address(server), Limits(timeout=0.2, deadline=5)).problem
    assert problem.code in ("biotime_timeout", "no_answer_in_time")


def test_other_server_is_said_to_be_another():
    with serving(filled(3)) as server:
        server.faults.arm("web_page", "web_page", "web_page", "web_page")
        assert diagnose(address(server), LIMITS).problem.code == "biotime_no_login"


def test_folder_before_the_api_is_kept():
    with serving(filled(3)) as server:
        diagnose(address(server, url=f"{server.url}/easy/"), LIMITS)
        assert {target.partition("?")[0][:6] for _, target in server.log} == {"/easy/"}


@given(st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=5)))
def test_position_of_any_values_is_one(values):
    assert Position.read(values).as_dict()


def test_since_may_be_a_day_or_a_time():
    for since in (NOW, NOW.isoformat(), NOW.replace(tzinfo=timezone.utc)):
        with serving(filled(0)) as server:
            assert address(server, since=since).since == NOW
