"""Screens are told after a commit what changed: ids and a day, once a second a company."""

import json
from types import SimpleNamespace
from unittest.mock import patch

from ...models.today import announcing
from ..common import IN, row
from ..today_common import TodayCase


class TestAnnouncing(TodayCase):
    def setUp(self):
        super().setUp()
        self.clock = 1000.0
        clock = SimpleNamespace(monotonic=lambda: self.clock)
        self.startPatcher(patch.object(announcing, "time", clock))
        self.sent = []

        def send(_bus, target, kind, message):
            self.sent.append((target, kind, message))

        self.patch(type(self.env["bus.bus"]), "_sendone", send)

    def announce(self, **how):
        """Return the messages of one round of the pairing's job."""
        self.sent.clear()
        self.env.flush_all()
        self.env["biometric.today"]._announce(**how)
        return list(self.sent)

    def push_now(self, pin):
        now = self.env.cr.now()
        self.push(row(pin, f"{now:%Y-%m-%d %H:%M:%S}", IN))

    def test_a_punch_is_told_to_its_company_without_names(self):
        self.announce()
        self.push_now("1")
        [(target, kind, message)] = self.announce()
        self.assertEqual(target, (self.company, announcing.CHANNEL))
        self.assertEqual(kind, announcing.CHANNEL)
        self.assertEqual(
            set(message), {"company", "employees", "everybody", "devices", "day"}
        )
        self.assertEqual(message["employees"], self.ann.ids)
        self.assertEqual(message["devices"], self.device.ids)
        self.assertNotIn("Ann", json.dumps(message))

    def test_a_punch_of_an_unknown_pin_is_told_by_its_device(self):
        self.push_now("77")
        [(_target, _kind, message)] = self.announce()
        self.assertEqual(
            (message["employees"], message["devices"]), ([], self.device.ids)
        )

    def test_nothing_new_is_no_message(self):
        self.push_now("1")
        self.announce()
        self.clock += 5
        self.assertEqual(self.announce(), [])

    def test_a_company_is_told_once_a_second_and_then_of_everything(self):
        self.push_now("1")
        self.assertEqual(len(self.announce()), 1)
        self.clock += 0.4
        self.push_now("00017")
        self.assertEqual(self.announce(), [])
        self.clock += 0.4
        self.push_now("77")
        self.assertEqual(self.announce(), [])
        self.clock += 0.4
        [(_target, _kind, message)] = self.announce()
        self.assertEqual(message["employees"], self.bob.ids)

    def test_what_waits_is_told_when_the_job_ends(self):
        self.push_now("1")
        self.announce()
        self.push_now("00017")
        self.assertEqual(self.announce(), [])
        self.assertEqual(len(self.announce(immediately=True)), 1)

    def test_people_whose_attendances_changed_without_a_punch(self):
        today = self.env["biometric.today"]
        self.announce()
        self.clock += 2
        today._note_changed(self.ann | self.bob)
        [(_target, _kind, message)] = self.announce()
        self.assertEqual(message["employees"], sorted((self.ann | self.bob).ids))

    def test_of_very_many_people_screens_read_everybody(self):
        self.patch(announcing, "MAX_EMPLOYEES", 1)
        self.env["biometric.today"]._note_changed(self.ann | self.bob)
        [(_target, _kind, message)] = self.announce()
        self.assertEqual((message["employees"], message["everybody"]), ([], True))

    def test_old_punches_are_no_news(self):
        self.push_now("1")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE biometric_punch SET received_at = received_at - interval '1 hour'"
        )
        self.assertEqual(self.announce(), [])

    def test_a_push_of_a_known_person_sends_nothing_itself(self):
        self.push_now("1")
        self.assertEqual(self.sent, [])

    def test_denied_and_unknown_punches_wake_the_job_too(self):
        woken = []
        self.patch(
            type(self.env["biometric.pairing"]),
            "_trigger_cron",
            lambda _self: woken.append(1),
        )
        for pin, count in (("1", 1), ("77", 1)):
            woken.clear()
            self.push_now(pin)
            self.assertEqual(len(woken), count)

    def test_the_job_announces_what_it_paired(self):
        noted = []
        self.patch(
            type(self.env["biometric.today"]),
            "_note_changed",
            lambda _self, people: noted.extend(people),
        )
        self.push_now("1")
        with self.enter_registry_test_mode():
            self.env.ref("biometric_attendance.cron_pair").method_direct_trigger()
        self.assertEqual([each.id for each in noted], self.ann.ids)
        self.assertEqual(len(self.sent), 1)
