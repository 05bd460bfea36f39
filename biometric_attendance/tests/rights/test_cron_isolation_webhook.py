"""The job of webhooks with a poisoned one: it is noted there, and the others are called."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ...models.webhook import biometric_webhook_delivery, sending
from ..common import IN, row
from ..rights_common import OURS
from ..webhook.test_webhook import WebhookCase


@tagged("post_install", "-at_install")
class TestCronIsolationWebhook(WebhookCase, CronMixinCase):
    def test_cron_webhook(self):
        good = self.webhook.copy({"name": "Good", "url": "https://example.org/"})
        self.push(row("1", "08:00", IN))

        def send(webhook, event, number, payload):
            if webhook == self.webhook:
                raise KeyError("poison")
            return False

        self.env.flush_all()
        with (
            patch.object(sending, "send", send),
            self.enter_registry_test_mode(),
            mute_logger(biometric_webhook_delivery.__name__),
        ):
            self.env.ref(f"{OURS}.cron_webhook").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(set(good.delivery_ids.mapped("state")), {"sent"})
        self.assertEqual(set(self.deliveries().mapped("state")), {"waiting"})
        self.assertIn("log", self.webhook.problem)
        self.assertTrue(self.webhook.retry_at)
