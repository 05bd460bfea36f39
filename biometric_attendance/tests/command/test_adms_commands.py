"""Commands over the wire: handed out at a poll, answered by a post."""

from odoo.tests import tagged

from ..http_common import AdmsCase


@tagged("post_install", "-at_install")
class TestAdmsCommands(AdmsCase):
    def queue(self, kind, **payload):
        return self.env["biometric.command"]._queue(self.device, kind, payload)

    def result(self, body, serial=AdmsCase.SERIAL):
        return self.send("devicecmd", body, serial)

    def test_a_poll_hands_out_commands_and_a_post_answers_them(self):
        first = self.queue("set_user", pin="7", name="Zoë ‌چ")
        second = self.queue("information")
        answer = self.poll()
        self.assertEqual(
            answer.content.decode(),
            f"C:{first.id}:DATA UPDATE USERINFO PIN=7\tName=Zoë ‌چ\n"
            f"C:{second.id}:INFO\n",
        )
        self.assertAnswer(self.poll(), "OK")
        self.assertAnswer(
            self.result(
                f"ID={first.id}&Return=0&CMD=DATA\nID={second.id}&Return=-1002&CMD=INFO\n"
            ),
            "OK",
        )
        self.assertEqual((first.state, second.state), ("done", "failed"))
        self.assertEqual(second.result, "The terminal does not support this command.")
        self.assertAnswer(self.poll(), "OK")

    def test_another_terminal_confirms_nothing(self):
        self.make_device("GATE002")
        command = self.queue("information")
        self.poll()
        self.assertAnswer(
            self.result(f"ID={command.id}&Return=0&CMD=INFO\n", "GATE002"), "OK"
        )
        self.assertEqual(command.state, "sent")

    def test_an_unknown_device_gets_no_commands_and_confirms_nothing(self):
        command = self.queue("information")
        self.assertAnswer(self.poll("STRANGE1"), "OK")
        answer = self.result(f"ID={command.id}&Return=0&CMD=INFO\n", "STRANGE1")
        self.assertEqual(answer.status_code, 503)
        self.assertEqual(command.state, "queued")

    def test_a_heartbeat_with_nothing_queued_asks_the_database_once(self):
        self.poll()  # fills the caches of this worker
        statements = []
        execute = type(self.env.cr).execute

        def spy(cr, query, *args, **kwargs):
            statements.append(" ".join(str(getattr(query, "code", query)).split()))
            return execute(cr, query, *args, **kwargs)

        self.patch(type(self.env.cr), "execute", spy)
        self.assertAnswer(self.poll(), "OK")
        self.patch(type(self.env.cr), "execute", execute)
        ours = [line for line in statements if "biometric_" in line]
        self.assertEqual(len(ours), 1, ours)
        self.assertIn("SELECT 1 FROM biometric_command", ours[0])

    def test_what_a_terminal_says_of_itself_in_a_result_does_no_harm(self):
        command = self.queue("information")
        self.poll()
        body = f"ID={command.id}&Return=0&CMD=INFO\n~DeviceName=X\nMainTime=1970\n"
        self.assertAnswer(self.result(body), "OK")
        self.assertEqual(command.state, "done")

    def test_garbage_for_results_is_taken_without_harm(self):
        for body in (b"", b"\xff\x00ID=&Return=", b"ID=" + b"9" * 60 + b"&Return=0"):
            with self.subTest(body=body):
                self.assertAnswer(self.result(body), "OK")
