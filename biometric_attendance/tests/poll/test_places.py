"""Rows that name a place in the list of users: of whoever had it when they were told."""

from datetime import datetime, timezone
from importlib.util import module_from_spec, spec_from_file_location
from unittest.mock import patch

from odoo import fields
from odoo.tools import file_path

from ...models.punch import places
from ...terminals import BRANDS
from ...terminals.session import RowsRead
from ...terminals.zk4370.client import poll_terminal
from ..poll_common import PollCase

DAY_2 = datetime(2026, 11, 2, 7, tzinfo=timezone.utc)  # 08:00 in Paris
DAY_12 = datetime(2026, 11, 12, 7, tzinfo=timezone.utc)
FIRMWARES = {"8a": "zem560", "8b": "ma300"}
BEFORE = ["101 2026-11-02 08:00", "101 2026-11-02 18:00"]
AFTER = ["999 2026-11-12 08:00", "999 2026-11-12 18:00"]


class TestPlaces(PollCase):
    def setUp(self):
        super().setUp()
        self.queries = []
        for name in ("_get_first_pins", "_get_waiting_lines"):
            self.patch(places, name, self.counted(name, getattr(places, name)))

    def counted(self, name, query):
        def counted(*args):
            self.queries.append(name)
            return query(*args)

        return counted

    def reused(self, layout, serial="OLD"):
        """A terminal of which the user in the first place is 101, and its device."""
        server = self.terminal(f"{serial}{layout}", firmware=FIRMWARES[layout])
        for pin in list(server.terminal.users):
            server.terminal.delete_user(pin)
        server.terminal.set_user("101")
        return server, self.device_of(server)

    def work(self, server, pin, morning):
        server.terminal.punch(pin, morning, 0)
        server.terminal.punch(pin, morning.replace(hour=17), 1)

    def replace(self, server, leaver="101", newcomer="999"):
        server.terminal.delete_user(leaver)
        server.terminal.set_user(newcomer)
        self.assertEqual(server.terminal.slots.of(newcomer), 1)

    def read_whole(self, device):
        device.resent_at = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.poll(device)
        self.assertFalse(device.poll_error)

    def punched(self, device):
        return [f"{p.pin} {p.device_time[:16]}" for p in self.punches(device=device)]

    def messages(self, device):
        return self.env["biometric.message"].search([("device_id", "=", device.id)])

    def test_a_place_that_is_given_to_a_newcomer(self):
        for layout in FIRMWARES:
            with self.subTest(layout=layout):
                server, device = self.reused(layout)
                self.work(server, "101", DAY_2)
                self.poll(device)
                self.replace(server)
                self.work(server, "999", DAY_12)
                self.poll(device)
                self.assertEqual(self.punched(device), BEFORE + AFTER)
                for _time in range(2):
                    self.read_whole(device)
                    self.assertEqual(self.punched(device), BEFORE + AFTER)
                self.assertFalse(self.messages(device))

    def test_a_newcomer_first_seen_by_the_reading_of_the_whole_memory(self):
        server, device = self.reused("8a")
        self.work(server, "101", DAY_2)
        self.poll(device)
        self.replace(server)
        self.work(server, "999", DAY_12)
        self.read_whole(device)
        self.assertEqual(self.punched(device), BEFORE + AFTER)

    def test_a_place_given_away_on_the_same_day(self):
        server, device = self.reused("8a")
        server.terminal.punch("101", DAY_2, 0)
        self.poll(device)
        self.replace(server)
        server.terminal.punch("999", DAY_2.replace(hour=8), 0)
        self.poll(device)
        self.read_whole(device)
        self.assertEqual(
            self.punched(device), ["101 2026-11-02 08:00", "999 2026-11-02 09:00"]
        )

    def test_a_place_given_away_and_back_again(self):
        server, device = self.reused("8a")
        self.work(server, "101", DAY_2)
        self.poll(device)
        self.replace(server)
        self.work(server, "999", DAY_12)
        self.poll(device)
        self.replace(server, "999", "101")
        self.read_whole(device)
        self.assertEqual(self.punched(device), BEFORE + AFTER)

    def test_a_place_nobody_has_any_more_loses_nothing(self):
        server, device = self.reused("8a")
        self.work(server, "101", DAY_2)
        self.poll(device)
        server.terminal.delete_user("101")
        self.read_whole(device)
        self.assertEqual(self.punched(device), BEFORE)
        self.assertFalse(self.messages(device), "its rows are known")

    def test_a_punch_read_when_its_place_was_free_is_not_of_who_came_later(self):
        server, device = self.reused("8a")
        self.work(server, "101", DAY_2)
        server.terminal.delete_user("101")
        self.poll(device)
        self.assertFalse(self.punched(device))
        messages = self.messages(device)
        self.assertEqual(len(messages), 2)
        server.terminal.set_user("999")
        self.work(server, "999", DAY_12)
        self.poll(device)
        self.read_whole(device)
        self.assertEqual(self.punched(device), AFTER)
        self.assertEqual(self.messages(device), messages)

    def test_who_came_back_to_his_place_gets_his_punches_once_somebody_says_so(self):
        server, device = self.reused("8a")
        self.work(server, "101", DAY_2)
        server.terminal.delete_user("101")
        self.poll(device)
        server.terminal.set_user("101")
        self.read_whole(device)
        self.assertFalse(self.punched(device))
        self.messages(device).action_discard()
        self.read_whole(device)
        self.assertEqual(self.punched(device), BEFORE)

    def test_two_terminals_have_places_of_their_own(self):
        first, one = self.reused("8a", "A")
        second, two = self.reused("8a", "B")
        self.work(first, "101", DAY_2)
        self.replace(second)
        self.work(second, "999", DAY_2)
        self.poll(one, two)
        self.replace(first)
        self.read_whole(one)
        self.read_whole(two)
        self.assertEqual(self.punched(one), BEFORE)
        self.assertEqual(
            self.punched(two), [row.replace("101", "999") for row in BEFORE]
        )

    def test_a_reading_broken_off_while_the_place_changed_hands(self):
        server, device = self.reused("8a")
        self.work(server, "101", DAY_2)
        self.poll(device)
        self.replace(server)
        self.work(server, "999", DAY_12)
        poll = type(BRANDS["zk4370"].poll)

        def one_row(poll, values, plan, limits):
            steps = poll_terminal(poll._address(values, limits), plan, window=1)
            step = next(steps)
            while not isinstance(step, RowsRead):
                step = steps.send((yield step))
            yield step
            steps.close()

        with patch.object(poll, "session", one_row):
            self.read_whole(device)
        self.assertEqual(self.punched(device), BEFORE + AFTER)

    def test_one_query_a_batch_and_none_where_rows_name_pins(self):
        server, device = self.reused("8a")
        for number in range(50):
            server.terminal.punch("101", DAY_2.replace(minute=number), number % 2)
        self.queries.clear()
        self.poll(device)
        self.assertEqual(self.queries, ["_get_first_pins", "_get_waiting_lines"])
        self.queries.clear()
        self.read_whole(device)
        self.assertEqual(self.queries, ["_get_first_pins"])
        self.queries.clear()
        other = self.terminal("NEW", firmware="f19")
        self.pass_by(other, 5)
        self.poll(self.device_of(other))
        self.assertFalse(self.queries)

    def test_punches_stored_before_places_were_noted_are_found(self):
        server, device = self.reused("8a")
        self.work(server, "101", DAY_2)
        self.poll(device)
        self.env.cr.execute("UPDATE biometric_punch SET user_uid = NULL")
        migrate(self.env.cr)
        self.replace(server)
        self.read_whole(device)
        self.assertEqual(self.punched(device), BEFORE)


def migrate(cr):
    """Run the script of the update that introduced places."""
    path = "biometric_attendance/migrations/19.0.1.1.0/post-user_uid.py"
    spec = spec_from_file_location("post_user_uid", file_path(path))
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    script.migrate(cr, "19.0.1.0.0")
