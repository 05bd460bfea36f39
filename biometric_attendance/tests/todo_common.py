"""A company in which each kind of thing is to do."""

import base64
import os
from unittest.mock import patch

from odoo.fields import Command

from ..models.poll.folders import VARIABLE
from .common import IN, row
from .today_common import TodayCase

PENDING = "NEW9"


class TodoCase(TodayCase):
    """Ann's officer manages her; the tests are on the evening of the Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guest = cls.env["res.partner"].create({"name": "Guest"})
        cls.group = cls.env["biometric.device.group"].create(
            {"name": "All", "company_id": cls.company.id}
        )

    def make_one_of_each(self):
        self.push(
            *(row("1", "08:00", IN), row("00017", "08:00", IN)),
            *(row("77", "08:00", IN), row("77", "09:00", IN), row("78", "08:00", IN)),
            *("no row", "no other row"),
        )
        self.pair(at="2025-03-04 09:00:00")
        self.make_alert("silent", self.device)
        self.env["biometric.device"].create({"serial": PENDING, "tz": "UTC"})
        self.grant("2025-03-06")
        self.env["biometric.correction.request"].create(
            {
                "employee_id": self.ann.id,
                "direction": "out",
                "instant": "2025-03-03 16:00:00",
                "note": "Forgot to punch",
            }
        )
        self.make_files()

    def make_files(self):
        """Make imports, of which one waits: it came from a folder and is to be checked."""
        with patch.dict(os.environ, {VARIABLE: "/exports"}):
            folder = self.env["biometric.file.folder"].create(
                {"name": "Exports", "path": "/exports", "company_id": self.company.id}
            )
        content = base64.b64encode(b"PIN,Time\n1,2025-03-03 08:00\n").decode()
        for name, vals in (
            ("new.csv", {"folder_id": folder.id}),
            ("old.csv", {"folder_id": folder.id, "state": "done"}),
            ("own.csv", {}),
        ):
            vals = {"file": content, "company_id": self.company.id, **vals}
            self.env["biometric.file.import"].create({"name": name, **vals})

    def make_alert(self, cause, device, **vals):
        return self.env["biometric.alert"].create(
            {
                "cause": cause,
                "device_id": device.id,
                "company_id": device.company_id.id,
                "since": "2025-03-03 08:00:00",
                **vals,
            }
        )

    def grant(self, last_day, person=None, first_day="2025-02-01", groups=None):
        return self.env["biometric.access.pass"].create(
            {
                "partner_id": (person or self.guest).id,
                "group_ids": [Command.set((groups or self.group).ids)],
                "first_day": first_day,
                "last_day": last_day,
                "reason": "Visit",
                "company_id": self.company.id,
            }
        )

    def todos(self, role="manager", *domain, at="18:00"):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.at(at):
            found = self.as_user(role, "biometric.todo").search(list(domain))
            found.mapped("display_name")
        return found

    def todo(self, kind, role="manager"):
        [found] = self.todos(role, ("kind", "=", kind))
        return found
