"""The way to a terminal that waits to be asked: typed in, and nobody's business."""

import os
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user
from odoo.tools import file_open, mute_logger

from ...models.poll import loopback
from ...terminals import BRANDS
from ..poll_common import PollCase

ATTENDANCES = "hr_attendance.group_hr_attendance_"


def address_of(device):
    return BRANDS[device.brand].poll._address(device._get_connection_values())


class TestTyped(PollCase):
    """What is typed is checked where it is typed."""

    def hall(self, **vals):
        return self.make_device(
            "HALL4370", brand="zk4370", **{"host": "10.0.0.9", **vals}
        )

    def test_an_address_that_is_none_is_refused(self):
        device = self.hall()
        for host in ("10.0.0.256", "http://10.0.0.9", "hall 4", "10.0.0.9; reboot"):
            with (
                self.subTest(host=host),
                self.assertRaisesRegex(ValidationError, "neither an IP address nor"),
            ):
                device.host = host
        device.host = "10.0.0.9"
        for port in (0, -1, 65_536):
            with (
                self.subTest(port=port),
                self.assertRaisesRegex(ValidationError, "from 1 to 65535"),
            ):
                device.port = port

    def test_names_and_addresses_are_taken_blanks_around_them_not(self):
        device = self.hall(host=" 10.0.0.9 ")
        self.assertEqual(device.host, "10.0.0.9")
        for host in ("hall-4.example.com", "terminal", "fd12::1"):
            device.host = f"\t{host} "
            self.assertEqual(device.host, host)

    def test_this_server_and_its_link_are_refused_however_they_are_spelt(self):
        device = self.hall()
        for setting, spellings, words in (
            ("", ("127.0.0.1", "::1", "0x7f000001", "::ffff:7f00:1"), "server itself"),
            ("1", ("169.254.169.254", "fe80::1", "0.0.0.0", "ff02::1"), "own link"),
        ):
            allowed = {loopback.VARIABLE: setting}
            for host in spellings:
                with (
                    self.subTest(host=host),
                    patch.dict(os.environ, allowed),
                    self.assertRaisesRegex(ValidationError, words),
                ):
                    device.host = host
        device.host = "127.0.0.1"  # these tests run with the setting

    def test_an_address_typed_before_the_setting_went_is_not_called(self):
        device = self.device_of(self.terminal())
        with patch.dict(os.environ, {loopback.VARIABLE: ""}):
            device.action_test_connection()
            self.assertEqual(device.test_kind, "danger")
            self.assertIn("server itself", device.test_result)

    def test_a_key_is_a_number_of_up_to_six_digits(self):
        device = self.hall()
        for key in ("secret", "1234567", "-1", "12.5"):
            with (
                self.subTest(key=key),
                self.assertRaisesRegex(ValidationError, "up to six digits"),
            ):
                device.connection_key = key
        device.connection_key = "999999"
        self.assertEqual(address_of(device).key, 999_999)
        device.action_drop_connection_key()
        self.assertEqual(address_of(device).key, 0)
        self.assertFalse(device.has_connection_key)

    def test_the_key_callers_send_is_not_the_key_for_calling(self):
        gateway = self.make_device("ST-9", brand="cams", communication_key="caller")
        self.assertFalse(gateway.has_connection_key)
        gateway.connection_key = " called "
        entry = self.env["biometric.device.cache"]._find("cams", "ST-9")
        self.assertTrue(entry.accepts_key("caller"))
        self.assertFalse(entry.accepts_key("called"))
        values = gateway._get_connection_values()
        self.assertEqual(values["connection_key"], "called")

    def test_a_gateway_is_not_called_without_its_address_and_token(self):
        gateway = self.make_device("ST-9", brand="cams", communication_key="caller")
        queue = self.env["biometric.command"]._queue
        for missing, vals in (
            ("Gateway Address", {"connection_key": "called"}),
            ("AuthToken", {"connection_key": "", "gateway_url": "https://gw.test/x"}),
        ):
            gateway.write(vals)
            with self.assertRaisesRegex(ValidationError, f"Type the {missing} of"):
                queue(gateway, "query_users")
            with self.assertRaisesRegex(ValidationError, f"Type the {missing} of"):
                gateway.action_test_connection()

    def test_a_key_a_brand_does_not_have_is_not_kept(self):
        self.device.connection_key = "1234"
        self.assertFalse(self.device.sudo().connection_secret)

    def test_a_terminal_without_an_address_is_not_approved(self):
        with self.assertRaisesRegex(ValidationError, "Network Address"):
            self.hall(host=False)

    @mute_logger("odoo.sql_db")
    def test_asking_all_the_time_is_refused(self):
        with self.assertRaises(IntegrityError):
            self.hall(poll_minutes=0)

    def test_the_form_asks_for_what_is_needed(self):
        with Form(self.env["biometric.device"]) as form:
            form.brand = "zk4370"
            form.name = "Hall"
            form.host = "10.0.0.9"
            form.company_id = self.company
            form.tz = "Europe/Paris"
        self.assertEqual(form.record.serial, "@10.0.0.9:4370")
        form.record.action_approve()
        self.assertEqual(form.record.state, "approved")


class TestKey(PollCase):
    """The key cannot be a digest; so nobody gets to see it."""

    def setUp(self):
        super().setUp()
        self.hall = self.device_of(self.terminal(key=1234), connection_key="1234")
        self.people = {
            role: new_test_user(
                self.env,
                f"poll_{role}",
                f"base.group_user,{ATTENDANCES}{role}",
                company_id=self.company.id,
                company_ids=self.company.ids,
            )
            for role in ("officer", "user", "manager")
        }

    def test_nobody_reads_searches_or_writes_it(self):
        for role, person in self.people.items():
            device = self.hall.with_user(person)
            with self.subTest(role=role):
                self.assertNotIn("connection_secret", device.fields_get())
                with self.assertRaises(AccessError):
                    device.read(["connection_secret"])
                with self.assertRaises(AccessError):
                    device.search([("connection_secret", "=like", "1%")])
                with self.assertRaises(AccessError):
                    device.write({"connection_secret": "1"})
                if role != "manager":  # what listens at an address is nobody's business
                    self.assertNotIn("test_result", device.fields_get())
                    with self.assertRaises(AccessError):
                        device.read(["test_reason"])
                self.assertFalse(device.connection_key)

    def test_it_is_in_no_log_and_no_export(self):
        self.assertNotIn("1234", repr(address_of(self.hall)))
        self.assertFalse(self.hall.copy({"serial": "COPY"}).sudo().connection_secret)

    def test_only_administrators_press_the_buttons(self):
        for role in ("officer", "user"):
            device = self.hall.with_user(self.people[role])
            for action in (
                device.action_test_connection,
                device.action_fetch_now,
                device.action_send_everything_again,
                device.action_drop_connection_key,
            ):
                with self.subTest(role=role, action=action.__name__):
                    self.assertRaises(AccessError, action)
        device = self.hall.with_user(self.people["manager"])
        device.action_test_connection()
        self.assertEqual(device.test_kind, "success")
        device.action_fetch_now()

    def test_who_may_write_devices_alone_is_told_nothing_of_an_address(self):
        """One sentence, whatever listens there."""
        group = self.env["res.groups"].create({"name": "Writers of devices"})
        self.env["ir.model.access"].create(
            {
                "name": "writers of devices",
                "model_id": self.env["ir.model"]._get_id("biometric.device"),
                "group_id": group.id,
                **{f"perm_{name}": True for name in ("read", "write")},
            }
        )
        writer = self.people["officer"]
        writer.group_ids |= group
        device, sentences = self.hall.with_user(writer), set()
        for port in (self.hall.port, 1):
            device.port = port
            with self.assertRaises(AccessError) as refused:
                device.action_test_connection()
            sentences.add(str(refused.exception))
        self.assertEqual(len(sentences), 1)

    def test_a_copy_of_the_database_has_no_key_and_asks_nobody(self):
        self.env.flush_all()
        with file_open("biometric_attendance/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.assertFalse(self.hall.sudo().connection_secret)
        self.assertFalse(self.hall.has_connection_key)
        self.assertFalse(self.env["biometric.device"]._get_due(False))
        self.assertFalse(self.cron.active)
