"""A wrong zone or clock is undone: stored punches are read again, nothing lost or doubled."""

from datetime import datetime, timedelta
from importlib import util
from pathlib import Path
from random import Random
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from ...models.punch import biometric_clock_change
from ...rules import clock
from ...terminals.records import Punch
from ..common import DAY, IN, OUT, BiometricCase, row

HOUR = timedelta(hours=1)
MIGRATION = Path(__file__).parents[2] / "migrations/19.0.1.2.0/post-own_offset.py"
PARIS = "Europe/Paris"
MANAGER = "base.group_user,hr_attendance.group_hr_attendance_manager"


def punch(pin, at, status, **more):
    line = more.pop("line", f"{pin} {at} {status}")
    return Punch(pin, at, status, None, "", line, **more)


class TestClockChange(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._ensure_biometric_policy()
        cls.company.biometric_policy_id.mode = "keys"
        cls.manager = new_test_user(
            cls.env,
            "clock_manager",
            groups=MANAGER,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.wrong = cls.make_device("WRONG01", tz="UTC")
        cls.eve = cls.make_employee("Eve", {cls.wrong: "5"})

    def dialog(self, device=None, **values):
        device = (device or self.wrong).with_user(self.manager)
        wizard = self.env["biometric.clock.wizard"].with_user(self.manager)
        wizard = wizard.browse(device.action_put_clock_right()["res_id"])
        wizard.write({"choice": "zone", "tz": PARIS, **values})
        return wizard

    def put_right(self, device=None, **values):
        wizard = self.dialog(device, **values)
        wizard.action_preview()
        wizard.action_apply()
        self.pair()
        return wizard

    def store(self, *punches, device=None, at=None, route="push"):
        with freeze_time(at or "2025-12-01 00:00:00"):
            model = self.as_gateway(self.env["biometric.punch"])
            model._ingest(self.as_gateway(device or self.wrong), list(punches), route)

    def state(self, device):
        return [
            (
                p.pin,
                p.device_time,
                str(p.instant),
                p.status,
                p.outcome,
                p.reason,
                p.detail,
                p.ambiguous_hour,
                p.employee_id.name,
            )
            for p in self.punches(device=device).sorted(
                lambda p: (p.pin, p.device_time, p.status)
            )
        ]

    # 53 punches an hour late, 15 clock errors

    def store_by_utc(self):
        """A month of a terminal in Paris whose blank zone became UTC."""
        self.company.biometric_closed_until = False
        days = [datetime.fromisoformat(DAY) + timedelta(days=n) for n in range(28)]
        days = [day for day in days if day.weekday() < 5][:19]
        for day in days:
            for hours, status in ((8, IN), (17, OUT)):
                at = day + timedelta(hours=hours)
                self.store(
                    punch("5", at, status), device=self.wrong, at=at - HOUR + 5 * HOUR
                )
        for number in range(15):  # live: an hour ahead of the server
            at = days[-1] + timedelta(days=1, hours=8, minutes=number)
            self.store(punch("5", at, IN), at=at - HOUR)
        for number in range(15):
            at = days[-1] + timedelta(days=2, hours=8, minutes=number)
            self.store(punch("5", at, OUT), at=at + 9 * HOUR)
        self.pair()

    def test_a_blank_zone_that_became_utc_is_undone(self):
        self.store_by_utc()
        punches = self.punches(device=self.wrong)
        self.assertEqual(len(punches), 68)
        errors = punches.filtered(lambda p: p.outcome == "clock_error")
        self.assertEqual(len(errors), 15)
        before = self.sessions(self.eve)
        self.assertIn("08:00-17:00", before)
        wizard = self.dialog(since=DAY)
        with self.assertRaisesRegex(UserError, "preview"):
            wizard.action_apply()
        wizard.action_preview()
        self.assertEqual((wizard.punches, wizard.people), (68, 1))
        self.assertEqual((wizard.errors_before, wizard.errors_after), (15, 0))
        self.assertEqual((wizard.added, wizard.removed), (19, 19))
        self.assertEqual(self.sessions(self.eve), before)  # a preview changes nothing
        self.assertEqual(self.wrong.tz, "UTC")
        wizard.action_apply()
        self.pair()
        self.assertEqual(self.wrong.tz, PARIS)
        self.assertEqual(self.punches(device=self.wrong), punches)
        self.assertFalse(punches.filtered(lambda p: p.outcome == "clock_error"))
        self.assertNotIn("waiting", punches.mapped("outcome"))
        self.assertEqual(self.sessions(self.eve)[0], "07:00-16:00")
        log = " ".join(self.wrong.message_ids.mapped("body"))
        self.assertIn("68 punches were read again", log)
        self.assertIn(self.manager.partner_id, self.wrong.message_ids.author_id)
        # The other way round, the clock errors are there again.
        self.put_right(tz="UTC", since=DAY)
        self.assertEqual(self.sessions(self.eve), before)
        again = punches.filtered(lambda p: p.outcome == "clock_error")
        self.assertEqual(again, errors)
        self.assertEqual(again[0].reason, "clock_ahead")

    def test_what_is_sent_again_is_still_known(self):
        self.push(row("5", "08:00", IN), device=self.wrong)
        self.put_right(since=DAY)
        self.push(row("5", "08:00", IN), device=self.wrong)
        self.assertEqual(len(self.punches(device=self.wrong)), 1)

    # The same rows as stored right at once

    def random_punches(self, random, pins):
        """Rows of a year with both changes of the clock, in uploads of some size."""
        starts = ("2025-03-29 22:00:00", "2025-10-25 22:00:00", "2025-07-01 06:00:00")
        for _upload in range(random.randint(3, 8)):
            at = datetime.fromisoformat(random.choice(starts))
            rows = []
            for _row in range(random.randint(1, 6)):
                at += timedelta(minutes=random.randint(1, 90))
                pin, status = random.choice(pins), random.choice((IN, OUT))
                rows.append(punch(pin, at, status))
            if random.random() < 0.3:
                rows.reverse()
            yield rows, at - timedelta(hours=random.randint(-30, 4))

    def test_read_again_they_are_as_if_stored_right_at_once(self):
        pins = ["5", "6", "77"]
        for seed in range(12):
            with self.subTest(seed=seed):
                random = Random(seed)
                right_zone = random.choice(
                    [PARIS, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
                )
                first = random.choice(["UTC", "America/Chicago", "Asia/Tokyo", PARIS])
                twins = [
                    self.make_device(
                        f"TWIN{seed}{n}", tz=zone, import_since="2025-03-30 00:30:00"
                    )
                    for n, zone in enumerate((first, right_zone))
                ]
                for n, twin in enumerate(twins):
                    for pin in ("5", "6"):
                        self.make_employee(f"{seed}-{n}-{pin}", {twin: pin})
                uploads = list(self.random_punches(random, pins))
                for rows, received in uploads:
                    for twin in twins:
                        self.store(*rows, device=twin, at=received)
                self.pair()
                self.put_right(twins[0], tz=right_zone, since=False)
                states = [
                    [
                        (*values[:-1], values[-1] and values[-1].rpartition("-")[2])
                        for values in self.state(twin)
                    ]
                    for twin in twins
                ]
                self.assertEqual(*states)
                sessions = [
                    [
                        self.sessions(user.employee_id)
                        for user in twin.user_ids.sorted("pin")
                    ]
                    for twin in twins
                ]
                self.assertEqual(*sessions)

    # What does not change

    def test_a_closed_period_is_never_crossed(self):
        self.push(
            row("5", "08:00", IN),
            row("5", "09:00", OUT),
            row("5", f"{DAY} 23:30:00", IN),
            row("5", "2025-03-04 00:30:00", OUT),
            row("5", "2025-03-04 08:00:00", IN),
            row("5", "2025-03-04 17:00:00", OUT),
            device=self.wrong,
        )
        self.pair()
        before = self.state(self.wrong)
        self.company.biometric_closed_until = DAY
        wizard = self.dialog(since="2025-01-01")
        wizard.action_preview()
        # 23:30 UTC is of the next day in Paris, and would be of the closed one.
        self.assertEqual((wizard.punches, wizard.closed), (3, 3))
        wizard.action_apply()
        self.pair()
        after = self.state(self.wrong)
        self.assertEqual(
            [each[2] for each in after[:3]], [each[2] for each in before[:3]]
        )
        self.assertEqual(after[3][2], "2025-03-03 23:30:00")
        self.assertEqual(after[4][2], "2025-03-04 07:00:00")
        self.assertEqual(self.sessions(self.eve)[0], "08:00-09:00")
        self.assertEqual(self.sessions(self.eve)[-1], "07:00-16:00")

    def test_from_a_day_on(self):
        self.push(
            row("5", "08:00", IN),
            row("5", "2025-03-04 08:00:00", IN),
            device=self.wrong,
        )
        self.put_right(since="2025-03-04")
        instants = self.punches(device=self.wrong).mapped("instant")
        self.assertEqual([each.hour for each in instants], [8, 7])

    def test_rows_with_their_own_distance_from_utc_keep_their_time(self):
        at = datetime.fromisoformat(f"{DAY} 08:00:00")
        self.store(punch("5", at, IN, offset=7200))
        self.assertTrue(self.punches(device=self.wrong).own_offset)
        self.put_right(since=DAY)
        self.assertEqual(str(self.punches(device=self.wrong).instant)[11:16], "06:00")

    def test_the_update_notes_which_rows_have_their_own_distance(self):
        lines = {
            "5\t2025-03-03 08:00:00\t0\t1\t0\t0\t0\t0\t0\t0\t-7200": True,
            "5\t2025-03-03 08:01:00\t0\t1\t0\t0\t0\t0\t0\t0\t0": False,
            "5 2025-03-03 08:02:00 GMT +0300": True,
            "5 2025-03-03 08:03:00": False,
        }
        for minute, line in enumerate(lines):
            at = datetime.fromisoformat(f"{DAY} 08:0{minute}:00")
            self.store(punch("5", at, IN, line=line))
        self.env.cr.execute("UPDATE biometric_punch SET own_offset = NULL")
        spec = util.spec_from_file_location("migration", MIGRATION)
        migration = util.module_from_spec(spec)
        spec.loader.exec_module(migration)
        migration.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        found = {each.line: each.own_offset for each in self.punches(device=self.wrong)}
        self.assertEqual(found, lines)

    def test_discarded_punches_stay_discarded_and_come_back_right(self):
        self.push(row("5", "08:00", IN), row("5", "17:00", OUT), device=self.wrong)
        self.pair()
        first = self.punches(device=self.wrong)[0]
        first.action_discard()
        self.put_right(since=DAY)
        self.assertEqual(first.outcome, "discarded")
        self.assertEqual(first.correction_ids.instant, first.instant)
        first.correction_ids.action_withdraw()
        self.pair()
        self.assertEqual(self.sessions(self.eve), ["07:00-16:00"])

    def test_an_hour_that_was_chosen_stays_the_first_or_second(self):
        device = self.make_device("HOUR01", tz="America/New_York")
        ann = self.make_employee("Zoe", {device: "8"})
        self.store(
            punch("8", datetime.fromisoformat("2025-11-02 01:40:00"), IN), device=device
        )
        stored = self.punches(device=device)
        self.assertTrue(stored.ambiguous_hour)
        self.assertEqual(stored.employee_id, ann)
        stored.action_choose_other_reading()
        self.assertEqual(str(stored.instant), "2025-11-02 06:40:00")
        self.put_right(device, tz="America/Chicago", since="2025-01-01")
        self.assertEqual(str(stored.instant), "2025-11-02 07:40:00")
        self.assertFalse(stored.ambiguous_hour)
        correction = stored.correction_ids
        self.assertEqual(str(correction.former_instant), "2025-11-02 06:40:00")
        correction.action_withdraw()
        self.assertEqual(str(stored.instant), "2025-11-02 06:40:00")
        self.assertTrue(stored.ambiguous_hour)

    def test_a_chosen_hour_that_is_none_in_the_new_zone_is_withdrawn(self):
        device = self.make_device("HOUR02", tz="America/New_York")
        self.make_employee("Zed", {device: "8"})
        self.store(
            punch("8", datetime.fromisoformat("2025-11-02 01:40:00"), IN), device=device
        )
        stored = self.punches(device=device)
        stored.action_choose_other_reading()
        self.put_right(device, tz="UTC", since="2025-01-01")
        self.assertEqual(str(stored.instant), "2025-11-02 01:40:00")
        self.assertEqual(stored.correction_ids.state, "withdrawn")
        self.assertEqual(stored.correction_ids.withdrawn_by_id, self.manager)

    def test_events_with_numbers_that_meet_keep_both_and_their_numbers(self):
        day = datetime.fromisoformat(f"{DAY} 08:00:00")
        hours = [day, day + HOUR, day + 2 * HOUR]
        self.store(*(punch("5", at, IN, line=str(at), number="7") for at in hours))
        self.put_right(since=DAY)
        punches = self.punches(device=self.wrong)
        self.assertEqual([p.instant.hour for p in punches], [7, 8, 9])
        self.assertEqual(punches.mapped("number"), ["7", "7", "7"])
        self.put_right(tz="UTC", since=DAY)
        self.assertEqual([p.instant.hour for p in punches], [8, 9, 10])
        self.assertEqual(punches.mapped("number"), ["7", "7", "7"])

    def test_two_events_that_become_one_instant_are_both_kept(self):
        night = datetime.fromisoformat("2025-03-30 02:30:00")  # skipped in Paris
        self.store(*(punch("5", at, IN, number="7") for at in (night, night + HOUR)))
        self.put_right(since="2025-03-01")
        punches = self.punches(device=self.wrong)
        self.assertEqual({str(p.instant) for p in punches}, {"2025-03-30 01:30:00"})
        self.assertEqual(punches.mapped("number"), ["7", False])
        self.assertEqual(punches[1].other_tellings["numbers"], ["7"])

    # A clock that was wrong

    def test_a_wrong_clock_shifts_the_doubted_punches_alone(self):
        device = self.device
        self.push(row("1", "07:00", IN))
        device.clock_doubt = "clock"
        device.clock_drift = -720
        self.push(row("1", "16:48", OUT))
        device.clock_doubt = False
        self.pair()
        self.assertEqual(self.punches().mapped("doubted_time"), [False, True])
        wizard = self.put_right(device, choice="clock", shift=720)
        self.assertEqual(wizard.punches, 1)
        self.assertEqual(self.sessions(self.ann), ["06:00-16:00"])
        stored = self.punches()[1]
        self.assertEqual(
            (stored.device_time[11:16], stored.clock_shift), ("16:48", 720)
        )
        self.assertFalse(stored.doubted_time)
        # Another zone leaves the shift as it is.
        self.put_right(device, tz="UTC", since=DAY)
        self.assertEqual(self.sessions(self.ann), ["07:00-17:00"])

    def test_the_clock_is_set_by_command_where_the_terminal_can(self):
        wizard = self.dialog(
            self.device, choice="clock", set_clock=True, read_again=False
        )
        self.assertTrue(wizard.can_set_clock)
        wizard.action_apply()
        self.assertEqual(self.device.command_ids.mapped("kind"), ["set_clock"])

    def test_a_doubt_proposes_the_zone_and_is_over_once_it_is_set(self):
        self.wrong.clock_doubt = "zone"
        zone = clock.zone("Europe/Athens")
        now = fields.Datetime.now()
        self.wrong.clock_drift = (
            clock.wall(now, zone) - clock.wall(now, clock.zone("UTC"))
        ).total_seconds()
        self.wrong.clock_doubt_since = now
        self.env["biometric.site"].create({"name": "South", "tz": "Europe/Athens"})
        wizard = self.env["biometric.clock.wizard"].browse(
            self.wrong.action_put_clock_right()["res_id"]
        )
        self.assertEqual((wizard.choice, wizard.tz), ("zone", "Europe/Athens"))
        self.assertIn("Europe/Athens", wizard.proposal)
        self.assertIn("The terminal shows", wizard.comparison)
        wizard.read_again = False
        wizard.action_apply()
        self.assertEqual(self.wrong.tz, "Europe/Athens")
        self.assertFalse(self.wrong.clock_doubt)

    # Many punches

    def test_many_are_read_in_the_background_and_go_on_where_it_stopped(self):
        for pin in ("5", "6", "7"):
            rows = [row(pin, f"08:{minute:02}", IN) for minute in range(4)]
            self.push(*rows, device=self.wrong)
        limits = {"MAX_PUNCHES_AT_ONCE": 3, "PUNCHES_PER_TRANSACTION": 5}
        patched = patch.multiple(biometric_clock_change, **limits)
        patched.start()
        self.addCleanup(patched.stop)
        self.put_right(since=DAY)
        job = self.env["biometric.clock.change"].search([])
        self.assertEqual((job.state, job.count), ("waiting", 0))
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 0
        ):
            job._cron_read()
            self.assertEqual((job.state, job.position), ("waiting", "5"))
            self.push(row("7", "08:00", IN), device=self.wrong)
            job._cron_read()
            job._cron_read()
        self.assertEqual((job.state, job.count), ("done", 12))
        punches = self.punches(device=self.wrong)
        self.assertEqual({p.instant.hour for p in punches}, {7})
        self.assertEqual(len(punches), 12)

    # Who may, and what is offered

    def test_another_zone_on_the_form_offers_to_read_again(self):
        self.push(row("5", "08:00", IN), device=self.wrong)
        self.wrong.with_user(self.manager).tz = PARIS
        self.assertEqual(self.wrong.zone_before, "UTC")
        self.assertEqual(self.punches(device=self.wrong).instant.hour, 8)
        action = self.wrong.with_user(self.manager).action_read_by_new_zone()
        wizard = self.env["biometric.clock.wizard"].browse(action["res_id"])
        wizard.action_preview()
        wizard.action_apply()
        self.assertEqual(self.punches(device=self.wrong).instant.hour, 7)
        self.assertFalse(self.wrong.zone_before)
        self.device.tz = "UTC"  # nothing is stored of it
        self.assertFalse(self.device.zone_before)

    def test_only_managers_may(self):
        officer = new_test_user(
            self.env, "clock_officer", "hr_attendance.group_hr_attendance_user"
        )
        with self.assertRaises(AccessError):
            self.wrong.with_user(officer).action_put_clock_right()
