"""A serial number alone gets no templates, and its word proves no erasure."""

from odoo.tests import HttpCase, tagged

from ...terminals.records import CommandResult, DeviceUser, Upload
from ..template_common import TemplateCase, template

UNKNOWN_TABLE = -1004


class UnprovenCase(TemplateCase):
    """The yard's terminal proves nothing but its serial number and its key of once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.yard.write({"allowed_networks": False, "communication_key": "4711"})

    def line(self, reason="request"):
        erasure = self.env["biometric.erasure"]._begin(self.ann, reason)
        return erasure.line_ids.filtered(lambda line: line.device_id == self.yard)

    def prove(self):
        self.yard.allowed_networks = "127.0.0.0/8"

    def lease(self):
        gateway = self.gateway(self.yard)
        return gateway.env["biometric.command"]._lease(gateway)

    def answer(self, leased, code=0):
        gateway = self.gateway(self.yard)
        results = [CommandResult(number, code, "DATA", {}, "") for number, _ in leased]
        gateway.env["biometric.command"]._process_results(gateway, results)
        self.env.invalidate_all()


class TestUnprovenTemplates(UnprovenCase):
    def test_template_waits_with_a_reason_until_a_proof_is_set(self):
        self.send(template("1"))
        self.assertEqual(self.queued(self.yard), ["set_template 501"])
        self.assertFalse(self.lease())
        command = self.yard.command_ids
        self.assertEqual((command.state, command.attempts), ("queued", 0))
        self.assertIn("whoever knows the serial number", command.result)
        self.prove()
        self.assertFalse(command.result)
        [(_number, text)] = self.lease()
        self.assertIn("FINGERTMP", text)

    def test_each_proof_of_every_call_is_one_and_a_key_sent_once_is_none(self):
        self.assertFalse(self.yard.proves_identity)
        for networks, proved in (
            ("192.0.2.0/24", True),
            ("0.0.0.0/0", False),
            ("::/0", False),
        ):
            self.yard.allowed_networks = networks
            self.assertEqual(self.yard.proves_identity, proved, networks)
        self.yard.action_new_secret_path()
        self.assertTrue(self.yard.proves_identity)
        self.yard.action_drop_secret_path()
        self.assertFalse(self.yard.proves_identity)

    def test_gateway_with_a_token_in_every_call_and_called_terminals_have_proof(self):
        gateway = self.make_device("TAG1", brand="cams", communication_key="t" * 32)
        called = self.make_device("HALL1", brand="zk4370", host="10.0.0.9")
        pushing = self.make_device("C26100", brand="ebkn")
        self.assertTrue(gateway.proves_identity)
        self.assertTrue(called.proves_identity)
        self.assertFalse(pushing.proves_identity)

    def test_password_waits_and_name_and_card_go(self):
        commands = self.env["biometric.command"]
        user = {"name": "Ann", "card": "4711"}
        commands._queue(self.yard, "set_user", {"pin": "7", "password": "1234", **user})
        commands._queue(self.yard, "set_user", {"pin": "8", **user})
        [(_number, text)] = self.lease()
        self.assertIn("PIN=8", text)
        self.assertIn("Card=4711", text)

    def test_many_that_wait_do_not_hold_up_what_comes_behind(self):
        for slot in range(60):
            blob = b"finger %d" % slot
            self.send(template("1", blob, slot=slot % 10, index=slot // 10))
        self.env["biometric.command"]._queue(self.yard, "information")
        self.assertEqual([text for _, text in self.lease()], ["INFO"])

    def test_what_waits_does_not_expire(self):
        self.send(template("1"))
        command = self.yard.command_ids
        command.expires_at = "2020-01-01 00:00:00"
        self.env["biometric.command"]._cron_sweep()
        self.assertEqual(command.state, "queued")
        self.prove()
        self.env["biometric.command"]._cron_sweep()
        self.assertEqual(command.state, "expired")


@tagged("post_install", "-at_install")
class TestUnprovenCalls(UnprovenCase, HttpCase):
    def call(self, path):
        return self.url_open(path).text

    def test_introduction_with_the_key_does_not_open_the_fingers_to_the_serial(self):
        self.send(template("1"))
        self.env.flush_all()
        known = "/iclock/cdata?SN=YARD001&options=all&pushver=2.4.1&pushcommkey=4711"
        self.assertIn("GET OPTION FROM", self.call(known))
        self.assertEqual(self.call("/iclock/getrequest?SN=YARD001"), "OK")
        action = self.yard.action_new_secret_path()
        self.env.flush_all()
        url = action["params"]["message"]
        secret = url[url.index("/biometric/") :]
        answer = self.call(f"{secret}/iclock/getrequest?SN=YARD001")
        self.assertIn("FINGERTMP", answer)


class TestErasureProof(UnprovenCase):
    def test_answer_to_a_serial_number_proves_nothing(self):
        line = self.line()
        self.deliver(self.yard)
        self.assertEqual((line.state, line.proof), ("failed", False))
        self.assertIn("serial number", line.result)
        self.prove()
        line.erasure_id.action_try_again()
        self.deliver(self.yard)
        self.assertEqual((line.state, line.proof), ("confirmed", "read_back"))

    def test_user_is_read_back_before_the_erasure_is_proved(self):
        self.prove()
        line = self.line()
        self.answer(self.lease())
        self.assertEqual((line.state, line.command_id.unverified), ("pending", True))
        [(_number, text)] = reading = self.lease()
        self.assertEqual(text, "DATA QUERY USERINFO PIN=501")
        self.answer(reading)
        self.assertEqual((line.state, line.proof), ("confirmed", "read_back"))

    def test_user_who_is_still_there_needs_a_person(self):
        self.prove()
        line = self.line("departure")
        self.answer(self.lease())
        reading = self.lease()
        upload = Upload(users=[DeviceUser("501", "Ann")], lines=1)
        self.gateway(self.yard)._store_upload(upload, "OPERLOG")
        self.answer(reading)
        self.assertEqual((line.state, line.proof), ("failed", False))
        self.assertIn("still has the user", line.result)

    def test_rows_that_are_counted_show_the_user_too(self):
        self.prove()
        line = self.line("departure")
        self.answer(self.lease())
        self.answer(self.lease(), code=1)
        self.assertEqual(line.state, "failed")

    def test_terminal_that_cannot_be_read_is_believed_and_the_proof_says_so(self):
        self.prove()
        line = self.line()
        self.answer(self.lease())
        self.answer(self.lease(), code=UNKNOWN_TABLE)
        self.assertEqual((line.state, line.proof), ("confirmed", "answer"))

    def test_access_control_terminal_is_read_back_too(self):
        self.prove()
        self.yard.dialect = "security"
        line = self.line()
        texts = self.deliver(self.yard)
        self.assertIn("DATA QUERY tablename=user,fielddesc=*,filter=Pin=501", texts)
        self.assertEqual((line.state, line.proof), ("confirmed", "read_back"))

    def test_deletion_no_erasure_waits_for_is_not_read_back(self):
        self.prove()
        self.env["biometric.command"]._queue(self.yard, "delete_user", {"pin": "501"})
        self.assertEqual(len(self.deliver(self.yard)), 1)

    def test_reading_queued_before_the_deletion_was_answered_does_not_count(self):
        self.prove()
        self.yard.one_command = True
        line = self.line()
        commands = self.env["biometric.command"]
        old = commands._queue(self.yard, "query_users", {"pin": "501"})
        self.answer(self.lease())
        self.assertEqual(old.state, "cancelled")
        self.answer(self.lease())
        self.assertEqual((line.state, line.proof), ("confirmed", "read_back"))

    def confirmed(self, reason="departure"):
        """Return an erasure's line that was read back, with the user absent."""
        self.prove()
        line = self.line(reason)
        self.deliver(self.yard)
        self.assertEqual((line.state, line.proof), ("confirmed", "read_back"))
        return line

    def report(self, route="push"):
        upload = Upload(users=[DeviceUser("501", "Ann")], lines=1)
        self.gateway(self.yard)._store_upload(upload, "OPERLOG", route)
        self.env.flush_all()
        self.env.invalidate_all()

    def test_user_reported_after_the_proof_reopens_the_erasure(self):
        line = self.confirmed()
        self.report()
        self.assertEqual((line.state, line.proof), ("failed", False))
        self.assertEqual(line.erasure_id.state, "failed")
        self.assertFalse(line.settled_at)
        self.assertIn("reported the user again", line.result)
        line._device_user().reported_at = "2020-01-01 00:00:00"  # some time passes
        line.erasure_id.action_try_again()
        self.deliver(self.yard)
        self.assertEqual((line.state, line.proof), ("confirmed", "read_back"))

    def test_who_is_written_again_reopens_nothing(self):
        line = self.confirmed("request")
        self.report()
        self.assertEqual(line.state, "confirmed")

    def test_number_of_somebody_else_by_now_reopens_nothing(self):
        line = self.confirmed()
        line._device_user().employee_id = self.bob
        line._device_user().sync_state = "absent"
        self.report()
        self.assertEqual(line.state, "confirmed")

    def test_message_of_long_ago_reopens_nothing(self):
        line = self.confirmed()
        self.report("replay")
        self.assertEqual(line.state, "confirmed")

    def test_what_a_person_confirmed_stays_confirmed(self):
        line = self.line("departure")
        line.action_confirm()
        self.report()
        self.assertEqual((line.state, line.proof), ("confirmed", "person"))

    def test_person_who_confirms_is_the_proof(self):
        line = self.line()
        line.action_confirm()
        self.assertEqual(line.proof, "person")
