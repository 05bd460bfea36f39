"""Which unknown devices are listed, however many serial numbers somebody invents."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ...models.push import biometric_unknown_network, unknown_devices
from ...models.push.unknown_devices import (
    MAX_PENDING_OF_NETWORK as ROOM,
    network_of,
    record_unknown_device,
)
from ..common import BiometricCase

LATER = "2125-03-03 08:00:00"


@tagged("post_install", "-at_install")
class TestUnknownDevices(BiometricCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.dict(biometric_unknown_network._counts, clear=True))
        self.env["biometric.device"].search([("state", "=", "pending")]).unlink()

    def call(self, serial, address="203.0.113.7"):
        record_unknown_device(
            self.as_gateway(self.env["biometric.device"]).env, "adms", serial, address
        )
        self.env.invalidate_all()

    def flood(self, count=1600, address="203.0.113.7"):
        for number in range(count):
            self.call(f"FLOOD{number}", address)

    def listed(self):
        pending = self.env["biometric.device"].search([("state", "=", "pending")])
        return set(pending.mapped("serial"))

    def networks(self):
        return self.env["biometric.unknown.network"].search([])

    def test_a_flood_does_not_hide_a_terminal_of_another_network(self):
        self.flood()
        self.call("HONEST", "192.168.1.50")
        self.assertIn("HONEST", self.listed())
        self.assertLessEqual(len(self.listed()), ROOM + 1)

    def test_a_terminal_somebody_waits_for_is_listed_and_shown_when_it_calls(self):
        device = self.env["biometric.device"].create({"serial": "WAITED"})
        self.flood(ROOM + 9)
        self.call("WAITED")
        self.assertTrue(device.last_seen)
        self.assertEqual(device.address, "203.0.113.7")
        with freeze_time(LATER):
            self.flood(30, "198.51.100.1")
            device._gc_unknown_devices()
        self.assertTrue(device.exists())

    def test_calls_without_room_are_counted_in_one_row_written_once_a_minute(self):
        self.flood(ROOM + 40)
        self.assertRecordValues(
            self.networks(),
            [{"network": "203.0.113.0/24", "calls": 1, "serial": f"FLOOD{ROOM}"}],
        )
        since = self.networks().since
        for count in biometric_unknown_network._counts.values():
            count[1] -= 60  # a minute passes
        self.call("FLOOD99")
        self.assertEqual(self.networks().calls, 41)
        self.assertEqual(self.networks().since, since)

    def test_a_serial_that_calls_again_within_a_minute_costs_no_query(self):
        env = self.as_gateway(self.env["biometric.device"]).env
        with patch.object(unknown_devices, "MAX_PENDING_OF_NETWORK", 1):
            for serial in ("LISTED", "BEYOND"):
                self.call(serial)
            self.env.cr.postcommit.run()
            with self.assertQueryCount(0):
                for _time in range(3):
                    record_unknown_device(env, "adms", "LISTED", "203.0.113.7")
                    record_unknown_device(env, "adms", "BEYOND", "203.0.113.7")
            [[waiting, _written_at]] = biometric_unknown_network._counts.values()
            self.assertEqual((self.networks().calls, waiting), (1, 3))

    def test_what_was_rolled_back_is_not_remembered_and_memory_is_bounded(self):
        self.call("LOST")
        self.env.cr.postcommit.clear()
        self.assertFalse(unknown_devices._lately)
        with patch.object(unknown_devices, "MAX_REMEMBERED", 5):
            for number in range(9):
                self.call(f"NEW{number}")
                self.env.cr.postcommit.run()
        self.assertLessEqual(len(unknown_devices._lately), 5)

    def calls_after(self, moment, serials):
        """Have listed devices call at a moment; return those whose contact was written."""
        unknown_devices._lately.clear()  # a minute has passed
        with freeze_time(moment):
            for serial in serials:
                self.call(serial)
            pending = self.env["biometric.device"].search([("state", "=", "pending")])
            written = pending.filtered(lambda d: str(d.last_seen) == moment)
            self.assertEqual(written, written.filtered("online"))
        return set(written.mapped("serial"))

    def test_a_pending_device_is_online_as_long_as_it_calls(self):
        with freeze_time("2125-03-03 08:00:00"):
            self.call("NEW")
        self.assertFalse(self.calls_after("2125-03-03 08:02:00", ["NEW"]))
        with freeze_time("2125-03-03 08:04:59"):
            self.assertTrue(
                self.env["biometric.device"].search([("serial", "=", "NEW")]).online
            )
        self.assertTrue(self.calls_after("2125-03-03 08:03:00", ["NEW"]))
        self.assertTrue(
            self.calls_after("2125-03-02 08:03:00", ["NEW"]), "clock set back"
        )

    def test_devices_that_call_write_no_more_than_so_many_contacts_a_minute(self):
        self.env["biometric.device"].create({"serial": "WAITED"})
        networks = [f"10.0.{number}.1" for number in range(6)]
        serials = {}
        with freeze_time("2125-03-03 08:00:00"):
            for address in networks:
                serials[address] = [f"{address}X{n}" for n in range(ROOM)]
                for serial in serials[address]:
                    self.call(serial, address)
            self.call("WAITED")
        written = []
        for moment in ("08:05:00", "08:05:59", "08:06:00"):
            unknown_devices._lately.clear()
            with freeze_time(f"2125-03-03 {moment}"):
                for address, names in serials.items():
                    for serial in names:
                        self.call(serial, address)
                self.call("WAITED")
            written.append(self.seen_since(f"2125-03-03 {moment}"))
        of_network, most = (
            unknown_devices.MAX_CONTACTS_OF_NETWORK,
            unknown_devices.MAX_CONTACTS,
        )
        self.assertEqual(len(written[0] - {"WAITED"}), most)
        self.assertIn("WAITED", written[0])
        for address in networks[:4]:
            names = {name for name in written[0] if name.startswith(f"{address}X")}
            self.assertEqual(len(names), of_network)
        self.assertFalse(written[1])
        self.assertEqual(len(written[2]), most)
        self.assertFalse(written[2] & written[0], "the others have their turn")

    def seen_since(self, moment):
        pending = self.env["biometric.device"].search([("last_seen", ">=", moment)])
        return set(pending.mapped("serial"))

    def test_where_very_many_call_none_counts_as_silent(self):
        with freeze_time("2125-03-03 08:00:00"):
            self.call("NEW")
        with patch.object(unknown_devices, "MAX_CONTACTS", 0):
            self.assertFalse(self.calls_after("2125-03-03 08:59:00", ["NEW"]))
            self.assertTrue(self.calls_after("2125-03-03 09:00:00", ["NEW"]))

    def test_a_silent_device_gives_way_to_one_that_calls_now(self):
        self.flood(ROOM)
        with freeze_time(LATER):
            self.call("NEW")
        self.assertIn("NEW", self.listed())
        self.assertNotIn("FLOOD0", self.listed())
        self.assertEqual(len(self.listed()), ROOM)

    def test_a_device_somebody_has_named_does_not_give_way(self):
        self.flood(ROOM)
        found = self.env["biometric.device"].search([("serial", "=", "FLOOD0")])
        found.name = "Back door"
        self.env.flush_all()
        with freeze_time(LATER):
            for number in range(ROOM + 9):
                self.call(f"NEW{number}")
        self.assertIn("FLOOD0", self.listed())

    def test_floods_of_many_networks_hide_no_terminal_and_stay_within_the_limit(self):
        with patch.object(unknown_devices, "MAX_PENDING", 2 * ROOM):
            for network in range(4):
                self.flood_of(network)
            self.call("HONEST", "192.168.1.50")
            self.assertIn("HONEST", self.listed())
            self.assertLessEqual(len(self.listed()), 2 * ROOM)

    def flood_of(self, network):
        for number in range(ROOM):
            self.call(f"N{network}X{number}", f"10.0.{network}.1")

    def test_more_networks_than_are_told_apart_are_one_row(self):
        with (
            patch.object(unknown_devices, "MAX_PENDING_OF_NETWORK", 0),
            patch.object(biometric_unknown_network, "MAX_NETWORKS", 2),
        ):
            for network in range(5):
                self.call("X", f"10.0.{network}.1")
        self.assertEqual(
            set(self.networks().mapped("network")), {"10.0.0.0/24", "10.0.1.0/24", "*"}
        )
        self.assertLessEqual(len(biometric_unknown_network._counts), 3)

    def test_silent_networks_are_forgotten(self):
        with patch.object(unknown_devices, "MAX_PENDING_OF_NETWORK", 0):
            self.call("X")
        with freeze_time(LATER):
            self.env["biometric.unknown.network"]._gc_silent()
        self.assertFalse(self.networks())

    def test_a_network_is_what_one_customer_of_a_provider_gets(self):
        for address, network in (
            ("203.0.113.7", "203.0.113.0/24"),
            ("::ffff:203.0.113.7", "203.0.113.0/24"),
            ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("unix:", "unix:"),
            (None, ""),
        ):
            with self.subTest(address=address):
                self.assertEqual(network_of(address), network)
