"""Workers ended at the worst moment: by their time limit, and in a change of keys."""

import base64
import random
import time
import urllib.request
from contextlib import suppress
from functools import partial

from demo.api import Api, new_key
from demo.company import add_devices
from devkit import databases
from devkit.environments import odoo_command
from devkit.errors import DevError
from devkit.processes import run
from e2e.attack.conftest import Attempts
from e2e.committed import Committed
from e2e.pushing import Push, body, is_success, push
from e2e.workers import cron_worker, kill, serving

LINES = 1000
LIMIT_SECONDS = 5
PEOPLE = 60
FINGERS = 10  # of each: together more than are encrypted anew in one transaction
TIMEOUT_SECONDS = 90


def test_a_worker_ended_by_its_time_limit_loses_and_doubles_nothing(
    stack, keyring, attempts: Attempts
):
    database = stack.database("limits")
    server = stack.server(
        database, workers=2, cron=0, options=[f"--limit-time-real={LIMIT_SECONDS}"]
    )
    api = Api(server.url, database, new_key(stack, database))
    add_devices(api, {"LIMIT1": "Limit 1"}, "UTC")
    committed = Committed(partial(databases.sql, stack.postgres(), database=database))
    for turn in range(2):
        rows = body("LIMIT1", LINES, skip=turn * LINES)
        with Push(server, "LIMIT1", rows) as stalled:
            stalled.send(len(rows) // 2)
            serving(server, stalled.port)
            time.sleep(LIMIT_SECONDS * 3)
            if is_success(stalled.answer(), LINES):
                attempts.through.append("half a body was acknowledged")
        attempts.tried += 1
        if committed.count("LIMIT1") != turn * LINES:
            attempts.through.append("half a body was stored")
        if not is_success(push(server, "LIMIT1", rows), LINES):
            attempts.through.append("the whole body was not acknowledged afterwards")
        keys = committed.punches(["LIMIT1"])
        if not len(keys) == len(set(keys)) == (turn + 1) * LINES:
            attempts.through.append(
                f"{len(keys)} punches, {len(set(keys))} of them once"
            )
    server.stop()
    attempts.check()


def test_a_change_of_keys_killed_half_way_loses_no_template(
    stack, keyring, attempts: Attempts
):
    database = stack.database("rotation")
    server = stack.server(database, workers=1, cron=1)
    api = Api(server.url, database, new_key(stack, database))
    sql = partial(databases.sql, stack.postgres(), database=database)
    fingers = _store_fingers(api, server)
    old = keyring.read_text()
    command = odoo_command("biometric_keyring", str(keyring))
    assert run(command, env=stack.environment()) == 0
    new = keyring.read_text()[:8]
    count = "SELECT count(*) FROM biometric_template WHERE key_id {} '" + new + "'"
    rng = random.Random(5)
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while int(sql(count.format("<>"))) and time.monotonic() < deadline:
        # Odoo puts a job off once it was killed three times in a row.
        sql("UPDATE ir_cron SET failure_count = 0, first_failure_date = NULL")
        worker = cron_worker(server)
        _trigger(api)
        time.sleep(rng.uniform(0.05, 1.2))
        if attempts.tried < 4:
            kill(worker)
            attempts.tried += 1
        time.sleep(1)
    left = int(sql(count.format("<>")))
    if left:
        attempts.through.append(f"{left} templates still under the old key")
    unreadable = _unreadable(stack, database, fingers)
    attempts.through += [f"finger {place} cannot be read" for place in unreadable]
    server.stop()
    keyring.write_text(keyring.read_text() if not left else old)
    attempts.check()


def _store_fingers(api: Api, server) -> dict[tuple[str, int], str]:
    """Have a terminal send fingers of people who agreed; return them by PIN and finger."""
    [device] = add_devices(api, {"ROTATE1": "Rotate"}, "UTC")
    names = [{"name": f"Person {number}"} for number in range(PEOPLE)]
    people = api.call("hr.employee", "create", vals_list=names)
    users = [
        {"device_id": device, "pin": str(number + 1), "employee_id": person}
        for number, person in enumerate(people)
    ]
    api.call("biometric.device.user", "create", vals_list=users)
    consents = [{"employee_id": person} for person in people]
    api.call("biometric.consent", "create", vals_list=consents)
    [company] = api.call("res.company", "search", domain=[], limit=1)
    wanted = {"biometric_store_templates": True}
    api.call("res.company", "write", ids=[company], vals=wanted)
    rng = random.Random(6)
    fingers = {
        (str(number + 1), finger): base64.b64encode(rng.randbytes(900)).decode()
        for number in range(PEOPLE)
        for finger in range(FINGERS)
    }
    rows = "".join(
        f"FP PIN={pin}\tFID={number}\tSize=1200\tValid=1\tTMP={finger}\n"
        for (pin, number), finger in fingers.items()
    )
    request = urllib.request.Request(
        f"{server.url}/iclock/cdata?SN=ROTATE1&table=OPERLOG&OpStamp=9999",
        data=rows.encode(),
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        assert answer.read().strip() == b"OK: %d" % len(fingers)
    return fingers


def _trigger(api: Api) -> None:
    [job] = api.call(
        "ir.cron",
        "search",
        domain=[
            ["cron_name", "ilike", "key"],
            ["model_id.model", "=", "biometric.vault"],
        ],
        limit=1,
    )
    with suppress(DevError):  # it is running already
        api.call(
            "ir.cron", "write", ids=[job], vals={"nextcall": "2020-01-01 00:00:00"}
        )


READ = """
for template in env["biometric.template"].search([]):
    try:
        print("finger", template._in_base64().decode())
    except Exception as error:
        print("unreadable", template.id, error)
"""


def _unreadable(stack, database: str, fingers: dict) -> list[tuple[str, int]]:
    printed = stack.odoo_shell(database, READ)
    read = {line.split()[-1] for line in printed.splitlines() if "finger " in line}
    return [place for place, finger in fingers.items() if finger not in read]
