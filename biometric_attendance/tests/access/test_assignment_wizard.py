"""Changing whose a PIN was is a choice, and its preview says what that does."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user
from odoo.tools import mute_logger

from ..common import IN, OUT, BiometricCase, row

DAYS = ("2025-03-03", "2025-03-04", "2025-03-05")


class TestAssignmentWizard(BiometricCase):
    def setUp(self):
        super().setUp()
        self.cy = self.make_employee("Cy")
        self.user = self.device.user_ids.filtered(lambda user: user.pin == "1")
        for day in DAYS:
            self.push(row("1", f"{day} 08:00:00", IN), row("1", f"{day} 17:00:00", OUT))
        self.pair()

    def days(self, employee):
        rows = self.attendance(employee).sorted("check_in")
        return tuple(str(row.check_in.date()) for row in rows)

    def open(self, **vals):
        wizard = self.env["biometric.assignment.wizard"]
        wizard = wizard.browse(self.user.action_assign()["res_id"])
        wizard.write(vals)
        return wizard

    def refuse(self, sentence, **vals):
        wizard = self.open(employee_id=self.cy.id, span="time", **vals)
        with self.assertRaisesRegex(UserError, sentence):
            wizard.action_preview()

    def test_the_preview_names_rows_and_people_and_changes_nothing(self):
        wizard = self.open(employee_id=self.cy.id, span="past")
        stored = self.punches().read(["employee_id", "outcome", "attendance_id"])
        wizard.action_preview()
        self.assertEqual((wizard.added, wizard.changed, wizard.removed), (3, 0, 3))
        self.assertEqual(wizard.moved, "Ann: 6 punches fewer\nCy: 6 punches more")
        self.assertEqual(
            set(wizard.line_ids.mapped(lambda line: (line.employee_id, line.kind))),
            {(self.ann, "removed"), (self.cy, "added")},
        )
        self.assertEqual(self.user.employee_id, self.ann)
        self.assertEqual(
            self.punches().read(["employee_id", "outcome", "attendance_id"]), stored
        )
        self.assertFalse(self.env["biometric.pairing"].search([]))
        self.assertEqual(self.days(self.ann), DAYS)

    def test_the_whole_past_is_the_persons_when_applied(self):
        self.assign(self.user, self.cy)
        self.pair()
        self.assertEqual(self.days(self.ann), ())
        self.assertEqual(self.days(self.cy), DAYS)
        self.assertEqual(self.user.employee_id, self.cy)
        self.assertFalse(self.user.assigned_since)

    def test_a_time_is_the_persons_and_the_rest_stays(self):
        self.assign(
            self.user,
            self.cy,
            "time",
            since="2025-03-04 00:00:00",
            until="2025-03-05 00:00:00",
        )
        self.pair()
        self.assertEqual(self.days(self.ann), (DAYS[0], DAYS[2]))
        self.assertEqual(self.days(self.cy), (DAYS[1],))
        self.assertEqual(self.user.employee_id, self.ann)

    def test_by_default_the_past_stays(self):
        wizard = self.open(employee_id=self.cy.id)
        wizard.action_preview()
        self.assertEqual((wizard.moved, wizard.line_ids.ids), (False, []))
        wizard.action_apply()
        self.assertEqual(self.days(self.ann), DAYS)
        self.assertEqual(self.user.employee_id, self.cy)

    def test_the_proposal_is_said(self):
        self.cy.version_id.write(
            {"date_version": "2025-03-04", "contract_date_start": "2025-03-04"}
        )
        wizard = self.open(employee_id=self.cy.id)
        self.assertIn("2025", wizard.proposal)
        self.env["biometric.device.user"]._ensure(self.device, {"55"})
        new = self.device.user_ids.filtered(lambda user: user.pin == "55")
        wizard = wizard.browse(new.action_assign()["res_id"])
        self.assertEqual(wizard.proposal, "From the beginning")

    def test_what_is_in_a_closed_period_stays_and_the_preview_says_so(self):
        self.company.biometric_closed_until = DAYS[1]
        wizard = self.open(employee_id=self.cy.id, span="past")
        wizard.action_preview()
        self.assertIn("closed period", wizard.closed_note)
        self.assertEqual((wizard.added, wizard.removed), (1, 1))
        wizard.action_apply()
        self.pair()
        self.assertEqual(self.days(self.ann), DAYS[:2])
        self.assertEqual(self.days(self.cy), DAYS[2:])
        self.assertEqual(
            self.outcomes(self.ann), ["08:00 checked_in", "17:00 checked_out"] * 2
        )

    def test_a_start_in_a_closed_period_is_refused(self):
        self.company.biometric_closed_until = DAYS[1]
        self.refuse("The period until .* is closed", since="2025-03-03 12:00:00")

    def test_an_end_before_the_start_is_refused(self):
        for until in ("2025-03-04 00:00:00", "2025-03-03 00:00:00"):
            self.refuse("must be later than", since="2025-03-04 00:00:00", until=until)

    def test_an_overlap_with_another_person_is_refused(self):
        self.assign(self.user, self.bob, "time", since="2025-03-05 00:00:00")
        self.refuse(
            "Bob has the PIN from",
            since="2025-03-04 00:00:00",
            until="2025-03-06 00:00:00",
        )

    def test_a_time_must_be_chosen(self):
        self.refuse("Choose from when")

    def test_a_wrong_person_is_replaced_where_the_assignment_begins(self):
        self.assign(self.user, self.bob, "time", since="2025-03-04 00:00:00")
        self.assign(self.user, self.cy, "time", since="2025-03-04 00:00:00")
        self.pair()
        self.assertEqual(self.days(self.ann), DAYS[:1])
        self.assertEqual(self.days(self.cy), DAYS[1:])
        self.assertFalse(self.days(self.bob))

    def test_no_two_begin_at_the_same_instant(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.user.assignment_ids[:1].sudo().copy()

    def test_nothing_is_applied_that_was_not_previewed(self):
        wizard = self.open(employee_id=self.cy.id, span="past")
        with self.assertRaisesRegex(UserError, "preview first"):
            wizard.action_apply()
        wizard.action_preview()
        wizard.employee_id = self.bob
        with self.assertRaisesRegex(UserError, "preview first"):
            wizard.action_apply()

    def test_a_person_of_another_company_is_refused(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.env.user.company_ids |= abroad
        foreign = self.env["hr.employee"].create(
            {"name": "Foreign", "company_id": abroad.id}
        )
        clerk = new_test_user(
            self.env,
            "clerk",
            "base.group_user,hr_attendance.group_hr_attendance_user",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        wizard = self.open(span="past").with_user(clerk)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE biometric_assignment_wizard SET create_uid = %s", [clerk.id]
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            wizard.with_context(allowed_company_ids=[]).employee_id = foreign.id
        wizard.with_context(allowed_company_ids=[]).employee_id = self.cy.id
        wizard.with_context(allowed_company_ids=[]).action_preview()
        self.ann.company_id = abroad
        with self.assertRaises(AccessError):
            wizard.with_context(allowed_company_ids=[]).action_preview()

    def test_another_employee_is_warned_of_before_it_is_saved(self):
        typed = self.user.new({"employee_id": self.cy.id}, origin=self.user)
        warning = typed._onchange_owner()["warning"]
        self.assertEqual((warning["type"], warning["title"]), ("notification", "Cy"))
        self.assertIn("what was before stays", warning["message"])
        typed = self.user.new({"employee_id": self.ann.id}, origin=self.user)
        self.assertFalse(typed._onchange_owner())
        self.env["biometric.device.user"]._ensure(self.device, {"55"})
        unknown = self.device.user_ids.filtered(lambda user: user.pin == "55")
        typed = unknown.new({"employee_id": self.cy.id}, origin=unknown)
        self.assertFalse(typed._onchange_owner())

    def test_the_form_shows_the_history_and_opens_the_dialog(self):
        self.assign(self.user, self.cy, "time", since="2025-03-04 00:00:00")
        shown = [(row.display_name, bool(row.ends)) for row in self.user.assignment_ids]
        self.assertEqual(shown, [("Cy", False), ("Ann", True)])
        self.assertEqual(self.user.assignment_ids[1].begins, "The beginning")
        with Form(self.user) as form:
            form.name = "Cy"
        self.assertEqual(self.user.employee_id, self.cy)
