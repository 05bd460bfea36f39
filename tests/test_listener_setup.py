"""What can go wrong while a listener is set up, with an nginx that only pretends."""

import socket
from pathlib import Path

import pytest

from devkit.ports import free_ports
from listener import remove, set_up, status, system_place
from listener.configuration import ListenerError, Settings, secret_in

PRETENDER = """#!/bin/sh
echo "$@" >>"$0.calls"
if [ -e "$0.refuses" ]; then
    echo 'nginx: [emerg] unknown directive "x" in /etc/nginx/nginx.conf:3' >&2
    exit 1
fi
"""


@pytest.fixture
def nginx(tmp_path) -> Path:
    program = tmp_path / "nginx"
    program.write_text(PRETENDER)
    program.chmod(0o755)
    return program


@pytest.fixture
def settings() -> Settings:
    [port] = free_ports(1)
    return Settings(host="127.0.0.1", interface="127.0.0.1", port=port)


@pytest.fixture
def data_dir(tmp_path) -> Path:
    folder = tmp_path / "odoo"
    folder.mkdir()
    return folder


def calls(nginx: Path) -> list[str]:
    made = nginx.with_name("nginx.calls")
    return made.read_text().splitlines() if made.exists() else []


def test_a_missing_nginx(tmp_path, settings, data_dir):
    place = system_place(tmp_path / "a.conf", "nginx-that-is-not-there", False)
    with pytest.raises(ListenerError, match=r"is missing: install it .*--nginx\.$"):
        set_up(place, settings, data_dir)
    assert not place.file.exists()
    assert not list(data_dir.iterdir())


def test_a_taken_port(tmp_path, settings, data_dir, nginx):
    place = system_place(tmp_path / "a.conf", str(nginx), False)
    with (
        socket.create_server(("127.0.0.1", settings.port)),
        pytest.raises(
            ListenerError, match=rf"Port {settings.port} is taken .*--port\.$"
        ),
    ):
        set_up(place, settings, data_dir)
    assert not place.file.exists()
    assert not calls(nginx)


def test_an_address_of_another_machine(tmp_path, data_dir, nginx):
    place = system_place(tmp_path / "a.conf", str(nginx), False)
    elsewhere = Settings(host="a", interface="203.0.113.77")
    with pytest.raises(ListenerError, match=r"no address 203\.0\.113\.77"):
        set_up(place, elsewhere, data_dir)


def test_what_nginx_refuses_is_taken_back(tmp_path, settings, data_dir, nginx):
    place = system_place(tmp_path / "a.conf", str(nginx), False)
    nginx.with_name("nginx.refuses").touch()
    with pytest.raises(ListenerError, match=r'unknown directive "x" in .*:3'):
        set_up(place, settings, data_dir)
    assert not place.file.exists()
    assert not list(data_dir.iterdir())
    place.file.write_text("before")
    with pytest.raises(ListenerError, match="not written by this command"):
        set_up(place, settings, data_dir)
    assert place.file.read_text() == "before"
    with pytest.raises(ListenerError, match="it stays"):
        remove(place, data_dir)
    assert calls(nginx) == ["-t"]


def test_an_nginx_that_takes_no_notice(
    tmp_path, settings, data_dir, nginx, monkeypatch
):
    monkeypatch.setattr("listener.setup.TIMEOUT_SECONDS", 0)
    place = system_place(tmp_path / "a.conf", str(nginx), False)
    with pytest.raises(
        ListenerError, match=r"nobody answers with it .* restart nginx\.$"
    ):
        set_up(place, settings, data_dir)
    assert calls(nginx) == ["-t", "-s reload"]
    assert place.file.stat().st_mode & 0o777 == 0o600
    received = status(place, {})
    assert (received["enabled"], received["answers"]) == (True, False)


def test_a_listener_for_an_nginx_elsewhere(tmp_path, settings, data_dir):
    place = system_place(tmp_path / "a.conf", "nginx-that-is-not-there", True)
    assert set_up(place, settings, data_dir)
    secret = secret_in(place.file.read_text())
    assert not set_up(place, settings, data_dir)
    assert secret_in(place.file.read_text()) == secret
    assert remove(place, data_dir)
    assert not place.file.exists()
    assert not remove(place, data_dir)
    assert status(place, {}) == {
        "enabled": False,
        "answers": False,
        "file": str(place.file),
    }
