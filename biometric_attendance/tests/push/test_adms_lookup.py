"""A terminal that asks for a user it does not have."""

from odoo.tests import tagged

from ..http_common import AdmsCase


@tagged("post_install", "-at_install")
class TestAdmsLookup(AdmsCase):
    def setUp(self):
        super().setUp()
        self.device.allowed_networks = "127.0.0.0/8"

    def find(self, pin, **query):
        answer = self.ask("cdata", PIN=pin, **query)
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def test_a_user_who_belongs_there_is_handed_out(self):
        self.device.user_ids.filtered(lambda user: user.pin == "1").card = "42"
        row = "PIN=1\tName=Ann\tCard=42\n"
        self.assertEqual(self.find("1"), f"USER {row}")
        remote = self.find("1", table="RemoteAtt")
        self.assertEqual(remote, f"DATA UPDATE USERINFO {row}")

    def test_nobody_is_there_for_another_pin(self):
        for pin in ("17", "", "x" * 100, "'"):
            with self.subTest(pin=pin):
                self.assertEqual(self.find(pin), "NONE")
        self.assertEqual(self.find("17", table="RemoteAtt"), "OK")

    def test_users_of_another_terminal_are_not_handed_out(self):
        other = self.make_device("GATE002")
        self.make_employee("Cem", {other: "3"})
        self.assertEqual(self.find("3"), "NONE")

    def test_who_shall_leave_the_terminal_is_not_handed_out(self):
        user = self.device.user_ids.filtered(lambda user: user.pin == "1")
        user._update(to_remove=True)
        self.assertEqual(self.find("1"), "NONE")

    def test_a_caller_with_a_serial_number_alone_learns_no_names(self):
        self.device.allowed_networks = False
        self.assertEqual(self.find("1"), "NONE")
