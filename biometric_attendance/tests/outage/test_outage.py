"""People who were expected while a terminal was down get their punches at once."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import DAY, IN, row
from ..request.test_correction_request import RequestCase

FULL_DAY = (f"{DAY} 05:00:00", f"{DAY} 20:00:00")


@tagged("post_install", "-at_install")
class TestOutage(RequestCase):
    def outage(self, user=None, since=FULL_DAY[0], until=FULL_DAY[1], **values):
        outage = (
            self.env["biometric.outage"]
            .with_user(user or self.ben)
            .create({"since": since, "until": until, **values})
        )
        outage.action_find()
        return outage

    def lines(self, outage):
        return [
            (line.employee_id.name, line.direction, str(line.instant))
            for line in outage.sudo().line_ids.sorted(
                lambda each: (each.employee_id.name, each.instant)
            )
        ]

    def test_who_was_expected_and_lacks_a_punch_is_found(self):
        self.push(row("1", "08:10", IN))
        self.pair()
        outage = self.outage(device_id=self.device.id)
        self.assertEqual(
            self.lines(outage),
            [
                ("Ann", "out", f"{DAY} 16:00:00"),
                ("Bob", "in", f"{DAY} 07:00:00"),
                ("Bob", "out", f"{DAY} 16:00:00"),
            ],
        )

    def test_only_hours_of_the_outage_count(self):
        outage = self.outage(since=f"{DAY} 06:00:00", until=f"{DAY} 12:00:00")
        self.assertEqual(
            {direction for _name, direction, _at in self.lines(outage)}, {"in"}
        )

    def test_a_leave_a_correction_and_an_attendance_are_no_gap(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": self.bob.resource_id.id,
                "calendar_id": self.bob.resource_calendar_id.id,
                "date_from": f"{DAY} 00:00:00",
                "date_to": f"{DAY} 23:00:00",
            }
        )
        self.enter(self.ann, "07:30", "12:00")
        self.env["biometric.correction"].create(
            {
                "employee_id": self.ann.id,
                "direction": "out",
                "instant": f"{DAY} 15:30:00",
            }
        )
        self.assertFalse(self.outage(device_id=self.device.id).line_ids)

    def test_all_is_entered_and_withdrawn_at_once(self):
        outage = self.outage(device_id=self.device.id)
        self.assertEqual(outage.line_count, 4)
        outage.action_enter()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(self.sessions(self.bob), ["07:00-16:00"])
        outage.action_withdraw()
        self.pair()
        self.assertFalse(self.attendance(self.ann))
        self.assertEqual(outage.state, "withdrawn")

    def test_a_person_may_be_left_out(self):
        outage = self.outage(device_id=self.device.id)
        bobs = outage.line_ids.filtered(lambda line: line.employee_id == self.bob)
        bobs.action_toggle()
        outage.action_enter()
        self.pair()
        self.assertFalse(self.attendance(self.bob))
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_an_officer_finds_whom_he_manages(self):
        outage = self.outage(self.mia)
        self.assertEqual({name for name, *_rest in self.lines(outage)}, {"Ann"})
        other = self.outage(self.ben)
        with self.assertRaises(AccessError):
            other.with_user(self.mia).action_withdraw()

    def test_a_department_has_those_below_it(self):
        above = self.env["hr.department"].create({"name": "Works"})
        below = self.env["hr.department"].create(
            {"name": "Hall", "parent_id": above.id}
        )
        self.bob.department_id = below
        outage = self.outage(department_id=above.id)
        self.assertEqual({name for name, *_rest in self.lines(outage)}, {"Bob"})

    def test_what_was_entered_is_not_changed(self):
        outage = self.outage(device_id=self.device.id)
        outage.action_enter()
        for call in (
            outage.action_find,
            outage.action_enter,
            outage.line_ids[0].action_toggle,
            lambda: outage.write({"note": "Other"}),
        ):
            with self.assertRaises(UserError):
                call()

    def test_a_closed_period_is_refused_in_words(self):
        outage = self.outage(device_id=self.device.id)
        self.company.biometric_closed_until = DAY
        with self.assertRaisesRegex(ValidationError, "is closed"):
            outage.action_enter()

    def test_times_that_make_no_sense_are_refused_in_words(self):
        with self.assertRaisesRegex(ValidationError, "after the beginning"):
            self.outage(until=FULL_DAY[0])
        with self.assertRaisesRegex(ValidationError, "a month at most"):
            self.outage(until="2025-06-01 00:00:00")

    def test_it_is_offered_where_a_terminal_was_silent(self):
        alert = self.env["biometric.alert"].create(
            {
                "cause": "silent",
                "device_id": self.device.id,
                "company_id": self.company.id,
                "since": FULL_DAY[0],
                "closed_at": FULL_DAY[1],
            }
        )
        action = alert.with_user(self.ben).action_enter_missing()
        outage = self.env["biometric.outage"].browse(action["res_id"])
        self.assertEqual(len(outage.line_ids), 4)
        self.assertEqual(outage.device_id, self.device)
