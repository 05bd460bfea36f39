"""Encrypted connections to SQL Server: whose certificate is trusted, over sockets."""

import pytest

from terminals.errors import TransportError
from terminals.vendor_databases.source import SOURCE
from tests.vendor_databases.served import ATT2000, LIMITS, database, punches, read

pytest.importorskip("cryptography")
pytest.importorskip("OpenSSL")

from devkit.certificates import make_certificate


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An authority, a certificate it signed, one that signed itself, and another."""
    folder = tmp_path_factory.mktemp("tls")
    authority = make_certificate(folder, "Authority")
    return {
        "authority": authority,
        "signed": make_certificate(folder, signer=authority),
        "own": make_certificate(folder),
        "other": make_certificate(folder),
    }


def colons(digits):
    return ":".join(digits[n : n + 2] for n in range(0, 64, 2)).upper()


@pytest.mark.parametrize(
    ("shown", "trust"),
    [
        ("signed", lambda made: {"ca_certificate": made["authority"].pem}),
        ("own", lambda made: {"ca_certificate": made["own"].pem}),
        ("own", lambda made: {"fingerprint": made["own"].fingerprint}),
        ("own", lambda made: {"fingerprint": colons(made["own"].fingerprint)}),
        (
            "signed",
            lambda made: {
                "ca_certificate": made["authority"].pem,
                "fingerprint": made["signed"].fingerprint,
            },
        ),
    ],
    ids=["authority", "own-as-authority", "pinned", "pinned-colons", "both"],
)
def test_trusted_certificate_is_read_through(tmp_path, made, shown, trust):
    certificate = str(made[shown].file)
    with database(tmp_path, ATT2000, certificate=certificate) as (server, _run, values):
        values = {**values, **trust(made), "plain": False}
        steps = read({**values, "schema": "att2000_sqlserver"})
    assert ("SYN01", "00017", "2026-03-23 08:00:00", 0, 1) in punches(steps)
    assert server.logins


@pytest.mark.parametrize(
    ("trust", "code"),
    [
        (lambda made: {}, "database_certificate"),
        (
            lambda made: {"ca_certificate": made["authority"].pem},
            "database_certificate",
        ),
        (
            lambda made: {"fingerprint": made["own"].fingerprint},
            "database_fingerprint",
        ),
    ],
    ids=["system", "authority", "pinned"],
)
def test_changed_certificate_is_refused_before_the_password_is_sent(
    tmp_path, made, trust, code
):
    certificate = str(made["other"].file)
    with database(tmp_path, ATT2000, certificate=certificate) as (server, _run, values):
        values = {**values, **trust(made), "plain": False}
        with pytest.raises(TransportError) as caught:
            read({**values, "schema": "att2000_sqlserver"})
    assert caught.value.code == code
    assert not server.logins


def test_pinned_certificate_of_an_authority_needs_the_authority(tmp_path, made):
    certificate = str(made["signed"].file)
    with database(tmp_path, ATT2000, certificate=certificate) as (server, _run, values):
        values |= {"fingerprint": made["signed"].fingerprint, "plain": False}
        with pytest.raises(TransportError) as caught:
            read({**values, "schema": "att2000_sqlserver"})
    assert caught.value.code == "database_authority_needed"
    assert not server.logins


def test_certificate_of_another_name_is_said(tmp_path, made):
    folder = tmp_path / "tls"
    folder.mkdir()
    authority = made["authority"]
    named = make_certificate(folder, "sql.example.com", signer=authority)
    with database(tmp_path, ATT2000, certificate=str(named.file)) as (
        server,
        _run,
        values,
    ):
        values |= {"ca_certificate": authority.pem, "plain": False}
        with pytest.raises(TransportError) as caught:
            read({**values, "schema": "att2000_sqlserver"})
    assert caught.value.code == "database_certificate_name"
    assert not server.logins


def test_certificate_is_offered_to_be_trusted_until_one_was_typed_in(tmp_path, made):
    own = made["own"]
    with database(tmp_path, ATT2000, certificate=str(own.file)) as (server, _c, values):
        values |= {"plain": False, "schema": "att2000_sqlserver"}
        first = SOURCE.diagnose(values, LIMITS)
        words = {"error": "certificate verify failed"}
        assert first.problem == ("database_certificate", words)
        assert first.fingerprint == own.fingerprint
        assert not server.logins
        pinned = SOURCE.diagnose({**values, "fingerprint": own.fingerprint}, LIMITS)
        assert (pinned.problem, pinned.fingerprint) == (None, "")
        other = SOURCE.diagnose(
            {**values, "fingerprint": made["other"].fingerprint}, LIMITS
        )
        assert (other.problem.code, other.fingerprint) == ("database_fingerprint", "")
