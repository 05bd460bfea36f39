"""An employee asks for a correction, somebody else decides, and only then it counts."""

from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import DAY, IN, OUT, BiometricCase, row

GROUP = "hr_attendance.group_hr_attendance_"


class RequestCase(BiometricCase):
    """Ann has a user, and so has Mia, who manages her."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann_user = cls.make_user("ann", "own_reader")
        cls.ann.user_id = cls.ann_user
        cls.mia = cls.make_user("mia", "officer")
        cls.ann.attendance_manager_id = cls.mia
        cls.ben = cls.make_user("ben", "user")
        cls.bob_user = cls.make_user("bob", "own_reader")
        cls.bob.user_id = cls.bob_user

    @classmethod
    def make_user(cls, login, group):
        return new_test_user(
            cls.env,
            login,
            groups=f"base.group_user,{GROUP}{group}",
            email=f"{login}@example.com",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def ask(self, user=None, **values):
        """What the dialog of an employee stores; a forgotten check-out by default."""
        requests = self.env["biometric.correction.request"].with_user(
            user or self.ann_user
        )
        return requests.create(
            {
                "direction": "out",
                "instant": f"{DAY} 16:00:00",
                "note": "Forgot to punch",
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestCorrectionRequest(RequestCase):
    def setUp(self):
        super().setUp()
        self.push(row("1", "08:00", IN))
        self.pair()

    def test_a_request_changes_nothing_before_it_is_approved(self):
        request = self.ask()
        self.pair()
        self.assertEqual(self.sessions(self.ann), [])
        self.assertFalse(self.env["biometric.correction"].search_count([]))
        request.with_user(self.mia).action_approve()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(request.state, "approved")
        self.assertEqual(request.sudo().correction_ids.create_uid, self.mia)
        self.assertEqual(request.sudo().correction_ids.note, "Forgot to punch")

    def test_a_wrong_direction_is_turned_round(self):
        self.push(row("1", "17:00", IN))
        self.pair()
        punch = self.punches(self.ann)[1]
        request = self.ask(kind="direction", punch_id=punch.id, direction="out")
        self.assertEqual(request.instant, punch.instant)
        request.with_user(self.mia).action_approve()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(len(request.sudo().correction_ids), 2)

    def test_a_punch_that_does_not_count_is_discarded(self):
        punch = self.punches(self.ann)
        request = self.ask(kind="discard", punch_id=punch.id, direction=False)
        request.with_user(self.ben).action_approve()
        self.assertEqual(punch.outcome, "discarded")

    def test_nobody_decides_about_themselves(self):
        self.ann_user.group_ids += self.env.ref(f"{GROUP}manager")
        request = self.ask()
        for name in ("action_approve", "action_refuse"):
            with self.assertRaisesRegex(AccessError, "Nobody decides about their own"):
                getattr(request, name)()
        with self.assertRaises(AccessError):
            request.write({"state": "approved"})
        self.assertEqual(request.state, "requested")

    def test_who_does_not_manage_the_employee_may_not_decide(self):
        self.ann.attendance_manager_id = self.ben
        request = self.ask()
        for user in (self.mia, self.bob_user):
            with self.assertRaises(AccessError):
                request.with_user(user).action_approve()

    def test_employees_ask_for_themselves_alone(self):
        with self.assertRaises(AccessError):
            self.ask(employee_id=self.bob.id)
        bobs = self.ask(self.bob_user)
        self.assertNotIn(
            bobs,
            self.env["biometric.correction.request"]
            .with_user(self.ann_user)
            .search([]),
        )
        with self.assertRaises(AccessError):
            bobs.with_user(self.ann_user).read(["note"])

    def test_a_punch_of_another_person_is_refused(self):
        self.push(row("00017", "08:05", IN))
        self.pair()
        with self.assertRaises(AccessError):
            self.ask(kind="discard", punch_id=self.punches(self.bob).id)

    def test_an_employee_writes_neither_the_answer_nor_the_state(self):
        request = self.ask()
        for values in ({"answer": "Yes"}, {"state": "approved"}, {"note": "Other"}):
            with self.assertRaises(AccessError):
                request.write(values)
        with self.assertRaises(AccessError):
            self.ask(state="approved", instant=f"{DAY} 15:00:00")

    def test_a_time_to_come_is_refused_in_words(self):
        later = fields.Datetime.now() + timedelta(hours=1)
        with self.assertRaisesRegex(ValidationError, "in the future"):
            self.ask(instant=later)

    def test_a_closed_period_is_refused_when_asked_and_when_approved(self):
        request = self.ask()
        self.company.biometric_closed_until = DAY
        with self.assertRaisesRegex(ValidationError, "is closed"):
            request.with_user(self.mia).action_approve()
        with self.assertRaisesRegex(ValidationError, "is closed"):
            self.ask(instant=f"{DAY} 15:00:00")

    def test_a_time_before_the_employment_is_refused(self):
        self.ann.version_id.contract_date_start = "2025-03-04"
        self.ann.version_id.date_version = "2025-03-04"
        with self.assertRaisesRegex(ValidationError, "was not employed"):
            self.ask()

    def test_a_time_of_a_leave_is_refused(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": self.ann.resource_id.id,
                "calendar_id": self.ann.resource_calendar_id.id,
                "date_from": f"{DAY} 12:00:00",
                "date_to": f"{DAY} 20:00:00",
            }
        )
        with self.assertRaisesRegex(ValidationError, "was on leave"):
            self.ask()

    def test_the_same_is_not_asked_twice(self):
        self.ask()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.ask()

    def test_a_decided_request_is_decided_once(self):
        request = self.ask()
        request.with_user(self.mia).action_refuse()
        for name in ("action_approve", "action_refuse"):
            with self.assertRaisesRegex(UserError, "decided already"):
                getattr(request.with_user(self.mia), name)()
        with self.assertRaisesRegex(UserError, "does not change any more"):
            request.with_user(self.mia).answer = "Other"
        with self.assertRaisesRegex(UserError, "decided already"):
            request.action_withdraw()

    def test_an_employee_may_withdraw_what_waits(self):
        request = self.ask()
        with self.assertRaisesRegex(UserError, "Only who asked"):
            request.with_user(self.mia).action_withdraw()
        request.action_withdraw()
        self.assertEqual(request.state, "withdrawn")
        self.assertFalse(request.sudo().activity_ids)

    def test_the_approver_has_an_activity_until_it_is_decided(self):
        request = self.ask()
        self.assertEqual(request.sudo().activity_ids.user_id, self.mia)
        request.with_user(self.mia).write({"answer": "I saw you leave"})
        request.with_user(self.mia).action_approve()
        self.assertFalse(request.sudo().activity_ids)
        notified = request.message_ids.filtered("notified_partner_ids")
        self.assertEqual(notified.notified_partner_ids, self.ann_user.partner_id)
        self.assertIn("I saw you leave", notified.body)

    def test_the_answer_is_the_only_message_of_a_decision(self):
        self.ask().with_user(self.mia).action_approve()
        messages = self.env["mail.message"].search(
            [("notified_partner_ids", "in", self.ann_user.partner_id.ids)]
        )
        self.assertEqual(len(messages), 1)

    def test_a_reason_is_shown_as_it_was_typed(self):
        request = self.ask(note="<a href='https://example.com'>late</a>")
        self.assertNotIn("<a", request.sudo().activity_ids.note)

    def test_without_an_approver_all_officers_see_it(self):
        self.ann.attendance_manager_id = False
        request = self.ask()
        todo = self.env["biometric.todo"].with_user(self.ben)
        self.env.flush_all()
        found = todo.search([("kind", "=", "request")])
        self.assertEqual(found.request_id, request)
        self.assertEqual(found.action_do()["res_id"], request.id)

    def test_an_approver_sees_the_requests_of_whom_he_manages(self):
        request, _other = self.ask(), self.ask(self.bob_user)
        self.env.flush_all()
        todo = self.env["biometric.todo"].with_user(self.mia)
        self.assertEqual(todo.search([("kind", "=", "request")]).request_id, request)

    def test_many_are_approved_at_once(self):
        requests = self.ask() + self.ask(self.bob_user)
        requests.with_user(self.ben).action_approve()
        self.assertEqual(set(requests.mapped("state")), {"approved"})


@tagged("post_install", "-at_install")
class TestNotifications(RequestCase):
    def received(self):
        """What Ann was told, newest first."""
        return self.env["mail.message"].search(
            [("notified_partner_ids", "in", self.ann_user.partner_id.ids)]
        )

    def correct(self, user):
        return (
            self.env["biometric.correction"]
            .with_user(user)
            .create(
                {
                    "employee_id": self.ann.id,
                    "direction": "out",
                    "instant": f"{DAY} 16:00:00",
                    "note": "Says the foreman",
                }
            )
        )

    def test_a_correction_by_somebody_else_is_told(self):
        correction = self.correct(self.mia)
        [message] = self.received()
        self.assertIn("Says the foreman", message.body)
        self.assertIn("(Europe/Paris)", message.body)
        correction.with_user(self.mia).action_withdraw()
        self.assertIn("Withdrawn", self.received()[0].body)

    def test_a_company_may_tell_nobody(self):
        self.company.biometric_notify_employees = False
        self.correct(self.mia)
        self.assertFalse(self.received())

    def test_an_attendance_changed_by_hand_is_told(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        self.assertFalse(self.received())
        mine = self.attendance(self.ann).with_user(self.mia)
        mine.check_out = datetime(2025, 3, 3, 15)
        self.assertEqual(len(self.received()), 1)
        mine.unlink()
        self.assertIn("The attendance was deleted", self.received()[0].body)
        rest = self.enter(self.ann, "18:00", "19:00")
        rest.with_user(self.mia).unlink()
        self.assertIn("Attendance deleted", self.received()[0].body)
