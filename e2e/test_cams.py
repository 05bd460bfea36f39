"""A CAMS gateway over real HTTP: the vendor's own sample, and a simulated gateway."""

import json
import re
import subprocess
import time
from datetime import datetime, timedelta, timezone

from devkit.paths import REPOSITORY
from devkit.ports import free_ports
from devkit.processes import require
from e2e.running import running
from simulator import Terminal, Timeline, User
from simulator.cams import REST_PATHS, CamsEndpoint, Gateway, Registration

BLOCK = re.compile(r"<!-- cams -->\n```sh\n(?P<commands>.*?)```\n<!-- /cams -->", re.S)
DEMO = "http://127.0.0.1:8069"
SAMPLE = REPOSITORY / "tests/vectors/cams/A10_v2_cb_punch_documented.json"
KEY = "k" * 32
TIMEOUT_SECONDS = 60
START = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(hours=9)


def device(api, serial, **vals) -> int:
    """An approved device, its token ``T`` unless ``vals`` say otherwise."""
    own = {"name": serial, "serial": serial, "brand": "cams", "tz": "Asia/Kolkata"}
    own |= {"communication_key": "T", "connection_key": "T"}
    own |= {"import_since": "2015-01-01 00:00:00"}
    [made] = api.call("biometric.device", "create", vals_list=[{**own, **vals}])
    api.call("biometric.device", "action_approve", ids=[made])
    return made


def employ(api, pin, made) -> int:
    [person] = api.call("hr.employee", "create", vals_list=[{"name": f"Person {pin}"}])
    user = {"device_id": made, "pin": pin, "employee_id": person}
    api.call("biometric.device.user", "create", vals_list=[user])
    return person


def sessions(api, person) -> list[tuple]:
    rows = api.call(
        "hr.attendance",
        "search_read",
        domain=[["employee_id", "=", person]],
        fields=["check_in", "check_out"],
    )
    return sorted((row["check_in"], row["check_out"] or None) for row in rows)


def waiting_for(what, right):
    """What ``what`` gives as soon as ``right`` is content with it."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while not right(found := what()):
        assert time.monotonic() < deadline, found
        time.sleep(0.3)
    return found


def curl(commands: str) -> list[str]:
    require("curl", "install curl")
    done = subprocess.run(
        ["sh", "-e"],
        input=commands,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert not done.stderr
    return done.stdout.splitlines()


def test_the_request_of_the_vendors_sample_becomes_an_attendance(
    server, api, committed
):
    commands = BLOCK.search((REPOSITORY / "docs/cams.md").read_text())["commands"]
    sample = json.loads(SAMPLE.read_text())["request"]["form"]["request_data"]
    assert json.dumps(sample, separators=(",", ":")) in commands
    tag, token = sample["ServiceTagId"], sample["ApiRequestInfo"]["AuthToken"]
    commands = commands.replace(DEMO, server.url)
    for _time in range(2):  # the gateway keeps what nobody approved takes
        assert curl(commands) == ['{"status":"refused"}']
    domain = [["serial", "=", tag], ["state", "=", "pending"]]
    [made] = api.call("biometric.device", "search", domain=domain)
    known = {"tz": "Asia/Kolkata", "import_since": "2015-01-01 00:00:00"}
    known["communication_key"] = token
    api.call("biometric.device", "write", ids=[made], vals=known)
    api.call("biometric.device", "action_approve", ids=[made])
    person = employ(api, "852", made)
    for _time in range(2):
        assert curl(commands) == ['{"status":"done"}']
    committed.wait_paired()
    assert sessions(api, person) == [], "a check-in of long ago is no presence"
    out = commands.replace("CheckIn", "CheckOut").replace("1556637142", "1556655142")
    assert curl(out) == ['{"status":"done"}']
    committed.wait_paired()
    assert sessions(api, person) == [("2019-04-30 09:42:22", "2019-04-30 14:42:22")]


def test_a_gateway_is_heard_and_obeyed_by_the_real_cron(server, api):
    [port] = free_ports(1)
    terminal = Terminal("E2ECAMS1", "Asia/Kolkata", users=[User("7", "Ada")])
    terminal.punch("7", START, 0)
    terminal.punch("7", START + timedelta(hours=8), 1)
    endpoint = CamsEndpoint(terminal, Registration("v2", token="T", key=KEY), latency=1)
    rest = f"http://127.0.0.1:{port}{REST_PATHS['v2']}"
    made = device(
        api,
        "E2ECAMS1",
        dialect="v2",
        gateway_plain=True,
        gateway_url=rest,
        encryption_key=KEY,
    )
    person = employ(api, "7", made)
    with running(Gateway(server.url, [endpoint], timeline=Timeline(20), port=port)):
        [session] = waiting_for(
            lambda: sessions(api, person), lambda rows: rows and rows[0][1]
        )
        assert session[0] == f"{START:%Y-%m-%d %H:%M:%S}"
        group = {"name": "Through the gateway", "device_ids": [[6, 0, [made]]]}
        [new] = api.call("hr.employee", "create", vals_list=[{"name": "Cleo Clark"}])
        group["employee_ids"] = [[6, 0, [person, new]]]
        api.call("biometric.device.group", "create", vals_list=[group])
        waiting_for(
            lambda: {user.name for user in terminal.users.values()},
            lambda names: "Cleo Clark" in names,
        )
        users = [["device_id", "=", made], ["employee_id", "=", new]]
        waiting_for(
            lambda: api.call(
                "biometric.device.user",
                "search_read",
                domain=users,
                fields=["sync_state", "problem"],
            ),
            lambda rows: rows and rows[0]["sync_state"] == "present",
        )
