"""`odoo biometric_listener` before a real Odoo: what it prints is what works."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from datetime import datetime, timezone

import pytest

from demo.company import add_devices
from demo.listener import Listener
from devkit.debian import nginx
from devkit.environments import odoo_command
from e2e.listening import nginx_or_skip

SERIAL, PIN = "LISTEN1", "31"
MORNING = datetime(2026, 3, 2, 8, tzinfo=timezone.utc)
TIMEOUT_SECONDS = 60  # until an attendance must be there


@pytest.fixture(scope="module")
def listener(stack, server) -> Listener:
    """The listener of the shared server."""
    nginx_or_skip()
    return stack.enter_context(Listener(stack, server))


@pytest.fixture(scope="module")
def employee(api) -> int:
    """Who is known on the terminal, which hangs in UTC."""
    [device] = add_devices(api, {SERIAL: "Behind the listener"}, "UTC")
    known = {"import_since": "2026-01-01 00:00:00", "allowed_networks": "127.0.0.1"}
    api.call("biometric.device", "write", ids=[device], vals=known)
    [employee] = api.call("hr.employee", "create", vals_list=[{"name": "Lise Tener"}])
    user = {"device_id": device, "pin": PIN, "employee_id": employee}
    api.call("biometric.device.user", "create", vals_list=[user])
    return employee


def call(url: str, body: str | None = None) -> tuple[int, bytes]:
    """Return status and body of an answer, also of a refusal."""
    request = urllib.request.Request(url, body.encode() if body else None)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def command(stack, *arguments: str) -> subprocess.CompletedProcess:
    """Run `odoo biometric_listener`."""
    return subprocess.run(
        odoo_command("biometric_listener", *arguments),
        env=stack.environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_status_tells_what_is_typed_and_that_works(listener, employee, api):
    current = listener.status()
    assert current["enabled"] is current["answers"] is True
    assert (current["address"], current["port"], current["tls"]) == (
        "127.0.0.1",
        listener.port,
        False,
    )
    base = current["urls"]["adms"]
    status, greeting = call(
        f"{base}/iclock/cdata?SN={SERIAL}&options=all&pushver=2.4.1"
    )
    assert status == 200
    assert greeting.startswith(f"GET OPTION FROM: {SERIAL}".encode())
    rows = "".join(f"{PIN}\t2026-03-02 {hour}:00:00\t255\t1\n" for hour in ("08", "17"))
    pushed = f"{base}/iclock/cdata?SN={SERIAL}&table=ATTLOG&Stamp=9999"
    status, answer = call(pushed, rows)
    assert (status, answer.strip()) == (200, b"OK: 2")
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while not (found := _attendances(api, employee)) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert found == [("2026-03-02 08:00:00", "2026-03-02 17:00:00")]


def _attendances(api, employee: int) -> list[tuple[str, str]]:
    rows = api.call(
        "hr.attendance",
        "search_read",
        domain=[["employee_id", "=", employee], ["check_out", "!=", False]],
        fields=["check_in", "check_out"],
    )
    return [(row["check_in"], row["check_out"]) for row in rows]


def test_doubled_slashes_are_no_redirect(listener, employee):
    status, answer = call(f"{listener.url}//iclock//getrequest?SN={SERIAL}")
    assert (status, answer.strip()) == (200, b"OK")


def test_people_do_not_get_in(listener, server):
    assert call(f"{server.url}/web/login")[0] == 200
    for path in ("/web/login", "/", "/odoo", "/json/2/res.users/search", "/web/health"):
        assert call(f"{listener.url}{path}") == (404, b"Not found\n")


def test_the_log_has_neither_query_nor_key(listener, employee, server):
    call(f"{listener.url}/iclock/cdata?SN={SERIAL}&pushcommkey=topsecret&options=all")
    log = (listener.folder / f"biometric_{listener.port}.log").read_text()
    assert f'"{SERIAL}"' in log
    assert "topsecret" not in log
    assert "?" not in log


TOKEN = "Lo9-_" * 6


@pytest.mark.parametrize("worker", ["port", "gevent_port"])
def test_no_log_of_odoo_has_a_key_or_a_secret_address(
    listener, employee, server, worker
):
    url = f"http://127.0.0.1:{getattr(server, worker)}"
    key = f"Key-{worker}"
    for base in (url, listener.url):
        call(f"{base}/iclock/cdata?SN={SERIAL}&pushcommkey={key}&options=all")
        call(f"{base}/iclock/cdata?SN=STRANGE1&pushcommkey={key}", "1\t2026-03-02\n")
        call(f"{base}/biometric/{TOKEN}/iclock/ping?SN={SERIAL}&x={worker}")
    assert _wait_logged(server, f"/iclock/cdata?SN={SERIAL}&***")
    log = server.log.read_text(errors="replace")
    assert "/biometric/***/iclock/ping" in log
    assert key not in log
    assert TOKEN not in log


def _wait_logged(server, text: str) -> bool:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while text not in server.log.read_text(errors="replace"):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def test_the_address_of_a_terminal_is_no_claim(listener, employee, api):
    """Allowed are calls from here; one that claims another address still is from here."""
    claim = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "x"}
    url = f"{listener.url}/iclock/getrequest?SN={SERIAL}"
    request = urllib.request.Request(url, headers=claim)
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200


def test_the_command_says_what_is_wrong(stack, listener):
    port = str(listener.port)
    place = ("--interface=127.0.0.1", "--config-dir=/tmp/biometric-listener-never")
    cases = {
        (
            "--port",
            port,
            f"--nginx={nginx()}",
            *place,
        ): f"Port {port} is taken by another program",
        ("--nginx=nginx-of-nobody", *place): "nginx-of-nobody is missing: install it",
        ("--port=0", *place): "0 is no port",
        ("--foreground",): "--foreground needs --config-dir.",
        ("--data-dir=/nowhere", *place): "Odoo keeps nothing in /nowhere",
        ("--elsewhere", "--config-file=/nowhere/a.conf"): "No such file or directory.",
        ("--tls-cert=/a.pem", *place): "TLS needs both",
    }
    for arguments, sentence in cases.items():
        done = command(stack, *arguments)
        assert done.returncode == 1, arguments
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr


def test_print_shows_it_without_the_secret_and_changes_nothing(stack, tmp_path):
    file = f"--config-file={tmp_path / 'a.conf'}"
    done = command(stack, file, "--print", "--upstream=10.0.0.1:8069", "--database=x")
    assert done.returncode == 0
    assert "server 10.0.0.1:8069;" in done.stdout
    assert 'X-Biometric-Listener "(secret)";' in done.stdout
    assert not list(tmp_path.iterdir())
    assert json.loads(command(stack, file, "--status").stdout)["enabled"] is False
