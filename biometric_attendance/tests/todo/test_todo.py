"""One list of all that waits for a person: each kind, its sentence and its button."""

from lxml import etree

from odoo.exceptions import UserError

from ...models.todo.kinds import KINDS
from ..common import IN, OUT, row
from ..todo_common import PENDING, TodoCase


class TestTodo(TodoCase):
    def test_every_kind_in_order_with_its_sentence_and_verb(self):
        self.make_one_of_each()
        user = self.env["biometric.device.user"].search([("pin", "=", "00017")])
        user.write({"renamed_at": "2025-03-03 07:00:00", "renamed_to": "Zoe"})
        found = [
            (todo.kind, todo.subject, todo.summary, todo.number, todo.verb)
            for todo in self.todos()
        ]
        missing = "Missing check-out: 1 punch."
        gate = "GATE001"
        self.assertCountEqual(
            [each for each in found if each[0] != "alert"],
            [
                ("pending", PENDING, "It waits for approval.", 1, "Approve"),
                (
                    "unmapped",
                    gate,
                    "PIN 77 is not matched to a person: 2 punches.",
                    2,
                    "Match",
                ),
                (
                    "unmapped",
                    gate,
                    "PIN 78 is not matched to a person: 1 punch.",
                    1,
                    "Match",
                ),
                (
                    "renamed",
                    "Bob",
                    "The terminal calls PIN 00017 Zoe now.",
                    1,
                    "Decide",
                ),
                ("anomaly", "Ann", missing, 1, "Correct"),
                ("anomaly", "Bob", missing, 1, "Correct"),
                ("request", "Ann", "A punch is missing: Forgot to punch", 1, "Decide"),
                ("message", gate, "2 lines could not be read.", 2, "Read"),
                (
                    "file",
                    "new.csv",
                    "Found in Exports: say how to read it, or whose it is.",
                    1,
                    "Check",
                ),
                ("pass", "Guest", "The access pass ends on 03/06/2025.", 1, "Renew"),
            ],
        )
        kind, subject, summary, _number, verb = found[0]
        self.assertEqual((kind, subject, verb), ("alert", gate, "Look"))
        self.assertIn("No contact since", summary)
        order = [kind.key for kind in KINDS]
        places = [order.index(each[0]) for each in found]
        self.assertEqual(places, sorted(places))
        self.assertEqual(set(order), {each[0] for each in found})

    def test_a_row_is_gone_once_it_is_done(self):
        self.make_one_of_each()
        [one, other] = self.todos("manager", ("kind", "=", "unmapped"))
        one.device_user_id.employee_id = self.ann
        self.assertEqual(self.todo("unmapped"), other)
        punch = self.punches(self.bob)
        punch.action_discard()
        self.env["biometric.message"].search([]).state = "discarded"
        self.env["biometric.alert"].search([]).closed_at = "2025-03-03 17:00:00"
        self.env["biometric.access.pass"].search([]).last_day = "2025-12-31"
        self.env["biometric.file.import"].search([]).state = "cancelled"
        self.env["biometric.device"].search([("serial", "=", PENDING)]).active = False
        self.env["biometric.correction.request"].search([]).action_refuse()
        left = self.todos()
        self.assertEqual(set(left.mapped("kind")), {"unmapped", "anomaly"})
        anomalies = left.filtered(lambda todo: todo.kind == "anomaly")
        self.assertEqual(anomalies.employee_id, self.ann)

    def test_what_each_button_opens(self):
        self.make_one_of_each()
        opened = {}
        for todo in self.todos():
            with self.at("18:00"):
                action = todo.action_do()
            model = self.as_user("manager", action["res_model"])
            if action.get("res_id"):
                records = model.browse(action["res_id"])
            else:
                records = model.search(action["domain"])
            opened.setdefault(todo.kind, []).append((todo, records))
        for todo, records in opened["unmapped"]:
            self.assertEqual(records.sudo(), todo.device_user_id.sudo())
        for todo, records in opened["anomaly"]:
            self.assertEqual(records.employee_id, todo.employee_id)
            self.assertEqual(len(records), todo.number)
        [(todo, messages)] = opened["message"]
        self.assertEqual(len(messages), todo.number)
        [(_todo, device)] = opened["alert"]
        self.assertEqual(device.serial, "GATE001")
        [(_todo, device)] = opened["pending"]
        self.assertEqual(device.serial, PENDING)
        [(_todo, access)] = opened["pass"]
        self.assertEqual(access.partner_id, self.guest)

    def test_a_button_pressed_too_late_says_so(self):
        self.make_one_of_each()
        todo = self.todo("message")
        self.env["biometric.message"].search([]).state = "discarded"
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, "done already"):
            todo.action_do()

    def test_the_views_have_one_button_of_each_kind_with_its_verb(self):
        view = self.env["biometric.todo"].get_views([(False, "list")])
        arch = etree.fromstring(view["views"]["list"]["arch"])
        buttons = arch.xpath("./button[@name='action_do']")
        shown = {(button.get("string"), button.get("invisible")) for button in buttons}
        self.assertEqual(
            shown, {(kind.verb, f"kind != '{kind.key}'") for kind in KINDS}
        )
        self.assertEqual(len(buttons), len(KINDS))

    def test_every_cause_of_an_anomaly_opens_the_punches_it_counts(self):
        self.push(row("1", "08:00", IN), row("1", "10:00", IN), row("1", "12:00", IN))
        one, other, third = self.punches(self.ann)
        self.env.cr.execute(
            """UPDATE biometric_punch SET outcome = 'waiting', reason = 'refused'
                WHERE id = %s;
               UPDATE biometric_punch SET outcome = 'checked_in', reason = 'begins',
                      ambiguous_hour = true WHERE id = %s;
               UPDATE biometric_punch SET outcome = 'inactive_employee',
                      reason = 'not_employed' WHERE id = %s""",
            [one.id, other.id, third.id],
        )
        todos = self.todos()
        self.assertEqual(
            {todo.cause: todo.number for todo in todos},
            {"refused": 1, "ambiguous_hour": 1, "inactive_employee": 1},
        )
        for todo in todos:
            domain = todo.action_do()["domain"]
            punch = self.env["biometric.punch"].search(domain)
            self.assertEqual(len(punch), 1, todo.cause)
            self.assertTrue(punch.needs_person, todo.cause)
        wanted = self.env["biometric.punch"].search([("needs_person", "=", True)])
        self.assertEqual(wanted, one | other | third)
        # Nobody has to look at who has left.
        self.ann.active = False
        causes = self.todos().mapped("cause")
        self.assertEqual(set(causes), {"refused", "ambiguous_hour"})
        self.env.invalidate_all()
        self.assertFalse(third.needs_person)

    def test_what_is_in_order_is_nothing_to_do(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair(at="2025-03-04 09:00:00")
        self.assertFalse(self.todos())
        self.assertFalse(self.punches(self.ann).filtered("needs_person"))

    def test_alerts_that_are_closed_muted_or_listed_otherwise_are_left_out(self):
        self.make_alert("silent", self.device, closed_at="2025-03-03 09:00:00")
        self.make_alert("clock", self.device, muted_until="2025-03-03")
        for cause in ("unmapped", "messages", "pending"):
            self.make_alert(cause, self.device)
        self.assertFalse(self.todos())
        self.assertEqual(self.todos(at="2025-03-04 12:00:00").alert_id.cause, "clock")

    def test_a_pass_is_to_be_renewed_when_its_end_is_near(self):
        self.company.biometric_expiry_days = 7
        for last_day, listed in (
            ("2025-03-02", False),
            ("2025-03-03", True),
            ("2025-03-10", True),
            ("2025-03-11", False),
        ):
            access = self.grant(last_day)
            with self.subTest(last_day=last_day):
                self.assertEqual(self.todos().pass_id.ids, access.ids * listed)
            access.last_day = "2025-12-31"
            access.first_day = "2025-12-01"

    def test_a_pass_that_is_renewed_is_done(self):
        more = self.env["biometric.device.group"].create(
            {"name": "More", "company_id": self.company.id}
        )
        access = self.grant("2025-03-06", groups=self.group | more)
        self.assertEqual(self.todos().pass_id, access)
        self.grant("2025-12-31", first_day="2025-03-07")
        self.assertEqual(self.todos().pass_id, access)  # not in both groups yet
        self.grant("2025-12-31", first_day="2025-03-01", groups=more)
        self.assertFalse(self.todos())

    def test_people_are_matched_by_proposals_for_one_terminal(self):
        self.make_one_of_each()
        unmapped = self.todos("manager", ("kind", "=", "unmapped"))
        action = unmapped.action_match_people()
        wizard = self.as_user("manager", action["res_model"]).browse(action["res_id"])
        self.assertEqual(wizard.line_ids.user_id, unmapped.device_user_id)
        other = self.make_device("OTHER1")
        self.push(row("5", "08:00", IN), device=other)
        unmapped = self.todos("manager", ("kind", "=", "unmapped"))
        action = unmapped.action_match_people()
        self.assertEqual(action["res_model"], "biometric.device.user")
        users = self.env["biometric.device.user"].search(action["domain"])
        self.assertEqual(users.mapped("pin"), ["77", "78", "5"])
        with self.assertRaisesRegex(UserError, "Choose PINs"):
            self.todo("pass").action_match_people()

    def test_groups_come_in_the_order_of_the_list(self):
        self.make_one_of_each()
        model = self.as_user("manager", "biometric.todo")
        action = self.env.ref("biometric_attendance.biometric_todo_action")
        self.assertIn("'read_group_expand': True", action.context.replace('"', "'"))
        with self.at("18:00"):
            groups = model.with_context(read_group_expand=True).web_read_group(
                [], ["kind"], ["number:sum"]
            )["groups"]
        self.assertEqual(
            [group["kind"] for group in groups],
            [
                *("alert", "pending", "unmapped", "anomaly", "request", "message"),
                *("file", "pass"),
            ],
        )

    def test_the_number_of_queries_does_not_grow(self):
        self.make_one_of_each()
        self.todos()
        todo = self.as_user("manager", "biometric.todo")
        names = ["kind", "subject", "summary", "since", "number", "verb"]

        def read():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self.at("18:00"):
                count = len(todo.search_read([], names))
            return count, self.env.cr.sql_log_count - before

        read()
        few, queries = read()
        pins = range(100, 140)
        self.push(*(row(str(pin), "08:00", IN) for pin in pins))
        for number in range(20):
            employee = self.make_employee(f"P{number}", {self.device: f"8{number}"})
            self.push(row(f"8{number}", "08:00", IN))
            self.assertTrue(employee)
        self.pair(at="2025-03-04 09:00:00")
        many, more_queries = read()
        self.assertGreater(many, few + 50)
        self.assertLessEqual(more_queries, queries)
