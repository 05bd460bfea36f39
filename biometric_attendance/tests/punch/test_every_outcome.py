"""Every outcome a punch can have comes with its reason, and with the details that help."""

from datetime import datetime
from importlib import util
from pathlib import Path

from psycopg2.errors import NotNullViolation

from odoo.tools import mute_logger

from ...models.punch.biometric_outcome import OUTCOMES, REASONS
from ..common import IN, OUT
from ..pass_common import PassCase, row

MIGRATION = Path(__file__).parents[2] / "migrations/19.0.1.2.0/pre-reasons.py"
BREAK_OUT, BREAK_IN = 2, 3
LAST_CLOSED = datetime(2025, 3, 1)
# What is told besides the reason, where something is.
DETAILS = {
    "before_start": "2025-02-01 01:00",
    "denied": "2025-03-20",
    "inactive_employee": "2025-03-05",
}


class TestEveryOutcome(PassCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.biometric_closed_until = "2025-02-28"
        cls.company.biometric_policy_id = cls.env["biometric.policy"].create(
            {"name": "Keys", "company_id": cls.company.id, "mode": "keys"}
        )
        cls.device.import_since = "2025-02-01 00:00:00"
        cls.env["biometric.device.user"].create(
            {"device_id": cls.device.id, "pin": "8", "partner_id": cls.gym.id}
        )
        cls.bob.write(
            {"date_version": "2025-03-05", "contract_date_start": "2025-03-05"}
        )

    def make_all(self):
        """Make punches of every outcome, as people and terminals do."""
        self.grant(self.ann)
        self.sync_at("2025-03-15 12:00:00")
        self.push(row("1", "2025-03-21 08:00"), device=self.north)
        self.enter(self.bob, "07:00", "16:00")
        self.env["hr.attendance"].create(
            {
                "employee_id": self.bob.id,
                "check_in": "2025-03-06 07:00:00",
                "check_out": "2025-03-06 16:00:00",
            }
        )
        self.push(
            row("99", "2025-03-03 09:00"),
            row("8", "2025-03-03 09:00"),
            row("1", "2025-01-31 08:00"),
            row("1", "2025-02-27 08:00"),
            row("1", "2025-03-03 08:00", IN),
            row("1", "2025-03-03 08:01", IN),
            row("1", "2025-03-03 12:00", BREAK_OUT),
            row("1", "2025-03-03 12:30", BREAK_IN),
            row("1", "2025-03-03 17:00", OUT),
            row("1", "2025-03-05 17:00", OUT),
            row("1", "2025-03-06 08:00", IN),
            row("1", "2070-01-01 00:00"),
            row("00017", "2025-03-04 08:00"),
            row("00017", "2025-03-06 11:00"),
            row("00017", "2025-03-10 08:00"),
        )
        self.pair()
        self.punches(self.bob)[-1].action_discard()
        self.pair()
        self.push(row("1", "2025-03-12 08:00"))
        devices = self.device | self.north
        return self.env["biometric.punch"].search([("device_id", "in", devices.ids)])

    def test_each_has_a_reason(self):
        punches = self.make_all()
        self.assertEqual(set(punches.mapped("outcome")), set(dict(OUTCOMES)))
        for punch in punches:
            with self.subTest(outcome=punch.outcome):
                self.assertIn(punch.reason, dict(REASONS))
                if punch.outcome == "clock_error":
                    self.assertRegex(punch.detail, r"^\+\d+:\d\d h$")
                else:
                    self.assertEqual(punch.detail, DETAILS.get(punch.outcome, False))

    def test_the_database_refuses_one_without(self):
        self.push(row("1", "2025-03-03 08:00"))
        for model in ("biometric_punch", "biometric_correction"):
            with (
                self.subTest(model),
                mute_logger("odoo.sql_db"),
                self.assertRaises(NotNullViolation),
                self.cr.savepoint(),
            ):
                self.punches(self.ann).action_discard()
                self.cr.execute(f"UPDATE {model} SET reason = NULL")

    def test_a_correction_says_why_too(self):
        correction = self.env["biometric.correction"].create(
            {
                "employee_id": self.ann.id,
                "instant": "2025-03-03 08:00:00",
                "direction": "in",
            }
        )
        self.assertEqual(correction.reason, "queued")
        self.pair()
        self.assertEqual(correction.reason, "still_open")
        correction.action_withdraw()
        self.assertEqual(
            (correction.outcome, correction.reason), ("discarded", "withdrawn")
        )

    def test_what_is_discarded_by_mistake_has_its_former_reason_again(self):
        self.make_all()
        self.pair()
        punches = self.punches(self.ann)
        former = [(p.outcome, p.reason, p.detail) for p in punches]
        counted = punches.filtered(lambda p: p.instant > LAST_CLOSED)
        counted.action_discard()
        self.pair()
        self.assertEqual(set(counted.mapped("reason")), {"discarded"})
        self.assertFalse(any(counted.mapped("detail")))
        counted.correction_ids.action_withdraw()
        self.pair()
        found = [(p.outcome, p.reason, p.detail) for p in punches]
        self.assertEqual(found, former)

    def test_the_start_that_is_told_is_the_one_that_counts_now(self):
        self.push(row("1", "2025-01-31 08:00"), row("99", "2025-01-31 08:00"))
        punches = self.punches()
        self.assertEqual(set(punches.mapped("detail")), {"2025-02-01 01:00"})
        self.env["biometric.pairing"].search([]).unlink()
        self.device.import_since = "2025-02-15 00:00:00"
        self.assertEqual(set(punches.mapped("detail")), {"2025-02-15 01:00"})
        self.assertFalse(self.env["biometric.pairing"].search([]), "nothing changed")
        self.device.import_since = False
        self.assertEqual(punches.mapped("reason"), ["queued", "nobody"])
        self.assertFalse(any(punches.mapped("detail")))

    def test_punches_stored_before_get_the_reasons_of_their_outcomes(self):
        punches = self.make_all()
        known = {p: (p.reason, p.detail) for p in punches}
        self.cr.execute("ALTER TABLE biometric_punch ALTER reason DROP NOT NULL")
        self.cr.execute("ALTER TABLE biometric_correction ALTER reason DROP NOT NULL")
        without = ("waiting", "unmapped", "visit", "before_start", "clock_error")
        self.cr.execute(
            """UPDATE biometric_punch SET reason = NULL, detail = NULL
                WHERE outcome = ANY(%s)""",
            [list(without)],
        )
        self.cr.execute("UPDATE biometric_correction SET reason = NULL")
        spec = util.spec_from_file_location("migration", MIGRATION)
        migration = util.module_from_spec(spec)
        spec.loader.exec_module(migration)
        for _time in range(2):
            migration.migrate(self.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertEqual({p: (p.reason, p.detail) for p in punches}, known)
        corrections = self.env["biometric.correction"].search([])
        self.assertEqual(set(corrections.mapped("reason")), {"queued"})
