"""A bridge that is not in touch is one alert, not one of each cause of its terminals."""

from odoo.tests import tagged

from ..watch_common import NOW, WatchCase


@tagged("post_install", "-at_install")
class TestSilentBridge(WatchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bridge = cls.env["biometric.bridge"].create(
            {"name": "Hall", "company_id": cls.company.id}
        )
        cls.bridge.sudo().write({"paired_at": NOW, "last_seen": NOW})
        cls.behind = cls.make_device(
            "POLL1", brand="zk4370", host="192.168.7.20", bridge_id=cls.bridge.id
        )
        cls.behind.sudo().last_seen = NOW

    def test_silence_of_the_bridge_is_the_only_cause(self):
        self.watch(minutes=5)
        self.assertFalse(self.open_alerts("bridge"))
        self.later(minutes=55)
        self.seen(self.device)
        self.watch()
        self.assertEqual(self.open_alerts().mapped("cause"), ["bridge"])
        alert = self.open_alerts("bridge")
        self.assertEqual(alert.device_ids, self.behind)
        self.assertEqual(alert.since, NOW)
        self.assertIn("bridge", alert.description)

    def test_failing_terminals_of_a_silent_bridge_have_that_cause_alone(self):
        self.behind.sudo().write({"poll_failures": 3, "poll_error_at": NOW})
        self.later(minutes=60)
        self.seen(self.device)
        self.watch()
        self.assertEqual(self.open_alerts().mapped("cause"), ["bridge"])

    def test_silent_terminal_of_a_bridge_in_touch_is_silent_itself(self):
        self.later(minutes=60)
        self.seen(self.device)
        self.bridge.sudo().last_seen = self.now
        self.watch()
        self.assertEqual(self.open_alerts().mapped("cause"), ["silent"])

    def test_bridge_that_was_never_paired_is_no_cause(self):
        self.bridge.sudo().write({"paired_at": False, "last_seen": False})
        self.later(minutes=60)
        self.seen(self.device | self.behind)
        self.watch()
        self.assertFalse(self.open_alerts())
