"""Encrypted connections to a real MariaDB and PostgreSQL: whose certificate is trusted."""

import shutil
from contextlib import contextmanager

import pytest

from devkit.certificates import make_certificate
from devkit.mariadb import mariadb
from devkit.postgres import postgres
from e2e import vendors
from e2e.databases import PostgreSql, make
from e2e.encrypting import encrypting
from e2e.vendors import connection_values, punches, read
from terminals.errors import TransportError


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    authority = make_certificate(folder, "Authority")
    own, other = make_certificate(folder), make_certificate(folder)
    signed = make_certificate(folder, signer=authority)
    return {"authority": authority, "signed": signed, "own": own, "other": other}


@contextmanager
def maria(folder, certificate):
    """Give an encrypting MariaDB, and its port."""
    shutil.rmtree(folder / "data", ignore_errors=True)
    with mariadb(folder, certificate.file) as server:
        yield server, server.port


@contextmanager
def postgresql(_folder, certificate):
    """Give a PostgreSQL, and the port where it is encrypted."""
    with (
        postgres() as variables,
        encrypting(int(variables["PGPORT"]), certificate.file) as port,
    ):
        yield PostgreSql(variables), port


KINDS = {
    "mysql": (maria, vendors.ATT2000),
    "postgresql": (postgresql, vendors.ZKBIOSECURITY),
}


@pytest.mark.parametrize("kind", KINDS)
def test_trusted_certificates_only_are_read_through(kind, certificates, tmp_path):
    serve, vendor = KINDS[kind]
    own, signed = certificates["own"], certificates["signed"]
    authority = certificates["authority"].pem
    both = {"ca_certificate": authority, "fingerprint": signed.fingerprint}
    refused = "database_certificate"
    pinned = "database_fingerprint"
    expected = {
        "own": (
            ({"fingerprint": own.fingerprint}, None),
            ({"fingerprint": certificates["other"].fingerprint}, pinned),
            ({"ca_certificate": own.pem}, None),
            ({"ca_certificate": authority}, refused),
            ({}, refused),
        ),
        "signed": (({"ca_certificate": authority}, None), (both, None)),
    }
    for shown, cases in expected.items():
        with serve(tmp_path, certificates[shown]) as (server, port):
            make(server, kind, vendor, "vendor_tls")
            values = connection_values(kind, vendor, port, "vendor_tls", plain=False)
            for trust, code in cases:
                if code is None:
                    found = punches(read({**values, **trust}))
                    assert found == sorted(vendor.punches, key=repr)
                    continue
                with pytest.raises(TransportError) as caught:
                    read({**values, **trust})
                assert caught.value.code == code
