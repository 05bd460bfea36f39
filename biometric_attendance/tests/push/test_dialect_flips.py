"""A terminal that calls in one dialect and another in turn."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import TransactionCase, tagged

from ...models.command.device import MAX_DIALECT_CHANGES
from ...terminals.calls import Call
from ..common import BiometricCase

DIALECTS = ("security", "attendance")


@tagged("post_install", "-at_install")
class TestDialectFlips(BiometricCase, TransactionCase):
    def flip(self, times):
        """Return how often the caches of all workers were cleared by so many calls."""
        registry, clears = type(self.env.registry), []
        with patch.object(registry, "clear_cache", lambda *names: clears.append(names)):
            for number in range(times):
                call = Call("ping", "GATE001", dialect=DIALECTS[number % 2])
                self.as_gateway(self.device)._process_call(call, b"")
        return len(clears)

    def test_a_hundred_calls_clear_the_caches_a_few_times_and_are_counted(self):
        self.assertLessEqual(self.flip(100), MAX_DIALECT_CHANGES)
        self.env.invalidate_all()
        self.assertEqual(self.device.dialect_flips, 1)

    def test_a_terminal_that_changed_is_followed_at_once_and_again_later(self):
        self.assertEqual(self.flip(1), 1)
        self.assertEqual(self.device.dialect, "security")
        self.flip(100)
        with freeze_time("2200-01-01"):
            self.flip(1)
        self.assertEqual(self.device.dialect, "security")
        self.assertEqual(self.flip(0), 0)
