"""People on EBKN terminals: written, read back, enrolled, brought to other terminals."""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from simulator.people import Place, Template, User

from ...models.command.delivery import COMMAND_LEASE
from ...terminals.ebkn.frames import encode_frame
from ..ebkn_common import NOW, EbknCase
from ..template_common import TemplateCase, photo, template

RIGHT = "2025-03-03 08:14:17"
DONE = "Done, and read back."


@tagged("post_install", "-at_install")
class TestEbknPeople(EbknCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(RIGHT))
        self.door.correct_clock = False
        self.users = self.env["biometric.device.user"]

    def user(self, pin="1"):
        return self.door.user_ids.filtered(lambda user: user.pin == pin)

    def join(self, *people):
        """Have a group want people on the terminal."""
        groups = self.env["biometric.device.group"]
        groups.create(
            {
                "name": "Door",
                "company_id": self.company.id,
                "device_ids": self.door.ids,
                "employee_ids": [person.id for person in people],
            }
        )
        self.sync_devices()

    def received_commands(self):
        """``["set_user 1 done", ...]`` in the order they were given."""
        commands = self.door.command_ids.sorted("id")
        return [f"{c.kind} {c.pin or ''} {c.state}" for c in commands]

    def give_up(self, times=2):
        """Ask, and let whatever is handed out go unanswered."""
        for _time in range(times):
            self.poll()
            now = fields.Datetime.now() + COMMAND_LEASE + timedelta(seconds=1)
            self.startPatcher(freeze_time(now))
        self.env["biometric.command"]._cron_sweep()

    def test_a_new_person_is_written_whole_and_read_back(self):
        for firmware in ("hs103", "hs102"):
            with self.subTest(firmware=firmware):
                self.door.user_ids.unlink()
                self.map_user(self.door, "1", self.ann)
                self.user().card = "55"
                endpoint = self.terminal(firmware, users=[])
                self.join(self.ann)
                self.assertEqual(self.user().sync_state, "pending")
                self.live(endpoint)
                user = endpoint.terminal.users["1"]
                self.assertEqual((user.name, user.card), ("Ann", "55"))
                self.assertEqual(self.user().sync_state, "present")
                last = self.door.command_ids.sorted("id")[-2:]
                self.assertEqual(last.mapped("kind"), ["set_user", "query_users"])
                self.assertEqual(last[0].result, DONE)

    def test_a_terminal_that_lies_is_found_out(self):
        endpoint = self.terminal("liar", users=[])
        self.join(self.ann)
        self.live(endpoint)
        self.assertEqual(
            self.received_commands(), ["set_user 1 sent", "query_users 1 sent"]
        )
        self.assertIn("Reading it back", self.door.command_ids.sorted("id")[0].result)
        self.assertEqual(self.user().sync_state, "pending")
        now = fields.Datetime.now() + COMMAND_LEASE + timedelta(seconds=1)
        self.startPatcher(freeze_time(now))
        self.give_up(1)
        self.assertEqual(
            self.received_commands(), ["set_user 1 failed", "query_users 1 failed"]
        )
        self.assertEqual(self.user().sync_state, "failed")
        self.assertIn("could not be read back", self.user().problem)

    def test_who_is_there_keeps_the_fingers_enrolled_there(self):
        endpoint = self.terminal(users=[User("1", "Somebody")])
        endpoint.terminal.set_template(Template(Place("1", "finger", 3), b"finger"))
        self.env["biometric.command"]._queue(self.door, "query_users", {})
        self.live(endpoint)
        self.assertEqual(self.user().sync_state, "present")
        self.user().write({"card": "55", "privilege": "admin"})
        self.join(self.ann)
        self.live(endpoint)
        user = endpoint.terminal.users["1"]
        self.assertEqual((user.name, user.card, user.privilege), ("Ann", "55", 14))
        self.assertEqual(len(list(endpoint.terminal.places("1", "finger"))), 1)
        self.assertNotIn("set_user 1 done", self.received_commands())
        self.assertEqual(self.user().sync_state, "present")

    def test_who_punches_there_is_there(self):
        endpoint = self.terminal(users=[User("1", "Somebody")])
        endpoint.terminal.set_template(Template(Place("1", "finger", 3), b"finger"))
        endpoint.terminal.punch("1", NOW - timedelta(days=1), 0)
        self.live(endpoint)
        self.join(self.ann)
        self.live(endpoint)
        self.assertEqual(endpoint.terminal.users["1"].name, "Ann")
        self.assertEqual(len(list(endpoint.terminal.places("1", "finger"))), 1)

    def test_a_right_the_terminal_does_not_have_is_found_out(self):
        endpoint = self.terminal("hs101")
        self.user().write({"sync_state": "present", "privilege": "manager"})
        self.join(self.ann)
        again = {"pin": "1", "name": "Ann", "privilege": "manager"}
        self.env["biometric.command"]._queue(self.door, "set_user", again)
        self.live(endpoint)
        received = [
            "rename_user 1 done",
            "set_privilege 1 failed",
            "query_users 1 done",
        ]
        self.assertEqual(self.received_commands(), received)
        self.assertIn("made it the privilege user", self.user().problem)

    def test_a_deletion_counts_once_the_list_shows_it(self):
        """This one deletes and says Error."""
        for firmware in ("hs101", "hs103"):
            with self.subTest(firmware=firmware):
                endpoint = self.terminal(firmware)
                self.user().sync_state = "present"
                self.env["biometric.command"]._queue(
                    self.door, "delete_user", {"pin": "1"}
                )
                self.live(endpoint)
                deletion, reading = self.door.command_ids.sorted("id")[-2:]
                self.assertEqual((deletion.state, reading.state), ("done", "done"))
                self.assertEqual(self.user().sync_state, "absent")

    def test_a_deletion_the_list_does_not_show_failed(self):
        deletion, reading = (
            self.env["biometric.command"]
            ._queue(self.door, "delete_user", {"pin": "1"})
            .sorted("id")
        )
        self.poll()
        sent = {"cmd_return_code": "OK"}
        self.call("send_cmd_result", b"", trans_id=str(deletion.id), **sent)
        self.assertEqual((deletion.state, self.user().sync_state), ("sent", "pending"))
        self.assertEqual(self.poll().headers["trans_id"], str(reading.id))
        body = encode_frame(
            {"user_id_count": 1, "one_user_id_size": 8}, [b"\x01\0\0\0\0\x01\0\0"]
        )
        self.call("send_cmd_result", body, trans_id=str(reading.id), **sent)
        self.assertEqual(deletion.state, "failed")
        self.assertEqual(self.user().problem, "The terminal still has the user.")

    def test_a_deletion_of_who_is_not_there_is_done_without_an_answer(self):
        self.env["biometric.command"]._queue(self.door, "delete_user", {"pin": "1"})
        self.give_up()
        endpoint = self.terminal(users=[User("8", "Ivo")])
        self.live(endpoint)
        self.assertEqual(
            self.received_commands(), ["delete_user 1 done", "query_users  done"]
        )
        self.assertEqual(self.user().sync_state, "absent")

    def test_an_erasure_is_proved_by_the_list(self):
        self.door.allowed_networks = "127.0.0.0/8"
        endpoint = self.terminal("hs101")
        self.user().sync_state = "present"
        erasures = self.env["biometric.erasure"]._begin(self.ann, "departure")
        line = erasures.line_ids.filtered(lambda line: line.device_id == self.door)
        self.assertEqual(line.state, "pending")
        self.live(endpoint)
        self.assertEqual((line.state, line.proof), ("confirmed", "read_back"))
        self.assertNotIn("1", endpoint.terminal.users)

    def test_a_user_the_terminal_does_not_answer_about_is_written_anew(self):
        """Deleted there since: nobody told us, and nobody answers."""
        self.user().sync_state = "present"
        self.join(self.ann)
        self.assertEqual(
            self.received_commands(), ["rename_user 1 queued", "query_users 1 queued"]
        )
        self.give_up()
        self.assertEqual(self.user().sync_state, "failed")
        self.give_up()
        self.assertEqual(self.user().sync_state, "absent")
        self.sync_devices()
        endpoint = self.terminal(users=[])
        self.live(endpoint, now=NOW)
        self.assertEqual(endpoint.terminal.users["1"].name, "Ann")
        self.assertEqual(self.user().sync_state, "present")

    def test_what_waits_for_a_user_nobody_answers_about_does_not_wait_long(self):
        self.user().sync_state = "present"
        self.user().write({"card": "55", "privilege": "admin"})
        self.join(self.ann)
        self.assertEqual(len(self.received_commands()), 4)
        self.give_up()
        states = self.door.command_ids.sorted("id").mapped("state")
        self.assertEqual(states, ["failed"] * 3 + ["queued"])

    def test_an_answer_that_comes_too_late_is_read_back_all_the_same(self):
        endpoint = self.terminal(users=[])
        self.join(self.ann)
        self.give_up()
        writing = self.door.command_ids.filtered(lambda c: c.kind == "set_user")
        self.assertEqual((writing.state, writing.unverified), ("failed", False))
        endpoint.terminal.set_user("1", name="Ann")
        late = {"trans_id": str(writing.id), "cmd_return_code": "OK"}
        self.assertCode(self.call("send_cmd_result", b"", **late), "OK")
        self.assertEqual((writing.state, writing.unverified), ("sent", True))
        self.live(endpoint)
        self.assertEqual(writing.state, "done")

    def test_a_user_enrolled_at_the_terminal_appears(self):
        endpoint = self.terminal(users=[User("8", "Ivo", card="77")])
        endpoint.terminal.changes.add(endpoint.terminal.keys())
        self.live(endpoint)
        user = self.user("8")
        self.assertEqual(
            (user.name, user.card, user.sync_state), ("Ivo", "77", "present")
        )
        self.assertFalse(user.employee_id)

    def test_remote_enrolment_is_asked_for(self):
        endpoint = self.terminal()
        command = self.env["biometric.command"]._queue(
            self.door, "enroll", {"pin": "1", "kind": "finger", "slot": 2}
        )
        self.live(endpoint)
        self.assertEqual(command.state, "done")
        self.assertEqual(endpoint.enrolment.place, Place("1", "finger", 2))


@tagged("post_install", "-at_install")
class TestEbknTemplates(TemplateCase, EbknCase):
    """New fingers reach terminals of the family whose version is the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.doors = cls.env["biometric.device"]
        versions = {"A": 128, "B": 128, "C": 112, "D": None}
        for letter, version in versions.items():
            place = {"allowed_networks": "127.0.0.0/8"}
            door = cls.make_device(f"DOOR{letter}", brand="ebkn", **place)
            if version:
                door.algorithms = {"finger": version}
            cls.map_user(door, "1", cls.ann).sync_state = "present"
            cls.doors |= door

    def test_a_finger_reaches_terminals_of_the_same_version_alone(self):
        first, same, other, untold = self.doors
        self.send(template("1", major=None), device=first)
        self.assertRecordValues(self.stored(), [{"major": 128, "family": "fk"}])
        self.assertEqual(self.queued(same), ["set_template 1", "query_users 1"])
        for door in first | other | untold | self.device | self.yard:
            self.assertEqual(self.queued(door), [], door.serial)
        problems = {door.serial: door.user_ids.problem for door in self.doors}
        self.assertIn("version 128; this terminal has 112", problems["DOORC"])
        self.assertIn("not known", problems["DOORD"])
        self.assertFalse(problems["DOORB"])

    def test_a_finger_of_another_family_is_not_written(self):
        self.doors.algorithms = {"finger": 10}
        self.send(template("1", major=10))
        self.assertEqual(self.queued(self.yard), ["set_template 501"])
        for door in self.doors:
            self.assertEqual(self.queued(door), [])
        self.send(template("1", major=10), device=self.doors[0])
        self.assertEqual(len(self.stored()), 2)

    def test_what_is_enrolled_at_one_terminal_is_on_the_other(self):
        first, same = self.doors[:2]
        here, there = (self.terminal(serial=door.serial) for door in (first, same))
        here.terminal.set_template(Template(Place("1", "finger", 2), b"a new finger"))
        here.terminal.changes.add(here.terminal.keys())
        self.live(here)
        self.live(there)
        finger = there.terminal.templates[Place("1", "finger", 2)]
        self.assertEqual(finger.blob, b"a new finger")
        writing = same.command_ids.filtered(lambda c: c.kind == "set_template")
        self.assertEqual((writing.state, writing.result), ("done", DONE))

    def test_photos_of_punches_are_kept_encrypted_where_wanted(self):
        at = fields.Datetime.to_datetime("2025-03-03 08:00:00")
        self.send(
            photo("1", at), photo("1", None, kind="portrait"), device=self.doors[0]
        )
        kept = self.env["biometric.photo"].search([])
        self.assertEqual((kept.employee_id, kept.pin), (self.ann, "1"))
