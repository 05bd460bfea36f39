"""What happened at the terminals today, what is wrong with them, and what is to do."""

from datetime import datetime, timedelta

from odoo import fields

from ...models.watch.run import run
from ..common import IN, OUT, row
from ..today_common import TodayCase

# One red dot.
PHOTO = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAA"
    b"AABJRU5ErkJggg=="
)


class TestTodayActivity(TodayCase):
    def test_last_punches_denied_ones_and_visitors(self):
        guest = self.env["res.partner"].create({"name": "Guest"})
        self.env["biometric.device.user"].create(
            {"device_id": self.device.id, "pin": "50", "partner_id": guest.id}
        )
        self.push(row("50", "09:00", IN), row("77", "09:05", IN), row("1", "09:10", IN))
        found = self.read_today("09:00")
        self.assertEqual(
            [(each["name"], each["pin"], each["outcome"]) for each in found["punches"]],
            [("Ann", "1", "waiting"), ("", "77", "unmapped"), ("Guest", "50", "visit")],
        )
        [guest_shown] = found["visitors"]
        self.assertEqual(
            (guest_shown["name"], guest_shown["exit_unknown"]), ("Guest", False)
        )
        self.assertEqual(found["denied"], 0)
        self.push(row("50", "09:30", OUT))
        self.assertEqual(self.read_today("09:00")["visitors"], [])

    def test_photos_are_shown_and_drawn_letters_are_not(self):
        self.push(row("1", "08:00", IN), row("00017", "08:01", IN))
        self.assertEqual(
            {each["photo"] for each in self.read_today("09:00")["people"]}, {""}
        )
        self.ann.image_1920 = PHOTO
        self.env.flush_all()
        found = self.read_today("09:00")
        for shown in (found["people"], found["punches"]):
            photos = {each["name"]: each["photo"] for each in shown}
            self.assertEqual(photos["Bob"], "")
            self.assertRegex(
                photos["Ann"],
                f"^/web/image/hr.employee.public/{self.ann.id}/avatar_128",
            )

    def test_steps_of_a_new_company_until_all_are_done(self):
        new = self.env["res.company"].create({"name": "New"})
        user = self.people["manager"]
        user.company_ids |= new
        today = self.env(user=user, context={"allowed_company_ids": new.ids})
        found = today["biometric.today"].read_today()
        self.assertEqual(
            found["steps"], {"device": False, "people": False, "punch": False}
        )
        self.assertEqual(found["people"], [])
        self.push(row("1", "08:00", IN))
        self.assertFalse(self.read_today("10:00")["steps"])

    def test_the_first_things_to_do(self):
        pins = [str(pin) for pin in range(70, 80)]
        self.push(*(row(pin, "08:00", IN) for pin in pins), "no row")
        found = self.read_today("10:00", "manager")["todo"]
        todos = self.as_user("manager", "biometric.todo").search(found["domain"])
        self.assertEqual(found["count"], len(todos))
        self.assertEqual(len(todos), 11)
        self.assertEqual([each["id"] for each in found["rows"]], todos[:6].ids)
        first = found["rows"][0]
        self.assertRegex(
            first["text"], "^GATE001: PIN 7. is not matched to a person: 1 punch.$"
        )
        self.assertEqual(first["verb"], "Match")
        found = self.read_today("10:00", "officer")["todo"]
        self.assertEqual((found["count"], found["rows"]), (0, []))

    def test_things_to_do_in_another_company_are_no_part_of_the_screen(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        manager = self.people["manager"]
        manager.company_ids |= abroad
        far = self.make_device("FAR1", company_id=abroad.id)
        self.push(row("77", "08:00", IN), device=far)
        both = {"allowed_company_ids": [self.company.id, abroad.id]}
        env = self.env(user=manager, su=False, context=both)
        self.assertEqual(env["biometric.todo"].search_count([]), 1)
        self.assertEqual(env["biometric.today"].read_today()["todo"]["count"], 0)

    def test_terminals_in_trouble_come_first(self):
        self.env["biometric.device"].create(
            {"serial": "NEW9", "tz": "UTC", "company_id": self.company.id}
        )
        fine = self.make_device("ANEW1")
        with self.at("09:59"):
            fine.last_seen = "2025-03-03 09:59:00"
            self.device.last_seen = "2025-03-03 08:00:00"
        self.watch("10:00")
        found = self.read_today("10:00")["terminals"]
        self.assertEqual(
            [(each["name"], each["state"]) for each in found],
            [("NEW9", "waiting"), ("GATE001", "silent"), ("ANEW1", "green")],
        )
        self.assertEqual(found[1]["silent"], 7200)

    def test_a_terminal_is_silent_no_sooner_than_there_is_something_to_do(self):
        for minutes, state, todo in ((10, "green", 0), (90, "silent", 1)):
            with self.subTest(minutes=minutes):
                seen = datetime(2025, 3, 3, 10) - timedelta(minutes=minutes)
                self.device.last_seen = seen
                self.watch("10:00")
                found = self.read_today("10:00")
                self.assertEqual(
                    [each["state"] for each in found["terminals"]], [state]
                )
                self.assertEqual(found["todo"]["count"], todo)

    def test_a_terminal_that_was_never_in_touch_waits_for_it(self):
        self.device.last_seen = False
        [found] = self.read_today("10:00")["terminals"]
        self.assertEqual((found["state"], found["silent"]), ("waiting", False))

    def watch(self, clock):
        """Look for what is wrong, as a job does each five minutes."""
        self.env.flush_all()
        with self.at(clock):
            alerts = self.env["biometric.alert"].sudo()
            run(alerts.with_context(tracking_disable=True), fields.Datetime.now())
        self.env.flush_all()
        self.env.invalidate_all()
