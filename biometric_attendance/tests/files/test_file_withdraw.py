"""An import is withdrawn as a whole, and taken back; what others know stays."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.files import withdrawing
from ..common import IN, OUT, row
from ..files_common import FileCase

DAY = "1\t2025-03-03 08:00:00\t1\t0\t1\t0\n1\t2025-03-03 17:00:00\t1\t1\t1\t0\n"


@tagged("post_install", "-at_install")
class TestFileWithdraw(FileCase):
    def imported(self, content=DAY, **vals):
        given = self.give(content, **vals)
        given.action_import()
        self.pair()
        return given

    def test_its_punches_do_not_count_until_it_is_restored(self):
        given = self.imported()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        given.action_withdraw()
        self.pair()
        self.assertEqual(given.state, "withdrawn")
        self.assertEqual(self.sessions(self.ann), [])
        self.assertEqual(set(self.punches().mapped("outcome")), {"discarded"})
        self.assertEqual(set(self.punches().mapped("reason")), {"import_withdrawn"})
        given.action_restore()
        self.pair()
        self.assertEqual(given.state, "done")
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(
            self.outcomes(self.ann), ["08:00 checked_in", "17:00 checked_out"]
        )

    def test_what_was_known_before_stays(self):
        self.push(row("1", "08:00", IN))
        given = self.imported()
        given.action_withdraw()
        self.pair()
        self.assertEqual(
            self.outcomes(self.ann), ["08:00 missing_check_out", "17:00 discarded"]
        )

    def test_what_the_terminal_itself_sends_later_stays(self):
        given = self.imported()
        self.push(row("1", "17:00", OUT))
        self.assertEqual(len(given.punch_ids), 1)
        given.action_withdraw()
        self.pair()
        outcomes = self.punches(self.ann).mapped("outcome")
        self.assertEqual([each == "discarded" for each in outcomes], [True, False])

    def test_what_the_terminal_sends_after_withdrawing_counts_again(self):
        given = self.imported()
        given.action_withdraw()
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertFalse(given.punch_ids)

    def test_another_file_takes_over_what_was_withdrawn(self):
        first = self.imported()
        first.action_withdraw()
        second = self.imported(DAY + "1\t2025-03-04 08:00:00\t1\t0\t1\t0\n")
        self.assertEqual(len(second.punch_ids), 3)
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        first.action_restore()
        self.assertEqual((len(first.punch_ids), len(second.punch_ids)), (0, 3))

    def test_another_file_leaves_what_counts_to_the_first(self):
        first = self.imported()
        second = self.imported()
        self.assertEqual((len(first.punch_ids), len(second.punch_ids)), (2, 0))

    def test_a_closed_period_is_not_touched_and_told(self):
        given = self.imported(DAY + DAY.replace("03-03", "04-03"))
        self.company.biometric_closed_until = "2025-03-31"
        before = self.sessions(self.ann)
        given.action_withdraw()
        self.pair()
        self.assertEqual((given.state, given.closed_count), ("withdrawn", 2))
        self.assertEqual(self.sessions(self.ann), before[:1])
        self.assertEqual(
            self.punches(self.ann).mapped("outcome"),
            ["checked_in", "checked_out", "discarded", "discarded"],
        )

    def test_what_a_person_discarded_stays_so(self):
        given = self.imported()
        punch = self.punches(self.ann)[1]
        punch.action_discard()
        given.action_withdraw()
        self.assertEqual(punch.reason, "discarded")
        given.action_restore()
        self.pair()
        self.assertEqual(
            self.outcomes(self.ann), ["08:00 missing_check_out", "17:00 discarded"]
        )

    def test_a_correction_withdrawn_does_not_bring_it_back(self):
        given = self.imported()
        punch = self.punches(self.ann)[1]
        punch.action_discard()
        given.action_withdraw()
        punch.correction_ids.action_withdraw()
        self.assertEqual(
            (punch.outcome, punch.reason), ("discarded", "import_withdrawn")
        )
        given.action_restore()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_the_reason_stays_when_the_pin_is_given_to_somebody(self):
        given = self.imported(DAY.replace("1\t2025", "77\t2025"))
        given.action_withdraw()
        self.map_user_of("77").employee_id = self.bob
        self.assertEqual(set(self.punches().mapped("reason")), {"import_withdrawn"})
        given.action_restore()
        self.pair()
        self.assertEqual(self.sessions(self.bob), ["07:00-16:00"])

    def map_user_of(self, pin):
        users = self.env["biometric.device.user"]
        return users.search([("device_id", "=", self.device.id), ("pin", "=", pin)])

    def test_restored_as_they_came(self):
        self.device.import_since = "2025-03-04 00:00:00"
        ahead = "1\t2099-03-03 08:00:00\t1\t0\t1\t0\n"
        given = self.imported(DAY + ahead + "99\t2025-03-05 08:00:00\t1\t0\t1\t0\n")
        before = [(p.outcome, p.reason, p.detail) for p in self.punches()]
        self.assertEqual(
            [each[0] for each in before],
            ["before_start", "before_start", "unmapped", "clock_error"],
        )
        given.action_withdraw()
        given.action_restore()
        after = [(p.outcome, p.reason, p.detail) for p in self.punches()]
        self.assertEqual(after, before)

    def test_a_long_one_is_withdrawn_by_the_job(self):
        given = self.imported(DAY + DAY.replace("03-03", "03-04"))
        with (
            patch.object(withdrawing, "MAX_ROWS_AT_ONCE", 1),
            patch.object(withdrawing, "PUNCHES_PER_CHUNK", 3),
        ):
            given.action_withdraw()
            self.assertEqual(given.state, "queued")
            self.run_cron()
            self.assertEqual(given.state, "withdrawn")
            self.assertEqual(set(self.punches().mapped("outcome")), {"discarded"})
            given.action_restore()
            self.run_cron()
        self.assertEqual(given.state, "done")
        self.pair()
        self.assertEqual(len(self.sessions(self.ann)), 2)

    def test_it_is_not_withdrawn_twice(self):
        given = self.imported()
        with self.assertRaises(UserError):
            given.action_restore()
        given.action_withdraw()
        for action in (given.action_withdraw, given.action_import):
            with self.assertRaises(UserError):
                action()
