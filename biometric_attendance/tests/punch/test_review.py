"""Second thoughts: mappings, start dates, directions and zones that change."""

from unittest.mock import patch

from odoo.exceptions import ValidationError

from ...rules import clock
from ..common import IN, OUT, BiometricCase, row


class TestReview(BiometricCase):
    def user_of(self, pin):
        return self.device.user_ids.filtered(lambda user: user.pin == pin)

    def unmapped_day(self):
        self.push(row("99", "08:00", IN), row("99", "17:00", OUT))
        self.pair()
        return self.user_of("99")

    def test_a_pin_mapped_later_brings_its_earlier_punches(self):
        user = self.unmapped_day()
        carl = self.make_employee("Carl")
        user.employee_id = carl
        self.pair()
        self.assertEqual(self.sessions(carl), ["07:00-16:00"])
        self.assertEqual(self.outcomes(carl), ["08:00 checked_in", "17:00 checked_out"])

    def test_a_device_user_created_by_hand_brings_them_too(self):
        self.unmapped_day().unlink()
        carl = self.make_employee("Carl", {self.device: "99"})
        self.pair()
        self.assertEqual(self.sessions(carl), ["07:00-16:00"])

    def test_a_pin_mapped_wrongly_then_right_for_the_whole_past_moves_the_rows(self):
        user = self.unmapped_day()
        user.employee_id = self.bob
        self.pair()
        self.assertEqual(self.sessions(self.bob), ["07:00-16:00"])
        self.assign(user, self.ann)
        self.pair()
        self.assertFalse(self.sessions(self.bob))
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_a_pin_taken_from_somebody_leaves_the_rows(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        self.user_of("1").employee_id = False
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(self.punches().employee_id, self.ann)

    def test_a_pin_that_never_was_somebodys_takes_the_rows_away(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        self.assign(self.user_of("1"))
        self.pair()
        self.assertFalse(self.sessions(self.ann))
        punches = self.punches()
        self.assertEqual(set(punches.mapped("outcome")), {"unmapped"})
        self.assertFalse(punches.employee_id)
        self.assertEqual(set(punches.mapped("reason")), {"nobody"})

    def test_mapping_does_not_make_a_wrong_clock_right(self):
        self.push(row("99", "2070-01-01 00:00:00"))
        self.user_of("99").employee_id = self.ann
        self.pair()
        self.assertEqual(self.punches(self.ann).outcome, "clock_error")

    def test_moving_the_start_back_brings_older_punches(self):
        self.device.import_since = "2025-06-01 00:00:00"
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        self.assertFalse(self.sessions(self.ann))
        self.device.import_since = "2025-01-01 00:00:00"
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_moving_the_start_on_takes_older_rows_away(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        self.device.import_since = "2025-06-01 00:00:00"
        self.pair()
        self.assertFalse(self.sessions(self.ann))
        punches = self.punches(self.ann)
        self.assertEqual(set(punches.mapped("outcome")), {"before_start"})
        self.assertEqual(set(punches.mapped("reason")), {"too_old"})

    def test_moving_the_start_leaves_unmapped_punches_unmapped(self):
        self.device.import_since = "2025-06-01 00:00:00"
        self.unmapped_day()
        self.device.import_since = "2025-01-01 00:00:00"
        self.assertEqual(set(self.punches().mapped("outcome")), {"unmapped"})

    def test_a_pin_seen_before_the_start_can_be_mapped(self):
        self.device.import_since = "2025-06-01 00:00:00"
        user = self.unmapped_day()
        user.employee_id = self.ann
        self.pair()
        self.assertEqual(set(self.punches().mapped("outcome")), {"before_start"})
        self.device.import_since = "2025-01-01 00:00:00"
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_changed_directions_are_read_into_what_is_stored(self):
        self.push(
            *(row("1", clock, IN) for clock in ("08:00", "12:00", "13:00", "17:00"))
        )
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-11:00", "12:00-16:00"])
        self.push(row("1", "13:30", OUT))
        self.device.direction_codes = "0=out, 1=in"
        self.assertEqual(
            [p.direction for p in self.punches()], ["out", "out", "out", "in", "out"]
        )
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["12:30-16:00"])
        self.device.direction_source = "none"
        self.pair()
        self.assertFalse(any(p.direction for p in self.punches()))

    def test_a_change_of_other_fields_pairs_nobody(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        self.device.write({"name": "Front door", "firmware": "Ver 9"})
        self.assertFalse(self.env["biometric.pairing"].search([]))

    def test_a_zone_the_server_lacks_is_refused_when_saved(self):
        """Odoo's list of zones is not the machine's."""

        def lacking(name):
            raise ValueError(f"{name!r} is not the name of a time zone.")

        with (
            patch.object(clock, "zone", lacking),
            self.assertRaisesRegex(ValidationError, "time zone US/Eastern. Choose"),
        ):
            self.device.tz = "US/Eastern"
