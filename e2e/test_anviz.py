"""Anviz terminals and the real cron: as lived, once."""

from contextlib import ExitStack
from datetime import datetime, timezone

from demo.company import add_employees
from e2e.polled import remembered
from e2e.test_polling import wait
from simulator import Workforce
from simulator.anviz import company

ZONE = "Europe/Paris"
SERIALS = ["ANVIZ1", "ANVIZ2"]


def test_punches_of_anviz_terminals_are_stored(server, api, committed):
    workforce = Workforce(5, 5, ZONE, first_pin=7401)
    until = datetime.now(timezone.utc)
    scene = company(SERIALS, workforce, port=0, until=until, days=3)
    scene.record()
    with ExitStack() as running:
        vals = []
        for endpoint in scene.endpoints:
            running.enter_context(endpoint)
            endpoint.faults.arm("", "", "", "", "damage")
            vals.append(
                {
                    "name": endpoint.terminal.serial,
                    "serial": endpoint.terminal.serial,
                    "brand": "anviz",
                    "host": "127.0.0.1",
                    "port": endpoint.port,
                    "tz": ZONE,
                }
            )
        ids = api.call("biometric.device", "create", vals_list=vals)
        add_employees(api, workforce, ids)
        api.call("biometric.device", "action_approve", ids=ids)
        expected = sorted(
            key for end in scene.endpoints for key in remembered(end.terminal)
        )

        def is_stored():
            if sorted(committed.punches(SERIALS)) == expected:
                return True
            api.call("biometric.device", "action_fetch_now", ids=ids)
            return False

        wait(is_stored, "the punches")
        api.call("biometric.device", "action_archive", ids=ids)
