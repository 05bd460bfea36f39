"""One event of a terminal that numbers its events is one punch, however it comes."""

from datetime import datetime, timedelta
from itertools import permutations
from random import Random

from ...terminals.records import Punch
from ..common import DAY, IN, NONE, OUT, BiometricCase

MORNING = datetime.fromisoformat(f"{DAY} 08:00:00")


def event(status=None, number="7", *, at=MORNING, pin="1", verify=None, **more):
    line = f"{number} {pin} {at} {status}"
    return Punch(
        pin, at, status, verify, more.pop("workcode", ""), line, number=number, **more
    )


class TestEventNumbers(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._ensure_biometric_policy()
        cls.company.biometric_policy_id.mode = "keys"

    def store(self, *punches, route="push", device=None):
        device = self.as_gateway(device or self.device)
        return self.as_gateway(self.env["biometric.punch"])._ingest(
            device, list(punches), route
        )

    def punched(self):
        return [
            (p.device_time[11:16], p.status, p.direction, p.number)
            for p in self.punches()
        ]

    def test_pushed_with_a_direction_and_polled_without_it_is_one_punch(self):
        for first, second in permutations([event(IN, verify=1), event(verify=15)]):
            with self.subTest(first=first.status):
                self.assertEqual(self.store(first), 1)
                self.assertEqual(self.store(second, route="poll"), 0)
                self.assertEqual(self.punched(), [("08:00", 0, "in", "7")])
                self.assertEqual(self.punches().verify, 1)
                self.assertEqual(self.punches().line, event(IN).line)
                self.assertEqual(self.punches().employee_id, self.ann)
                self.punches().unlink()

    def test_a_richer_telling_has_the_person_paired_again(self):
        self.store(event(), route="poll")
        self.pair()
        self.assertEqual(self.outcomes(self.ann), ["08:00 missing_check_out"])
        self.store(event(OUT))
        self.assertTrue(self.env["biometric.pairing"].search_count([]))
        self.pair()
        self.assertEqual(self.outcomes(self.ann), ["08:00 missing_check_in"])
        self.assertFalse(self.sessions(self.ann))

    def test_what_says_nothing_new_queues_nobody(self):
        self.store(event(IN, verify=1))
        self.pair()
        self.store(event(IN, verify=1), event(), event(NONE), route="poll")
        self.assertFalse(self.env["biometric.pairing"].search_count([]))

    def test_a_number_that_begins_anew_is_another_punch(self):
        self.store(event(IN))
        self.store(event(IN, at=MORNING + timedelta(days=1)))
        self.assertEqual(len(self.punches()), 2)

    def test_the_same_number_at_another_terminal_is_another_punch(self):
        other = self.make_device("GATE002")
        self.store(event(IN))
        self.store(event(IN), device=other)
        self.assertEqual(len(self.punches()) + len(self.punches(device=other)), 2)

    def test_the_same_number_and_instant_of_another_pin_is_another_punch(self):
        self.store(event(IN), event(IN, pin="00017"))
        self.assertEqual(len(self.punches()), 2)

    def test_a_punch_known_without_a_number_takes_it_later(self):
        self.store(event(IN, None), route="file")
        self.assertEqual(self.store(event(IN), event(), route="poll"), 0)
        self.assertEqual(self.punched(), [("08:00", 0, "in", "7")])
        self.assertEqual(self.punches().route, "file")

    def test_a_file_without_numbers_brings_nothing_twice(self):
        self.store(event(IN), event(), route="poll")
        for status in (IN, None):
            self.assertEqual(self.store(event(status, None), route="file"), 0)
        self.assertEqual(self.store(event(OUT, None), route="file"), 1)

    def test_two_punches_are_one_once_a_telling_shows_it(self):
        self.store(event(None, None), event(IN))
        self.assertEqual(len(self.punches()), 2)
        self.store(event())
        self.assertEqual(self.punched(), [("08:00", 0, "in", "7")])

    def test_what_people_said_about_a_punch_is_kept(self):
        self.store(event(None, None), event(IN))
        self.pair()
        for punch in self.punches():
            punch.action_discard()
        self.store(event())
        self.assertEqual(len(self.punches().correction_ids), 2)
        self.assertEqual(set(self.punches().mapped("outcome")), {"discarded"})

    def test_a_discarded_punch_stays_discarded_when_more_is_known_of_it(self):
        self.store(event(None, None), event(IN))
        self.punches().filtered(lambda punch: punch.status == -1).action_discard()
        self.store(event())
        self.assertEqual(self.punched(), [("08:00", 0, "in", "7")])
        self.assertEqual(self.punches().outcome, "discarded")

    def test_two_directions_of_one_event_are_the_lower_state_in_any_order(self):
        for tellings in permutations([event(IN), event(OUT), event(NONE)]):
            for telling in tellings:
                self.store(telling)
            self.assertEqual(self.punched(), [("08:00", 0, "in", "7")])
            self.punches().unlink()

    def test_what_another_telling_added_gives_way_to_the_richest_ones_own(self):
        for tellings in permutations(
            [event(IN), event(verify=1, workcode="3"), event(IN, verify=15)]
        ):
            for telling in tellings:
                self.store(telling)
            [punch] = self.punches()
            self.assertEqual((punch.verify, punch.workcode), (15, "3"))
            punch.unlink()

    def test_an_offset_tells_the_hour_that_another_way_left_open(self):
        night = datetime(2025, 10, 26, 2, 40)
        for tellings in permutations(
            [
                event(OUT, at=night),
                event(OUT, at=night, offset=3600),
                event(at=night, offset=3600),
            ]
        ):
            self.store(*tellings[:2])
            self.store(*tellings[2:])
            [punch] = self.punches()
            self.assertEqual(str(punch.instant), "2025-10-26 01:40:00")
            self.assertFalse(punch.ambiguous_hour)
            self.assertEqual(punch.direction, "out")
            punch.unlink()

    def test_any_order_any_repetition_and_any_batches_make_the_same_punches(self):
        for seed in range(60):
            random = Random(seed)
            tellings = [
                event(
                    random.choice([None, IN, OUT, NONE]),
                    random.choice([None, "7", "8", "10"]),
                    at=MORNING + timedelta(seconds=random.choice([0, 1, 60])),
                    pin=random.choice(["1", "00017"]),
                    verify=random.choice([None, 1, 15]),
                    workcode=random.choice(["", "3"]),
                )
                for _telling in range(random.randint(1, 8))
            ]
            # Verify and work code of punches without numbers are those that came first.
            tellings = [
                each if each.number else each._replace(verify=None, workcode="")
                for each in tellings
            ]
            found = set()
            for _order in range(3):
                again = [*tellings, *random.choices(tellings, k=3)]
                random.shuffle(again)
                while again:
                    size = random.randint(1, len(again))
                    self.store(*again[:size])
                    again = again[size:]
                self.env.cr.execute(
                    "SELECT pin, instant, status, direction, number, verify, workcode"
                    " FROM biometric_punch WHERE device_id = %s",
                    [self.device.id],
                )
                found.add(frozenset(self.env.cr.fetchall()))
                self.punches().unlink()
            self.assertEqual(len(found), 1, (seed, tellings))

    def test_the_work_of_a_numbered_batch_does_not_grow_with_its_rows(self):
        counts = []
        # The first two fill caches.
        for day, size in enumerate((1, 1, 2, 50)):
            batch = [
                event(IN, str(number), at=MORNING + timedelta(days=day, minutes=number))
                for number in range(size)
            ]
            before = self.env.cr.sql_log_count
            self.store(*batch)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[3])
