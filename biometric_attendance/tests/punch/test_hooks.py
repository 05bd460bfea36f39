"""Other modules are told of stored punches and of changed outcomes, on every path."""

from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from psycopg2.errors import QueryCanceled, SerializationFailure

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.pairing.outcomes import hold_back
from ...models.punch.hooks import AFTER_INGEST, AFTER_OUTCOME_CHANGE
from ...terminals.records import Punch
from ..common import IN, OUT
from ..pass_common import PassCase, row

MODELS = Path(__file__).parents[2] / "models"
LOGGER = "odoo.addons.biometric_attendance.models.punch.hooks"


@tagged("post_install", "-at_install")
class TestHooks(PassCase):
    @contextmanager
    def following(self, *hooks, error=None):
        """Override hooks as another module does; yield ``[(hook, punches, former)]``."""
        calls = []

        def make(hook):
            def override(punches, former=None):
                punches.env["res.partner"].create({"name": "of the hook"})
                punches.env.flush_all()
                calls.append((hook, punches, former))
                if error:
                    raise error

            return override

        model = type(self.env["biometric.punch"])
        for hook in hooks:
            setattr(model, hook, make(hook))
        try:
            yield calls
        finally:
            for hook in hooks:
                delattr(model, hook)

    def changes(self, calls):
        """Return ``{punch: (outcome before, now)}`` of all calls together."""
        found = {}
        for hook, punches, former in calls:
            self.assertEqual(hook, AFTER_OUTCOME_CHANGE)
            self.assertEqual(set(punches.ids), set(former))
            self.assertTrue(punches.env.su)
            for punch in punches:
                before, _now = found.get(punch.id, (former[punch.id]["outcome"], None))
                found[punch.id] = before, punch.outcome
        return sorted(found.values())

    @contextmanager
    def assertChanges(self, *expected):
        with self.following(AFTER_OUTCOME_CHANGE) as calls:
            yield
            self.env.flush_all()
        self.assertEqual(self.changes(calls), sorted(expected))

    def test_new_punches_are_handed_over_once(self):
        with self.following(AFTER_INGEST) as calls:
            self.push(row("1", "2025-03-03 08:00"), row("99", "2025-03-03 08:00"))
            self.push(row("1", "2025-03-03 08:00"), row("1", "2025-03-03 17:00"))
        found = [(hook, punches.mapped("outcome")) for hook, punches, _none in calls]
        self.assertEqual(
            found,
            [(AFTER_INGEST, ["waiting", "unmapped"]), (AFTER_INGEST, ["waiting"])],
        )
        self.assertFalse(
            [key for key in calls[0][1].env.context if key.startswith("biometric_")]
        )

    def test_pairing(self):
        self.push(row("1", "2025-03-03 08:00", IN), row("1", "2025-03-03 17:00", OUT))
        with self.assertChanges(("waiting", "checked_in"), ("waiting", "checked_out")):
            self.pair()
        self.punches(self.ann).action_recompute()
        with self.assertChanges():
            self.pair()

    def test_corrections(self):
        self.push(row("1", "2025-03-03 08:00", IN), row("1", "2025-03-03 17:00", OUT))
        self.pair()
        punch = self.punches(self.ann)[0]
        with self.assertChanges(("checked_in", "discarded")):
            punch.action_discard()
        with self.assertChanges(("discarded", "waiting")):
            punch.correction_ids.action_withdraw()

    def test_hour_that_happened_twice(self):
        self.push(row("1", "2025-10-26 02:30", IN))
        punch = self.punches(self.ann)
        self.env.cr.execute("UPDATE biometric_punch SET ambiguous_hour = TRUE")
        punch.invalidate_recordset()
        former = punch.instant
        with self.following(AFTER_OUTCOME_CHANGE) as calls:
            punch.action_choose_other_reading()
        [(_hook, changed, values)] = calls
        self.assertEqual(values[punch.id]["instant"], former)
        self.assertNotEqual(changed.instant, former)

    def test_new_owner(self):
        self.push(row("99", "2025-03-03 08:00"))
        user = self.device.user_ids.filtered(lambda user: user.pin == "99")
        with self.assertChanges(("unmapped", "waiting")):
            user.employee_id = self.ann

    def test_start_of_the_device(self):
        self.push(row("1", "2025-03-03 08:00"))
        with self.assertChanges(("waiting", "before_start")):
            self.device.import_since = "2025-04-01 00:00:00"
        with self.assertChanges(("before_start", "waiting")):
            self.device.import_since = "2025-03-01 00:00:00"

    def test_days_of_access(self):
        access = self.grant(self.ann)
        self.sync_at("2025-03-15 12:00:00")
        self.push(row("1", "2025-03-24 08:00"), device=self.north)
        access.last_day = "2025-03-31"
        with self.assertChanges(("denied", "waiting")):
            self.sync_at("2025-03-24 18:00:00")

    def test_person_who_cannot_be_paired(self):
        self.push(row("1", "2025-03-03 08:00"))
        for times in (1, 0):
            with self.following(AFTER_OUTCOME_CHANGE) as calls:
                hold_back(self.env, self.ann, "Mars has no zone.")
            self.assertEqual(len(calls), times)
        self.assertEqual(self.punches(self.ann).reason, "refused")

    def test_richer_telling_of_an_event(self):
        punches = self.as_gateway(self.env["biometric.punch"])
        at = datetime(2025, 3, 3, 8)
        with self.following(AFTER_OUTCOME_CHANGE) as calls:
            for status in (None, IN):
                event = Punch("1", at, status, 1, "", f"7 1 {status}", number="7")
                punches._ingest(self.as_gateway(self.device), [event])
        [(_hook, changed, former)] = calls
        self.assertFalse(former[changed.id]["direction"])
        self.assertEqual(changed.direction, "in")

    def test_statements_that_change_outcomes_call_the_hook(self):
        # Statements that change no field that is handed over.
        others = {"doubted_time.py": 3, "clock_numbers.py": 2, "file_punches.py": 1}
        for path in MODELS.rglob("*.py"):
            text = path.read_text()
            statements = text.count("UPDATE biometric_punch") - others.get(path.name, 0)
            if statements:
                with self.subTest(path.name):
                    self.assertEqual(statements, text.count("change_punches(\n"))

    def test_nothing_is_asked_or_made_where_nobody_follows(self):
        def count(*rows):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.push(*rows)
            return self.env.cr.sql_log_count - before

        count(row("1", "2025-03-03 08:00"))
        queries = count(row("1", "2025-03-03 08:10"))
        with self.following(AFTER_INGEST, AFTER_OUTCOME_CHANGE):
            self.assertGreater(count(row("1", "2025-03-03 08:20")), queries)
        self.assertEqual(count(row("1", "2025-03-03 08:30")), queries)
        punches = self.punches(self.ann)
        with self.assertQueryCount(1):
            punches._set_outcome("discarded", "discarded")

    @mute_logger(LOGGER)
    def test_what_fails_is_undone_kept_and_called_again(self):
        partners = self.env["res.partner"].search_count([])
        rows = [row("1", "2025-03-03 08:00", IN), row("1", "2025-03-03 17:00", OUT)]
        error = ValueError("no such project")
        with self.following(AFTER_INGEST, AFTER_OUTCOME_CHANGE, error=error):
            self.assertEqual(self.push(*rows), b"OK: 2")
            self.pair()
        self.assertEqual(
            self.punches().mapped("outcome"), ["checked_in", "checked_out"]
        )
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        messages = self.env["biometric.message"].search([])
        self.assertEqual(len(messages), 2)
        self.assertEqual(messages.device_id, self.device)
        self.assertIn("ValueError: no such project", messages[0].reason)
        with self.following(AFTER_INGEST, AFTER_OUTCOME_CHANGE, error=error):
            messages.action_replay()
        self.assertEqual(set(messages.mapped("state")), {"new"})
        with self.following(AFTER_INGEST, AFTER_OUTCOME_CHANGE) as calls:
            messages.action_replay()
        self.assertEqual(set(messages.mapped("state")), {"replayed"})
        self.assertEqual(
            {hook for hook, _p, _f in calls}, {AFTER_INGEST, AFTER_OUTCOME_CHANGE}
        )
        for _hook, punches, former in calls:
            self.assertEqual(punches, self.punches())
            if former:
                first = former[punches[0].id]
                self.assertEqual(first["outcome"], "waiting")
                self.assertEqual(first["instant"], punches[0].instant)

    @mute_logger(LOGGER)
    def test_what_takes_too_long_refuses_no_punch(self):
        with self.following(AFTER_INGEST, error=QueryCanceled("timeout")):
            self.push(row("1", "2025-03-03 08:00"))
        self.assertEqual(len(self.punches()), 1)
        self.assertIn("timeout", self.env["biometric.message"].search([]).reason)

    def test_conflicts_are_retried_with_the_punches(self):
        with (
            self.following(AFTER_INGEST, error=SerializationFailure()),
            self.assertRaises(SerializationFailure),
        ):
            self.push(row("1", "2025-03-03 08:00"))

    def test_a_terminal_cannot_have_a_hook_called(self):
        self.push('["unlink", [1], null]', table="hook")
        self.push(row("1", "2025-03-03 08:00"))
        [message] = self.env["biometric.message"].search([])
        with self.following(AFTER_INGEST) as calls:
            message.action_replay()
        self.assertFalse(calls)
        self.assertEqual(message.state, "new")
