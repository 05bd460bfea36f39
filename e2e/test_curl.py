"""The commands the documents tell people to try do what it says."""

import json
import re
import subprocess

from devkit.paths import REPOSITORY
from devkit.processes import require

BLOCK = re.compile(r"<!-- curl -->\n```sh\n(?P<commands>.*?)```\n<!-- /curl -->", re.S)
DEMO = "http://127.0.0.1:8069"
VECTORS = REPOSITORY / "tests" / "vectors" / "adms"


def commands() -> str:
    return BLOCK.search((REPOSITORY / "docs/connecting.md").read_text())["commands"]


def run(url: str) -> list[str]:
    """Paste the document's lines into a shell, for the server at `url`; return the answers."""
    require("curl", "install curl")
    assert DEMO in commands()
    done = subprocess.run(
        ["sh", "-e"],
        input=commands().replace(DEMO, url),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert not done.stderr
    return done.stdout.splitlines()


def recorded(serial: str) -> dict:
    """Return the row a real terminal of this serial once sent, as recorded."""
    for path in VECTORS.glob("*_attlog_*.json"):
        vector = json.loads(path.read_text())
        if vector["request"]["query"].get("SN") == serial:
            assert vector["provenance"] == "capture", path
            assert vector["fidelity"] == "verbatim row", path
            return vector
    raise AssertionError(f"No recorded frame of {serial} is in {VECTORS}.")


def test_recorded_frames_are_posted_and_appear(server, api, committed):
    serials = re.findall(r"SN=(\w+)", commands())
    frames = [recorded(serial) for serial in serials]
    for frame in frames:
        row = frame["request"]["body"].replace("\t", "\\t").replace("\n", "\\n")
        assert f"printf '{row}' |" in commands()

    refused = run(server.url)

    assert not any(answer.startswith("OK") for answer in refused)
    domain = [["serial", "in", serials], ["state", "=", "pending"]]
    pending = api.call("biometric.device", "search", domain=domain)
    assert len(pending) == len(serials) >= 2
    assert not committed.punches(serials)

    known = {"tz": "Europe/Brussels", "import_since": "2025-12-31 00:00:00"}
    api.call("biometric.device", "write", ids=pending, vals=known)
    api.call("biometric.device", "action_approve", ids=pending)
    for _ in range(2):
        assert run(server.url) == ["OK: 1"] * len(serials)
        rows = [frame["expected_meaning"]["first"] for frame in frames]
        assert sorted(committed.punches(serials)) == sorted(
            (serial, row["pin"], row["time"], row["status"])
            for serial, row in zip(serials, rows, strict=True)
        )
    outcomes = api.call(
        "biometric.punch",
        "search_read",
        domain=[["device_id", "in", pending]],
        fields=["outcome"],
    )
    assert {punch["outcome"] for punch in outcomes} == {"unmapped"}
