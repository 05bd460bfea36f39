"""A listener is set up, changed and removed, in an nginx of its own and in a shared one."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from devkit.ports import free_ports, is_free
from devkit.processes import start, stop
from e2e.listening import listening, nginx_or_skip, open_folder, receive, request
from e2e.upstream import upstream
from listener import Place, is_listener, prepare, remove, set_up, status, system_place
from listener.configuration import ListenerError, Settings, secret_in
from terminals import listener_rules

BRANDS = listener_rules()

MAIN = """
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    gzip on;
    gzip_types text/plain;
    client_body_temp_path {folder}/client;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; return 200 "a site\\n"; }}
    include {folder}/conf.d/*.conf;
}}
"""


class Shared(NamedTuple):
    """An nginx that serves another site, and where a listener may be put into it."""

    place: Place
    settings: Settings
    site_port: int
    data_dir: Path


@pytest.fixture
def shared() -> Iterator[Shared]:
    """The machine's nginx, except that it has a folder of its own."""
    program = nginx_or_skip()
    with open_folder() as folder, upstream() as odoo:
        site_port, port = free_ports(2)
        main = folder / "nginx.conf"
        main.write_text(MAIN.format(folder=folder, port=site_port))
        (folder / "conf.d").mkdir()
        called = folder / "nginx"
        called.write_text(f'#!/bin/sh\nexec {program} -c {main} "$@"\n')
        called.chmod(0o755)
        place = system_place(folder / "conf.d" / "listener.conf", str(called), False)
        settings = Settings(
            brands=BRANDS,
            host="127.0.0.1",
            interface="127.0.0.1",
            port=port,
            upstreams=(f"127.0.0.1:{odoo.port}",),
            logs=str(folder),
        )
        process = start([called, "-g", "daemon off;"])
        try:
            while is_free("127.0.0.1", site_port):
                assert process.poll() is None, (folder / "error.log").read_text()
            yield Shared(place, settings, site_port, folder / "odoo")
        finally:
            stop(process)


def certify(name: str, certificate: Path, key: Path) -> None:
    """Write a certificate for a name, signed by itself and good for a day."""
    secret = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(timezone.utc)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
        )
        .sign(secret, hashes.SHA256())
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def serves(port: int, body: bytes) -> bool:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(request("/iclock/ping?SN=1"))
        return receive(connection).body == body


def test_the_same_again_changes_nothing(shared):
    place, settings, _site_port, data_dir = shared
    assert set_up(place, settings, data_dir)
    assert serves(settings.port, b"answer")
    before = place.file.stat()
    text = place.file.read_text()
    assert not set_up(place, settings, data_dir)
    assert place.file.stat() == before
    assert is_listener(secret_in(text), data_dir)
    assert before.st_mode & 0o777 == 0o600
    assert status(place, BRANDS)["up_to_date"]
    place.file.write_text(text.replace("proxy_pass_request_headers off;", ""))
    assert not status(place, BRANDS)["up_to_date"]


def test_it_moves_and_keeps_its_secret(shared):
    place, settings, _site_port, data_dir = shared
    set_up(place, settings, data_dir)
    secret = secret_in(place.file.read_text())
    [port] = free_ports(1)
    assert set_up(place, replace(settings, port=port), data_dir)
    assert serves(port, b"answer")
    assert status(place, BRANDS)["port"] == port
    assert secret_in(place.file.read_text()) == secret


def test_it_goes_and_leaves_the_other_site_alone(shared):
    place, settings, site_port, data_dir = shared
    set_up(place, settings, data_dir)
    secret = secret_in(place.file.read_text())
    assert status(place, BRANDS)["answers"]
    assert remove(place, data_dir)
    assert not place.file.exists()
    assert not is_listener(secret, data_dir)
    assert not status(place, BRANDS)["enabled"]
    assert serves(site_port, b"a site\n")
    assert not remove(place, data_dir)


def test_a_port_the_other_site_has_is_refused(shared):
    place, settings, site_port, data_dir = shared
    with pytest.raises(ListenerError, match=f"Port {site_port} is taken"):
        set_up(place, replace(settings, port=site_port), data_dir)
    assert not place.file.exists()
    assert serves(site_port, b"a site\n")


def test_a_configuration_somebody_broke_is_not_made_worse(shared):
    place, settings, site_port, data_dir = shared
    set_up(place, settings, data_dir)
    before = place.file.read_text()
    broken = place.file.with_name("broken.conf")
    broken.write_text("nonsense;\n")
    with pytest.raises(
        ListenerError, match=r'unknown directive "nonsense" in .*broken'
    ):
        set_up(place, replace(settings, device_rate=7), data_dir)
    assert place.file.read_text() == before
    with pytest.raises(ListenerError, match="nonsense"):
        remove(place, data_dir)
    assert place.file.read_text() == before
    assert serves(settings.port, b"answer")
    assert serves(site_port, b"a site\n")


def test_a_certificate_that_is_not_there_is_told(shared):
    place, settings, _site_port, data_dir = shared
    secured = replace(settings, certificate="/nowhere.pem", key="/nowhere.key")
    with pytest.raises(ListenerError, match=r"cannot load certificate .*nowhere\.pem"):
        set_up(place, secured, data_dir)
    assert not place.file.exists()
    assert set_up(place, settings, data_dir)


def test_two_listeners_share_an_nginx(shared):
    place, settings, _site_port, data_dir = shared
    other = replace(place, file=place.file.with_name("other.conf"))
    [port] = free_ports(1)
    set_up(place, settings, data_dir)
    set_up(other, replace(settings, port=port, database="other"), data_dir)
    assert serves(settings.port, b"answer")
    assert serves(port, b"answer")
    assert remove(place, data_dir)
    assert serves(port, b"answer")
    assert is_listener(secret_in(other.file.read_text()), data_dir)


def test_https(shared, tmp_path):
    place, settings, _site_port, data_dir = shared
    names = {"certificate": tmp_path / "cert.pem", "key": tmp_path / "key.pem"}
    certify("localhost", **names)
    secured = replace(settings, **{name: str(path) for name, path in names.items()})
    assert set_up(place, secured, data_dir)
    current = status(place, BRANDS)
    assert current["answers"]
    assert current["urls"]["adms"] == f"https://127.0.0.1:{settings.port}"
    assert current["urls"]["ebkn"] is None
    context = ssl.create_default_context(cafile=names["certificate"])
    with (
        socket.create_connection(("127.0.0.1", settings.port), 10) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as connection,
    ):
        connection.sendall(request("/iclock/ping?SN=1"))
        assert receive(connection).body == b"answer"
    assert not set_up(place, secured, data_dir)


def test_an_nginx_of_its_own_starts_once_and_goes_whole():
    with upstream() as odoo, listening(odoo.port) as running:
        place, settings, data_dir = running
        assert not set_up(place, settings, data_dir)
        with pytest.raises(ListenerError, match="runs already"):
            prepare(place, settings, data_dir)
        assert set_up(place, replace(settings, device_rate=7), data_dir)
        assert serves(settings.port, b"answer")
        assert remove(place, data_dir)
        assert not place.folder.exists()
        assert is_free("127.0.0.1", settings.port)
