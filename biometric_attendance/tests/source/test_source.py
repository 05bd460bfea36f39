"""Sources: terminals behind them, positions, failures, and who may do what."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ...models.source import session_host
from ...terminals import BRANDS
from ...terminals.reasons import Reason
from ..common import BiometricCase
from ..push.test_access import ROLES
from ..toy_source import DeviceUser, SourceTerminal, make_brand

ROWS = [
    "1;T1;1;2025-03-03 08:00:00;0",
    "2;T2;00017;2025-03-03 08:05:00;0",
    "3;T1;1;2025-03-03 17:00:00;1",
]


@tagged("post_install", "-at_install")
class TestSource(BiometricCase, CronMixinCase):
    allow_loopback = True

    def setUp(self):
        super().setUp()
        brand = make_brand()
        self.toys = brand.source
        self.startPatcher(patch.dict(BRANDS, {"toys": brand}))
        self.source = self.env["biometric.source"].create(
            {
                "name": "Toys",
                "brand": "toys",
                "host": "192.168.1.9",
                "tz": "Europe/Paris",
                "since": "2025-01-01",
                "company_id": self.company.id,
            }
        )
        self.toys.terminals = [
            SourceTerminal("T1", "Gate", tz="Europe/Paris", online=True),
            SourceTerminal("T2", "Yard", online=False),
        ]
        self.toys.rows = [*ROWS]

    def read_source(self):
        """Run the job; the source is due."""
        self.source.poll_next = False
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("biometric_attendance.cron_source").method_direct_trigger()
        self.env.invalidate_all()

    def approve(self, *keys):
        """The devices of these terminals, approved, with Ann as PIN 1, Bob as 00017."""
        devices = self.source.device_ids.filtered(lambda d: d.source_key in keys)
        devices._approve()
        devices.import_since = "2020-01-01 00:00:00"
        for device in devices:
            self.map_user(device, "1", self.ann)
            self.map_user(device, "00017", self.bob)
        return devices

    def test_terminals_behind_it_wait_for_approval_and_count_nothing(self):
        self.read_source()
        gate, yard = self.source.device_ids.sorted("source_key")
        self.assertEqual(
            [(d.name, d.serial, d.state, d.tz, d.company_id) for d in (gate, yard)],
            [
                ("Gate", "T1", "pending", "Europe/Paris", self.company),
                ("Yard", "T2", "pending", "Europe/Paris", self.company),
            ],
        )
        self.assertFalse(self.punches(device=gate))
        self.assertEqual((self.source.device_count, self.source.pending_count), (2, 2))
        self.assertTrue(gate.last_seen)
        self.assertFalse(yard.last_seen)

    def test_what_came_before_the_approval_is_read_after_it(self):
        self.read_source()
        gate = self.approve("T1")
        self.read_source()
        self.assertEqual(self.punches(device=gate).mapped("direction"), ["in", "out"])
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertFalse(self.sessions(self.bob))

    def test_it_goes_on_at_its_position_and_stores_nothing_twice(self):
        self.read_source()
        self.approve("T1", "T2")
        self.read_source()
        self.toys.rows.append("4;T2;00017;2025-03-03 16:00:00;1")
        self.source.position = {"last": 0}
        self.read_source()
        self.read_source()
        self.assertEqual(len(self.env["biometric.punch"].search([])), 4)
        self.assertEqual(self.source.position, {"last": 4})

    def test_a_row_that_cannot_be_read_is_a_message_at_its_terminal(self):
        self.toys.rows.append("4;T1;1;yesterday;0")
        self.read_source()
        gate = self.approve("T1")
        self.read_source()
        message = self.env["biometric.message"].search([("device_id", "=", gate.id)])
        self.assertEqual(message.line, "4;T1;1;yesterday;0")
        self.assertEqual(len(self.punches(device=gate)), 2)

    def test_rows_typed_by_hand_are_a_device_of_their_own(self):
        self.toys.rows.append("4;;1;2025-03-03 12:00:00;1")
        self.read_source()
        by_hand = self.source.device_ids.filtered(lambda d: not d.source_key)
        self.assertEqual((by_hand.serial, by_hand.state), ("by-hand", "pending"))

    def test_the_people_it_names_are_names_of_its_users(self):
        self.toys.users = [DeviceUser("1", "Ann of Toys"), DeviceUser("9", "Nobody")]
        self.read_source()
        gate = self.approve("T1")
        self.read_source()
        names = {user.pin: user.name for user in gate.user_ids}
        self.assertEqual(names["1"], "Ann of Toys")
        self.assertNotIn("9", names)

    def test_a_failure_is_said_at_the_source_and_at_its_terminals_until_it_answers(
        self,
    ):
        self.read_source()
        gate = self.approve("T1")
        self.toys.answers = False
        self.read_source()
        self.read_source()
        self.assertEqual(self.source.failure, "The toys are away.")
        self.assertEqual(self.source.failures, 2)
        self.assertEqual(gate.poll_error, "The toys are away.")
        self.toys.answers = True
        self.read_source()
        self.assertFalse(self.source.failure)
        self.assertFalse(gate.poll_error)

    def test_cron_source(self):
        other = self.source.copy({"name": "Other", "host": "192.168.1.10"})
        self.source.poll_next = other.poll_next = False
        cls = type(self.source)
        begin = cls._begin

        def poisoned(record):
            if record == self.source:
                raise KeyError("poison")
            return begin(record)

        with (
            patch.object(cls, "_begin", poisoned),
            mute_logger(session_host.__name__),
        ):
            self.read_source()
        self.assertEqual(self.source.failure_reason["code"], "server_error")
        self.assertEqual(other.device_count, 2)

    def test_the_last_weeks_are_looked_through_once_a_day(self):
        self.read_source()
        self.read_source()
        looks = [plan.read_whole_log for plan in self.toys.plans]
        self.assertEqual(looks, [True, False])

    def test_a_terminal_that_is_connected_already_is_not_approved_twice(self):
        self.make_device("T1", name="The gate itself")
        self.read_source()
        gate = self.source.device_ids.filtered(lambda d: d.source_key == "T1")
        with self.assertRaisesRegex(UserError, "The gate itself"):
            gate._approve()

    def test_a_terminal_behind_a_source_is_not_connected_a_second_time(self):
        self.read_source()
        self.approve("T1")
        itself = self.make_device("T1", name="The gate itself", state="pending")
        with self.assertRaisesRegex(UserError, "Gate"):
            itself._approve()
        self.approve("T2")
        other = self.make_device("T2", name="The yard itself", state="pending")
        other.state = "approved"
        other.active = False
        with self.assertRaises(UserError):
            other.action_unarchive()

    def test_what_is_approved_while_it_is_read_is_read_from_the_beginning(self):
        self.read_source()
        self.toys.rows += [f"{n};T1;1;2025-03-04 0{n}:00:00;0" for n in range(4, 9)]
        process = type(self.source)._process
        approved = []

        def approving(source, step, plan, before):
            process(source, step, plan, before)
            if not approved:
                approved.append(self.approve("T1"))

        with patch.object(type(self.source), "_process", approving):
            self.read_source()
        self.assertFalse(self.source.position)
        self.assertFalse(self.source.failure)
        self.read_source()
        self.assertEqual(len(self.punches(device=approved[0])), 7)

    def test_a_password_is_of_one_address(self):
        self.source.password = "hush"
        self.source.host = "192.168.1.9"
        self.assertTrue(self.source.has_password)
        self.source.host = "192.168.1.66"
        self.assertFalse(self.source.has_password)
        self.source.write({"host": "192.168.1.9", "password": "hush"})
        self.assertTrue(self.source.has_password)

    def test_a_clock_that_was_ahead_stops_nothing(self):
        self.source.write({"poll_next": "2099-01-01", "looked_through": "2099-01-01"})
        self.assertTrue(self.source._is_due())
        self.assertTrue(self.source._is_to_look_through())

    def test_another_source_may_use_the_same_numbers(self):
        self.read_source()
        other = self.source.copy({"name": "Other"})
        self.source, first = other, self.source
        self.read_source()
        self.assertEqual(
            sorted(other.device_ids.mapped("serial")),
            [f"T1/{other.id}", f"T2/{other.id}"],
        )
        self.assertFalse(first.device_ids & other.device_ids)

    def test_a_password_is_written_and_never_read(self):
        self.source.password = "hush"
        self.env.invalidate_all()
        self.assertTrue(self.source.has_password)
        self.assertFalse(self.source.password)
        boss = new_test_user(self.env, "source_boss", ROLES["manager"])
        with self.assertRaises(AccessError):
            self.source.with_user(boss).read(["password_secret"])
        self.assertFalse(self.source.with_user(boss).read(["password"])[0]["password"])

    def test_the_test_says_in_words_what_is_wrong(self):
        boss = new_test_user(self.env, "source_boss", ROLES["manager"])
        source = self.source.with_user(boss)
        answer = source.action_test_connection()["params"]
        self.assertEqual(answer["message"], "The toys answer.")
        self.toys.answers = False
        answer = source.action_test_connection()["params"]
        self.assertEqual(
            (answer["type"], answer["message"]), ("danger", "The toys are away.")
        )

    def test_an_address_no_terminal_can_have_is_refused(self):
        with self.assertRaises(ValidationError):
            self.source.host = "169.254.169.254"
        with self.assertRaises(ValidationError):
            self.source.host = "two words"

    def test_one_with_terminals_is_archived_not_deleted(self):
        self.read_source()
        with self.assertRaises(UserError):
            self.source.unlink()
        self.source.active = False
        self.toys.plans.clear()
        self.read_source()
        self.assertFalse(self.toys.plans)

    def test_a_certificate_is_trusted_by_a_person_and_keeps_its_password(self):
        boss = new_test_user(self.env, "source_boss", ROLES["manager"])
        source = self.source.with_user(boss)
        source.password = "hush"
        self.toys.answers, self.toys.fingerprint = False, "ab" * 32
        source.action_test_connection()
        self.assertEqual(source.offered_fingerprint, ":".join(["AB"] * 32))
        self.assertFalse(source.fingerprint)
        self.toys.answers, self.toys.fingerprint = True, ""
        answer = source.action_trust_certificate()["params"]
        self.assertEqual(answer["type"], "success")
        self.assertEqual(source.fingerprint, ":".join(["AB"] * 32))
        self.assertFalse(source.offered_fingerprint)
        self.assertTrue(source.has_password)

    def test_an_offered_certificate_is_of_one_address(self):
        self.toys.answers, self.toys.fingerprint = False, "ab" * 32
        self.source.action_test_connection()
        self.source.host = "192.168.1.66"
        self.assertFalse(self.source.offered_fingerprint)
        self.assertFalse(self.source.action_trust_certificate())
        self.assertFalse(self.source.fingerprint)

    def test_what_people_should_know_is_noted_at_the_source_once(self):
        self.toys.notice = Reason("toys_set_back")
        self.read_source()
        self.read_source()
        notes = self.source.message_ids.filtered(lambda m: "set back" in m.body)
        self.assertEqual(len(notes), 1)

    def test_a_source_takes_commands_where_its_kind_does(self):
        self.assertFalse(self.source.takes_commands)

    def test_table_and_columns_are_chosen_from_those_that_are_there(self):
        boss = new_test_user(self.env, "source_boss", ROLES["manager"])
        source = self.source.with_user(boss)
        self.toys.columns = {
            "other": ["a"],
            "passages": ["NO", "Badge", "way", "punch_time", "gate"],
        }
        action = source.action_choose_columns()
        dialog = self.env[action["res_model"]].with_user(boss).browse(action["res_id"])
        self.assertEqual(dialog.table_ids.mapped("name"), ["other", "passages"])
        with Form(dialog) as form:
            form.table_id = dialog.table_ids[1]
            self.assertEqual(form.pin_column_id.name, "Badge")
            self.assertEqual(form.time_column_id.name, "punch_time")
            self.assertEqual(form.id_column_id.name, "NO")
            self.assertFalse(form.state_column_id)
            form.state_column_id = dialog.table_ids[1].column_ids[2]
        dialog.action_use()
        self.assertEqual(
            (source.table_name, source.pin_column, source.state_column),
            ("passages", "Badge", "way"),
        )
        self.assertFalse(source.device_column)
        action = source.action_choose_columns()
        again = self.env[action["res_model"]].with_user(boss).browse(action["res_id"])
        self.assertEqual(again.table_id.name, "passages")
        self.assertEqual(again.state_column_id.name, "way")
        self.assertFalse(again.device_column_id)

    def test_columns_of_a_server_that_does_not_answer_are_not_chosen(self):
        self.toys.answers = False
        with self.assertRaisesRegex(UserError, "The toys are away"):
            self.source.action_choose_columns()
