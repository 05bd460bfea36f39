"""A member of a gym, and passes for the terminals of a group."""

from odoo.fields import Command
from odoo.tests import freeze_time

from .common import IN
from .people_common import PeopleCase

FIRST, LAST = "2025-03-10", "2025-03-20"


def row(pin, moment, status=IN):
    return f"{pin}\t{moment}:00\t{status}\t1\t0\t0\t0"


class PassCase(PeopleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gym = cls.env["res.partner"].create({"name": "Mia Member"})

    def grant(self, person, first=FIRST, last=LAST, **vals):
        name = "partner_id" if person._name == "res.partner" else "employee_id"
        return self.env["biometric.access.pass"].create(
            {
                name: person.id,
                "group_ids": [Command.set(self.group.ids)],
                "first_day": first,
                "last_day": last,
                "reason": "Membership",
                "company_id": self.company.id,
                **vals,
            }
        )

    def sync_at(self, moment):
        """Sync at a moment in UTC, and let the terminal do what it is told."""
        with freeze_time(moment):
            self.sync()
            return self.received_commands(self.north)
