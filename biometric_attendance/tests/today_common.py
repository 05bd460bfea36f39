"""A Monday of people with fixed working times, seen on the screen Today."""

from contextlib import contextmanager
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user

from ..models.today import announcing
from .common import DAY, BiometricCase
from .push.test_access import ROLES

HOURS = ((8, 12), (13, 17))


class TodayCase(BiometricCase):
    """Ann and Bob work from 8 to 17 in Paris, which is 7 to 16 UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.make_calendar("Days", HOURS)
        cls.company.resource_calendar_id = cls.calendar
        (cls.ann | cls.bob).resource_calendar_id = cls.calendar
        cls.people = {
            role: new_test_user(
                cls.env,
                f"today_{role}",
                groups,
                company_id=cls.company.id,
                company_ids=cls.company.ids,
            )
            for role, groups in ROLES.items()
        }
        cls.ann.attendance_manager_id = cls.people["officer"]

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.dict(announcing._announcers, clear=True))

    @classmethod
    def make_calendar(cls, name, hours, days="01234", tz="Europe/Paris", **vals):
        lines = [
            Command.create(
                {"name": name, "dayofweek": day, "hour_from": begin, "hour_to": end}
            )
            for day in days
            for begin, end in hours
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "tz": tz,
                "attendance_ids": [Command.clear(), *lines],
                **vals,
            }
        )

    @contextmanager
    def at(self, clock):
        """Be at a time of ``DAY``, UTC, or at another moment."""
        moment = clock if " " in clock else f"{DAY} {clock}:00"
        with freeze_time(moment):
            yield

    def as_user(self, role="user", model="biometric.today"):
        context = {"allowed_company_ids": self.company.ids}
        return self.env(user=self.people[role], su=False, context=context)[model]

    def read_today(self, clock, role="user", **filters):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.at(clock):
            return self.as_user(role).read_today(**filters)

    def statuses(self, clock, role="user", **filters):
        """Return ``{name: status}`` at a time of ``DAY``, UTC."""
        found = self.read_today(clock, role, **filters)["people"]
        return {person["name"]: person["status"] for person in found}
