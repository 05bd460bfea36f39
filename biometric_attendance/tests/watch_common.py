"""A company whose terminals are watched, at a time of the test's own."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ..models.watch import run
from .common import BiometricCase
from .push.test_access import ROLES

NOW = fields.Datetime.to_datetime("2025-03-03 10:00:00")  # a Monday, 11:00 in Paris


class WatchCase(BiometricCase):
    """One person is told of everything; the terminal of the site was just in touch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Europe/Paris"
        cls.boss = cls.make_user("boss", "manager")
        cls.company.biometric_alert_user_id = cls.boss
        cls.alerts = cls.env["biometric.alert"]
        cls.now = NOW
        cls.seen(cls.device)

    @classmethod
    def make_user(cls, name, role, **vals):
        return new_test_user(
            cls.env,
            f"watch_{name}",
            ROLES[role],
            **{
                "company_id": cls.company.id,
                "company_ids": cls.company.ids,
                "email": f"{name}@example.com",
                "tz": "Europe/Paris",
                **vals,
            },
        )

    @classmethod
    def seen(cls, devices, minutes=0):
        """Devices were last in touch some minutes ago."""
        devices.last_seen = cls.now - timedelta(minutes=minutes)

    def later(self, **span):
        """Let time pass; nobody calls meanwhile."""
        type(self).now = self.now + timedelta(**span)
        self.addClassCleanup(setattr, type(self), "now", NOW)

    def watch(self, **span):
        """Let time pass, and run the watch."""
        if span:
            self.later(**span)
        run.run(self.alerts.sudo().with_context(tracking_disable=True), self.now)
        self.env.flush_all()
        self.env.invalidate_all()

    def tearDown(self):
        type(self).now = NOW
        super().tearDown()

    def open_alerts(self, cause=None):
        domain = [("closed_at", "=", False), ("company_id", "=", self.company.id)]
        return self.alerts.search(domain + ([("cause", "=", cause)] if cause else []))

    def activities(self, user=None):
        """Activities of alerts that a person has to do."""
        kind = self.env.ref("biometric_attendance.activity_type_alert")
        domain = [("activity_type_id", "=", kind.id)]
        if user:
            domain.append(("user_id", "=", user.id))
        return self.env["mail.activity"].search(domain)

    def make_devices(self, count, site=None, **vals):
        devices = self.env["biometric.device"].create(
            [
                {
                    "name": f"Door {number}",
                    "serial": f"DOOR{site.id if site else 0}-{number}",
                    "state": "approved",
                    "company_id": self.company.id,
                    "site_id": site.id if site else False,
                    "tz": "Europe/Paris",
                    "import_since": "2020-01-01 00:00:00",
                    "last_seen": self.now,
                    **vals,
                }
                for number in range(count)
            ]
        )
        self.env.flush_all()
        return devices

    def make_calendar(self, *hours):
        """Opening hours of a Monday: ``(8, 12)``."""
        return self.env["resource.calendar"].create(
            {
                "name": "Open",
                "company_id": self.company.id,
                "tz": "Europe/Paris",
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": "Open",
                                "dayofweek": "0",
                                "hour_from": begin,
                                "hour_to": end,
                                "day_period": "morning",
                            }
                        )
                        for begin, end in hours
                    ),
                ],
            }
        )


def muted():
    return mute_logger(
        "odoo.addons.biometric_attendance.models.isolation",
        "odoo.addons.biometric_attendance.models.watch.collect",
    )
