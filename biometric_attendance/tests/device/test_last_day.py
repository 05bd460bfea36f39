"""How often a device was in touch, by the hour."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import new_test_user, tagged

from ...models.push import contact
from ...terminals.reasons import Reason
from ..common import IN, BiometricCase, row

NOW = datetime(2025, 3, 3, 12, 34, 56)
HOUR = datetime(2025, 3, 3, 12)


@tagged("post_install", "-at_install")
class TestLastDay(BiometricCase):
    def hours(self, device=None):
        self.env.invalidate_all()
        return {each["hour"]: each for each in (device or self.device).last_day}

    def call(self, minutes):
        with freeze_time(NOW + timedelta(minutes=minutes), tick=False):
            # Each call by another worker, of which none remembers the others' calls.
            self.forget_calls()
            self.as_gateway(self.device)._record_contact("192.0.2.7")

    def forget_calls(self):
        contact._last_written.clear()
        self.env.cr.postcommit.data.pop(contact.WRITTEN, None)

    def test_contacts_are_counted_in_their_hours(self):
        for minutes in (0, 5, 10, 30):
            self.call(minutes)
        with freeze_time(NOW + timedelta(minutes=31)):
            hours = self.hours()
        self.assertEqual(len(hours), 24)
        self.assertEqual(hours[str(HOUR)]["contacts"], 3)
        self.assertEqual(hours["2025-03-03 13:00:00"]["contacts"], 1)
        self.assertEqual(sum(each["contacts"] for each in hours.values()), 4)

    @freeze_time(NOW)
    def test_a_worker_counts_a_device_once_a_minute(self):
        for _call in range(3):
            self.as_gateway(self.device)._record_contact("192.0.2.7")
        self.assertEqual(self.hours()[str(HOUR)]["contacts"], 1)

    @freeze_time(NOW)
    def test_refusals_and_failed_polls_are_failures(self):
        self.as_gateway(self.device)._record_refusal("key")
        self.device._record_failure(Reason("poll_refused"))
        self.assertEqual(self.hours()[str(HOUR)]["failures"], 2)

    @freeze_time(NOW)
    def test_punches_are_counted_by_when_they_were_made(self):
        self.push(row("1", "08:05", IN), row("00017", "08:50", IN))
        self.push(row("1", "2025-03-01 08:00:00", IN))
        hours = self.hours()
        self.assertEqual(hours["2025-03-03 07:00:00"]["punches"], 2)
        self.assertEqual(sum(each["punches"] for each in hours.values()), 2)

    @freeze_time(NOW)
    def test_an_officer_counts_the_punches_of_the_people_managed(self):
        officer = new_test_user(
            self.env,
            "watchful",
            groups="base.group_user,hr_attendance.group_hr_attendance_officer",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        self.ann.attendance_manager_id = officer
        self.push(row("1", "08:05", IN), row("00017", "08:50", IN))
        hours = self.hours(self.device.with_user(officer))
        self.assertEqual(hours["2025-03-03 07:00:00"]["punches"], 1)

    def test_hours_of_long_ago_are_deleted(self):
        self.call(0)
        with freeze_time(NOW + timedelta(hours=47)):
            self.env["biometric.device.hour"]._gc_old_hours()
            self.assertEqual(self.env["biometric.device.hour"].search_count([]), 1)
        with freeze_time(NOW + timedelta(hours=49)):
            self.env["biometric.device.hour"]._gc_old_hours()
            self.assertFalse(self.env["biometric.device.hour"].search_count([]))
