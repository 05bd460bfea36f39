"""The program that listens, run by the test itself, and what happens meanwhile."""

import time
from datetime import timedelta
from unittest.mock import patch

from ..models.poll import live
from ..terminals.zk4370.client import poll
from .poll_common import MONDAY, PollCase

STAGE_TIMEOUT_SECONDS = 10  # seconds one stage of a test may take


class LiveCase(PollCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(poll, "IDLE_SECONDS", 0.2))
        self.startPatcher(patch.object(live, "LOOK_SECONDS", 0.2))

    def device_of(self, server, **vals):
        return super().device_of(server, live=True, **vals)

    def listen(self, *stages):
        """Listen, and do one thing after the other meanwhile.

        :param stages: called until they say that they are through; time is up after all.
        """
        waiting, deadline = list(stages), time.monotonic() + STAGE_TIMEOUT_SECONDS

        def stopped():
            nonlocal deadline
            if time.monotonic() > deadline:
                raise AssertionError(
                    f"{len(waiting)} stages to go, {self.complaints()}"
                )
            self.env.invalidate_all()
            if waiting and waiting[0]():
                waiting.pop(0)
                deadline = time.monotonic() + STAGE_TIMEOUT_SECONDS
            return not waiting

        self.env.flush_all()
        with self.enter_registry_test_mode(), self.env.registry.cursor() as cr:
            devices = self.env(cr=cr)["biometric.device"]
            devices._listen(stopped)
        self.env.invalidate_all()

    def complaints(self):
        devices = self.env["biometric.device"].search([("poll_error", "!=", False)])
        return devices.mapped("poll_error")

    def listening(self, server):
        """A stage: the terminal tells its events."""
        return lambda: any(each.wanted for each in server.endpoint.connections)

    def passing(self, server, *punches, pin="1"):
        """A stage: somebody passes, once."""

        def act():
            for minute in punches:
                server.terminal.punch(
                    pin, MONDAY + timedelta(minutes=minute), minute % 2
                )
            return True

        return act

    def stored(self, device, number):
        """A stage: so many punches are stored."""

        ours = [("device_id", "=", device.id)]
        return lambda: self.env["biometric.punch"].search_count(ours) >= number
