"""The crons that tell people: one poisoned device or company stops no other."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ...models import isolation
from ..common import BiometricCase
from ..push.test_access import ROLES
from ..rights_common import OURS


@tagged("post_install", "-at_install")
class TestCronIsolationAlerts(BiometricCase, CronMixinCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.boss = new_test_user(
            cls.env,
            "alerts_boss",
            ROLES["manager"],
            company_id=cls.company.id,
            company_ids=(cls.company | cls.other).ids,
            email="boss@example.com",
        )
        (cls.company | cls.other).biometric_alert_user_id = cls.boss

    def run_cron(self, name):
        self.env.flush_all()
        with self.enter_registry_test_mode(), mute_logger(isolation.__name__):
            self.env.ref(f"{OURS}.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def test_cron_watch(self):
        hour_ago = fields.Datetime.now() - timedelta(hours=1)
        yard = self.make_device("YARD001")
        devices = self.device | yard
        devices.write({"last_seen": hour_ago, "site_id": False})
        cls = type(self.env["biometric.alert"])
        get_summary = cls._get_summary

        def poisoned(alert):
            if alert.device_id == self.device:
                raise KeyError("poison")
            return get_summary(alert)

        with patch.object(cls, "_get_summary", poisoned):
            self.run_cron("cron_watch")
        alerts = self.env["biometric.alert"].search([("device_id", "in", devices.ids)])
        not_notified = alerts.filtered("not_notified").device_id
        self.assertEqual((alerts.device_id, not_notified), (devices, self.device))
        self.assertEqual(alerts.filtered("activity_id").device_id, yard)

    def test_cron_digest(self):
        companies = self.env["res.company"].search([])
        companies.biometric_digest = False
        both = self.company | self.other
        both.write({"biometric_digest": True, "biometric_digest_hour": 0})
        for company in both:
            self.env["biometric.alert"].create(
                {
                    "cause": "silent",
                    "company_id": company.id,
                    "user_id": self.boss.id,
                    "since": fields.Datetime.now(),
                }
            )
        cls = type(self.env["biometric.digest"])
        write_mail = cls._write_mail

        def poisoned(model, company, user, now):
            if company == self.company:
                raise KeyError("poison")
            return write_mail(model, company, user, now)

        mails = self.env["mail.mail"].search([])
        with patch.object(cls, "_write_mail", poisoned):
            self.run_cron("cron_digest")
        [mail] = self.env["mail.mail"].search([]) - mails
        self.assertIn("Elsewhere", mail.subject)
        # The day is over for both: the mail is not tried every quarter of an hour.
        self.assertTrue(all(each.biometric_digest_day for each in both))
