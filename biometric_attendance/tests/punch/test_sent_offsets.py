"""Stored punches that another zone or clock must leave alone, or that stand in the way."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from ...models.punch.chosen_hours import move_chosen_hours
from ...models.punch.clock_change import apply_change
from ...models.punch.clock_readings import ClockChange, load_readings
from ...rules import clock
from ...terminals.records import Punch
from ...wizards import biometric_clock_wizard
from ..common import DAY, IN, BiometricCase


class TestSentOffsets(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_device("OTHER01", tz="UTC")
        cls.make_employee("Eve", {cls.other: "5"})

    def store(self, hour, line="", **values):
        at = datetime.fromisoformat(f"{DAY} {hour:02}:00:00")
        with freeze_time("2025-12-01 00:00:00"):
            self.as_gateway(self.env["biometric.punch"])._ingest(
                self.as_gateway(self.other),
                [Punch("5", at, IN, None, "", line, **values)],
            )
        return self.punches(device=self.other).sorted("id")[-1]

    def read_again(self, zone="UTC", **values):
        change = ClockChange(self.other, clock.zone(zone), **values)
        apply_change(change, load_readings(change), ["5"])
        self.env.invalidate_all()

    def test_another_zone_raises_no_doubt_about_a_terminal_that_sends_offsets(self):
        self.other.clock_drift = 5
        self.store(8, offset=10800)
        self.other.tz = "Asia/Tokyo"
        self.assertFalse(self.other.clock_doubt)
        self.store(9)
        self.other.tz = "UTC"
        self.assertEqual(self.other.clock_doubt, "zone")

    def test_an_hour_that_was_chosen_stays_where_the_punch_would_get_into_a_closed_period(
        self,
    ):
        new_york = clock.zone("America/New_York")
        device = self.make_device("OTHER02", tz=new_york.key)
        self.make_employee("Zed", {device: "8"})
        at = datetime.fromisoformat("2025-11-02 01:40:00")
        with freeze_time("2025-12-01 00:00:00"):
            self.as_gateway(self.env["biometric.punch"])._ingest(
                self.as_gateway(device), [Punch("8", at, IN, None, "", "")]
            )
        stored = self.punches(device=device)
        stored.action_choose_other_reading()
        self.company.biometric_closed_until = "2025-11-01"
        self.env.flush_all()
        move_chosen_hours(ClockChange(device, clock.zone("Asia/Tokyo")), new_york)
        correction = stored.correction_ids
        self.assertEqual(correction.state, "active")
        self.assertEqual(correction.instant, stored.instant)

    def test_a_preview_knows_the_zone_by_which_stored_punches_count(self):
        self.store(8)
        self.other.tz = "Europe/Paris"
        action = self.other.action_read_by_new_zone()
        wizard = self.env["biometric.clock.wizard"].browse(action["res_id"])
        with patch.object(
            biometric_clock_wizard,
            "try_change",
            wraps=biometric_clock_wizard.try_change,
        ) as tried:
            wizard.action_preview()
        self.assertEqual(tried.call_args.args[1].key, "UTC")
        self.assertEqual(wizard.punches, 1)

    def test_an_event_that_meets_one_that_is_not_read_again_gives_up_its_number(self):
        right = self.store(10, number="7")
        self.other.clock_doubt = "clock"
        late = self.store(9, number="7")
        self.assertEqual((right + late).mapped("doubted_time"), [False, True])
        self.env.flush_all()
        self.read_again(shift=3600)
        self.assertEqual(late.instant, right.instant)
        self.assertEqual((right + late).mapped("number"), ["7", False])
        self.assertEqual(late.other_tellings["numbers"], ["7"])
