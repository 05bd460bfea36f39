"""A template comes over the wire, and nowhere it could leak is it found again."""

import base64
import random
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.company import add_devices
from devkit import databases
from devkit.postgres_home import binaries

SERIAL = "SECRET1"
PIN = "4711"
FINGER = random.Random(7).randbytes(1500)
# A bit of the middle, as bytes and as base64 whatever stands before it; both again as a
# dump writes columns of bytes.
PLAIN = FINGER[600:660]
CODED = [base64.b64encode(PLAIN[start:])[:72] for start in range(3)]
LEAKS = [form for bit in (PLAIN, *CODED) for form in (bit, bit.hex().encode())]


@pytest.fixture(scope="module")
def stored(api, server) -> dict:
    """Ann has a legal basis, her terminal sends a finger; what Odoo shows of it."""
    [device] = add_devices(api, {SERIAL: "Secret"}, "UTC")
    [employee] = api.call("hr.employee", "create", vals_list=[{"name": "Ann"}])
    user = {"device_id": device, "pin": PIN, "employee_id": employee}
    api.call("biometric.device.user", "create", vals_list=[user])
    api.call("biometric.consent", "create", vals_list=[{"employee_id": employee}])
    [company] = api.call("res.company", "search", domain=[], limit=1)
    wanted = {"biometric_store_templates": True}
    api.call("res.company", "write", ids=[company], vals=wanted)
    row = f"FP PIN={PIN}\tFID=1\tSize=2000\tValid=1\tTMP={base64.b64encode(FINGER).decode()}"
    request = urllib.request.Request(
        f"{server.url}/iclock/cdata?SN={SERIAL}&table=OPERLOG&OpStamp=9999",
        data=f"{row}\n".encode(),
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.read().strip() == b"OK: 1"
    [template] = api.call(
        "biometric.template",
        "search_read",
        domain=[["employee_id", "=", employee]],
        fields=["kind_label", "slot", "key_id"],
    )
    return template


def test_a_template_is_stored_and_found_nowhere_in_clear(
    stack, server, database, stored, keyring, tmp_path
):
    assert (stored["kind_label"], stored["slot"]) == ("Finger", 1)
    assert stored["key_id"] == keyring.read_text()[:8]
    dump = tmp_path / "dump.sql"
    subprocess.run(
        [binaries() / "pg_dump", "--inserts", f"--file={dump}", database],
        env=stack.environment(),
        check=True,
    )
    assert SERIAL.encode() in dump.read_bytes()
    places = [dump, server.log, *_files(databases.filestore(database))]
    assert {place: _leaks(place) for place in places if _leaks(place)} == {}


def test_the_key_is_nowhere_near_the_database(stack, server, database, stored, keyring):
    key = keyring.read_text().partition(":")[2].strip()
    dump = subprocess.run(
        [binaries() / "pg_dump", database],
        env=stack.environment(),
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert key not in dump
    assert key not in server.log.read_text(errors="replace")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _leaks(path: Path) -> list[bytes]:
    content = path.read_bytes()
    return [leak for leak in LEAKS if leak in content]
