"""Dahua terminals of three kinds of firmware and the real cron: as lived, once."""

from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from itertools import count

from demo.company import add_employees
from e2e.test_polling import wait
from simulator import Workforce
from simulator.dahua import company

ZONE = "Europe/Paris"
SERIALS = ["GATE1", "GATE2", "GATE3"]
STATES = {0: 1, 1: 4}


def remembered(scene):
    return sorted(
        (end.terminal.serial, punch.pin, str(punch.local), STATES[punch.status])
        for end in scene.endpoints
        for punch in end.terminal.punches.entries.values()
    )


def test_punches_of_dahua_terminals_become_attendances(server, api, committed):
    now = datetime.now(timezone.utc)
    workforce = Workforce(6, 5, ZONE, first_pin=7301)
    scene = company(
        SERIALS,
        workforce,
        firmwares=["asi_new", "asi_wall", "old"],
        user="odoo",
        password="s3cret",
        port=0,
        until=now,
        days=3,
    )
    scene.record()
    for endpoint, minute in zip(scene.endpoints, count(1), strict=False):
        # Its newest record tells in which base it writes times.
        endpoint.terminal.punch(
            workforce.employees[0].pin, now - timedelta(minutes=minute), 0
        )
        endpoint.faults.arm("", "", "", "cut", "hang_up")
    with ExitStack() as running:
        vals = []
        for endpoint in scene.endpoints:
            running.enter_context(endpoint)
            vals.append(
                {
                    "name": endpoint.terminal.serial,
                    "serial": endpoint.terminal.serial,
                    "brand": "dahua",
                    "dialect": "times_utc"
                    if endpoint.terminal.serial == "GATE3"
                    else "times_unknown",
                    "host": "127.0.0.1",
                    "port": endpoint.port,
                    "username": "odoo",
                    "connection_key": "wrong",
                    "tz": ZONE,
                }
            )
        ids = api.call("biometric.device", "create", vals_list=vals)
        add_employees(api, workforce, ids)
        api.call("biometric.device", "action_approve", ids=ids)

        def refused():
            found = api.call(
                "biometric.device", "read", ids=ids, fields=["login_refused"]
            )
            return all(each["login_refused"] for each in found)

        wait(refused, "the wrong password is refused")
        assert [end.guard.total_wrong for end in scene.endpoints] == [1, 1, 1]
        api.call(
            "biometric.device", "write", ids=ids, vals={"connection_key": "s3cret"}
        )

        def is_stored():
            found = sorted(committed.punches(SERIALS))
            if found == remembered(scene):
                return True
            api.call("biometric.device", "action_fetch_now", ids=ids)
            return False

        wait(is_stored, "the punches")
        api.call("biometric.device", "action_archive", ids=ids)
