"""The cron that reads punches again, with one change that fails."""

from unittest.mock import patch

from odoo.tools import mute_logger

from ...models.punch import biometric_clock_change
from ..common import IN, row


class ClockChangeIsolation:
    """Of a test of crons that has ``poison`` and ``run_cron``."""

    def test_cron_clock_change(self):
        devices = [self.make_device(f"MOVED{n}", tz="UTC") for n in range(2)]
        for device in devices:
            self.push(row("1", "08:00", IN), device=device)
        changes = self.env["biometric.clock.change"]
        with patch.object(biometric_clock_change, "MAX_PUNCHES_AT_ONCE", 0):
            for device in devices:
                device.tz = "Europe/Paris"
                changes += changes._start(device, "UTC", since=False)
        patcher = self.poison("biometric.clock.change", "_read", changes[0])
        with mute_logger(biometric_clock_change.__name__):
            self.run_cron("cron_clock_change")
        patcher.stop()
        self.assertEqual(changes.mapped("state"), ["failed", "done"])
        self.assertEqual(
            [self.punches(device=device).instant.hour for device in devices], [8, 7]
        )
