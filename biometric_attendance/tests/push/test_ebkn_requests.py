"""Who is let in: EBKN terminals have a name and nothing else to show."""

from odoo.tests import Form, tagged

from ...listener import Target, proof
from ...terminals.ebkn.frames import encode_frame
from ..ebkn_common import ADDRESS, LISTENER, OWN, SECRET, EbknCase, glog


@tagged("post_install", "-at_install")
class TestEbknRequests(EbknCase):
    def assertNothing(self):
        self.assertFalse(self.punches(device=self.door))
        self.assertFalse(self.messages())

    def test_a_realtime_log_is_stored_as_a_punch(self):
        self.pass_by(glog())
        punch = self.punches(device=self.door)
        self.assertRecordValues(
            punch,
            [
                {
                    "pin": "1",
                    "device_time": "2025-03-03 08:00:00",
                    "direction": "in",
                    "employee_id": self.ann.id,
                    "route": "push",
                }
            ],
        )
        self.assertEqual(self.door.address, "127.0.0.1")

    def test_a_punch_sent_again_is_no_second_punch(self):
        for _time in range(3):
            self.pass_by(glog())
        self.assertEqual(len(self.punches(device=self.door)), 1)

    def test_whoever_goes_around_the_listener_is_not_believed(self):
        for secret in ("", "guess", "what nginx alone know"):
            for code in ("realtime_glog", "receive_cmd", "send_cmd_result"):
                with self.subTest(secret=secret, code=code):
                    answer = self.call(code, glog(), secret=secret)
                    self.assertEqual(answer.status_code, 403)
                    self.assertNotIn("response_code", answer.headers)
                    answer = self.call(code, glog(), secret=secret, serial="NEW1")
                    self.assertEqual(answer.status_code, 403)
        self.assertNothing()
        self.assertFalse(self.door.last_seen)
        self.assertFalse(self.door.refused_at)
        unknown_devices = [("brand", "=", "ebkn"), ("serial", "=", "NEW1")]
        self.assertFalse(self.env["biometric.device"].search(unknown_devices))

    def test_the_headers_terminals_send_are_not_believed(self):
        """Odoo drops them today; another server in front may not."""
        answer = self.call("", glog(), serial="")
        self.assertCode(answer, "ERROR_INVLAID_REQUEST_CODE")
        self.assertNothing()

    def test_an_unknown_device_is_shown_and_keeps_its_punches(self):
        for _time in range(2):
            for code in ("receive_cmd", "realtime_glog"):
                answer = self.call(code, glog(), serial="NEW1")
                self.assertCode(answer, "ERROR_DEV_UNREGISTERED")
        unknown_devices = [("serial", "=", "NEW1")]
        unknown = self.env["biometric.device"].search(unknown_devices)
        self.assertRecordValues(
            unknown, [{"brand": "ebkn", "state": "pending", "dialect": "attendance"}]
        )
        self.assertFalse(self.punches(device=unknown))

    def test_absurd_names_are_not_recorded(self):
        before = self.env["biometric.device"].search_count([])
        for serial in ("<script>", "a b", "x" * 65):
            self.call("receive_cmd", serial=serial)
        self.assertEqual(self.env["biometric.device"].search_count([]), before)

    def test_an_approved_unknown_device_is_asked_for_all_it_has(self):
        self.call("receive_cmd", serial="NEW1")
        device = self.env["biometric.device"].search([("serial", "=", "NEW1")])
        device.tz = "Europe/Paris"
        device.action_approve()
        self.assertEqual(
            self.poll(serial="NEW1").headers["cmd_code"], "GET_USER_ID_LIST"
        )
        kinds = device.command_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds, ["query_users", "query_punches"])
        self.assertFalse(device.resend_all)

    def test_an_archived_terminal_keeps_its_punches(self):
        self.door.action_archive()
        answer = self.call("realtime_glog", glog())
        self.assertCode(answer, "ERROR_DEV_UNREGISTERED")
        self.assertEqual(self.door.refused_reason, "state")
        self.assertNothing()

    def test_a_terminal_may_need_its_secret_address(self):
        shown = self.door.action_new_secret_path()["params"]["message"]
        prefix = shown.removeprefix(ADDRESS).removesuffix("/ebkn")
        for other in ("", "/biometric/guess"):
            answer = self.call("realtime_glog", glog(), prefix=other)
            self.assertCode(answer, "ERROR_DEV_UNREGISTERED")
        self.assertEqual(self.door.refused_reason, "path")
        self.assertNothing()
        self.pass_by(glog(), prefix=prefix)

    def test_a_terminal_may_be_believed_from_some_networks_alone(self):
        self.door.allowed_networks = "10.1.2.3"
        answer = self.call("realtime_glog", glog())
        self.assertCode(answer, "ERROR_DEV_UNREGISTERED")
        self.assertEqual(self.door.refused_reason, "address")
        self.door.allowed_networks = "127.0.0.1"
        self.pass_by(glog())

    def test_a_request_without_a_name_is_refused(self):
        answer = self.call("realtime_glog", glog(), serial="")
        self.assertCode(answer, "ERROR_INVLAID_REQUEST_CODE")

    def test_a_request_nobody_knows_is_said_to_be_unknown(self):
        answer = self.call("nonsense", b"x")
        self.assertCode(answer, "ERROR_INVLAID_REQUEST_CODE")
        self.assertNothing()

    def test_what_it_tells_beyond_what_we_know_is_kept(self):
        body = encode_frame({"user_id": "1", "operation": "menu"})
        for _time in range(2):
            self.assertCode(self.call("realtime_operation", body), "OK")
        [message] = self.messages()
        self.assertIn('"operation":"menu"', message.line)

    def test_both_names_of_the_id_come_back(self):
        for name in ("trans_id", "cmd_id"):
            answer = self.call("realtime_glog", glog(), **{name: "RTLogSendAction"})
            self.assertEqual(answer.headers["trans_id"], "RTLogSendAction")
            self.assertEqual(answer.headers["cmd_id"], "RTLogSendAction")
            self.assertEqual(answer.headers["Content-Length"], "0")

    def test_the_first_generation_is_answered_in_its_way(self):
        body = (
            b"page_id=realtime_glog&device_id=DOOR01&device_name=fk001"
            b"&glog_data={enroll_id:1,verify_mode:1,io_mode:0,io_time:20250303080000}"
        )
        answer = self.call("", body, serial="")
        self.assertEqual((answer.status_code, answer.text), (200, "{result:OK}"))
        self.assertEqual(self.punches(device=self.door).pin, "1")
        self.assertEqual(self.door.dialect, "form")
        answer = self.call("", body.replace(b"DOOR01", b"NEW1"), serial="")
        self.assertEqual(answer.text, "{result:ERROR}")


@tagged("post_install", "-at_install")
class TestEbknScreen(EbknCase):
    """What to type into a terminal is said on its form."""

    def test_the_listener_is_what_terminals_call(self):
        for device in self.door | self.device:
            shown = (device.server_host, device.server_port, device.server_https)
            self.assertEqual(shown, ("192.168.1.10", 8998, False))
        shown = self.door.action_new_secret_path()["params"]["message"]
        self.assertRegex(shown, rf"^{ADDRESS}/biometric/[\w-]{{32}}/ebkn$")

    def test_a_missing_listener_is_said_where_nothing_goes_without(self):
        devices = self.door | self.device
        self.assertEqual(devices.mapped("listener_missing"), [False, False])
        proof.note(
            self.data_dir, LISTENER, SECRET, "https://odoo.example.com:8998", OWN
        )
        self.env.invalidate_all()
        self.assertEqual(devices.mapped("listener_missing"), [True, False])
        self.assertEqual(self.device.server_host, "odoo.example.com")
        proof.forget(self.data_dir, LISTENER)
        self.env.invalidate_all()
        self.assertEqual(devices.mapped("listener_missing"), [True, False])
        self.assertIn(self.device.server_host, self.device.get_base_url())

    def test_a_listener_of_another_server_is_not_named(self):
        other = Target(("127.0.0.1:8070",), is_local=True)
        foreign = Target(("127.0.0.1:8069",), "another_database", is_local=True)
        for target in (other, foreign):
            proof.note(self.data_dir, LISTENER, SECRET, ADDRESS, target)
            self.env.invalidate_all()
            self.assertTrue(self.door.listener_missing)
            self.assertNotEqual(self.door.server_host, "192.168.1.10")
            self.assertFalse(self.door.listener_owner)

    def test_the_own_listener_is_named_before_one_of_an_unknown_server(self):
        file, target = LISTENER.with_name("a.conf"), Target(("odoo:8069",))
        proof.note(self.data_dir, file, "other", "http://10.0.0.1:8998", target)
        self.env.invalidate_all()
        self.assertEqual(self.door.server_host, "192.168.1.10")
        self.assertFalse(self.door.listener_owner)

    def test_a_listener_that_may_be_of_another_server_says_whose_it_is(self):
        name = self.env.cr.dbname
        proof.note(
            self.data_dir, LISTENER, SECRET, ADDRESS, Target(("odoo:8069",), name)
        )
        self.env.invalidate_all()
        self.assertEqual(self.door.server_host, "192.168.1.10")
        self.assertEqual(self.door.listener_owner, f"odoo:8069, {name}")
        help_ = self.door.get_empty_list_help("<p>SERVER_HOST</p>")
        self.assertIn(f"passes calls to odoo:8069, {name}", help_)

    def test_the_form_of_a_device_opens(self):
        with Form(self.door) as form:
            form.direction_codes = "1=in, 2=out, 3=break_out, 4=break_in"
        self.assertEqual(self.door._directions()[3], "break_out")
