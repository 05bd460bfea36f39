"""A company with a terminal, people and punches, for every test of this addon."""

import os
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import TransactionCase
from odoo.tests.test_cursor import TestCursor

from ..models.pairing import biometric_pairing
from ..models.poll import loopback
from ..models.push import contact, guessing, unknown_devices
from ..terminals import adms

IN, OUT, NONE = 0, 1, 255
DAY = "2025-03-03"  # a Monday, winter time in Paris


def row(pin, clock, status=NONE, verify=1):
    """A line of ATTLOG; a time of day alone is on ``DAY``."""
    moment = clock if " " in clock else f"{DAY} {clock}:00"
    return f"{pin}\t{moment}\t{status}\t{verify}\t0\t0\t0"


class BiometricCase(TransactionCase):
    """Paris, one approved terminal, Ann with PIN 1 and Bob with PIN 00017."""

    #: Whether this machine itself may be called, where simulated terminals are.
    allow_loopback = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        setting = {loopback.VARIABLE: str(cls.allow_loopback)}
        cls.startClassPatcher(patch.dict(os.environ, setting))
        # What is written to an employee by the test itself is no news to anybody.
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env["res.company"].create({"name": "Bell Works"})
        cls.company.resource_calendar_id.tz = "Europe/Paris"
        cls.env.user.company_ids |= cls.company
        cls.env.user.company_id = cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.site = cls.env["biometric.site"].create(
            {"name": "Gate", "tz": "Europe/Paris", "company_id": cls.company.id}
        )
        cls.device = cls.make_device("GATE001", site_id=cls.site.id)
        cls.ann = cls.make_employee("Ann", {cls.device: "1"})
        cls.bob = cls.make_employee("Bob", {cls.device: "00017"})

    def setUp(self):
        super().setUp()
        # Each worker remembers what it wrote lately; a test starts as a new worker.
        self.startPatcher(patch.dict(contact._last_written, clear=True))
        guessing.GUESSES.clear()
        self.startPatcher(patch.dict(unknown_devices._lately, clear=True))
        self.startPatcher(patch.dict(unknown_devices._contacts, clear=True))
        self.startPatcher(patch.dict(biometric_pairing._last_triggered, clear=True))
        self.startPatcher(patch.object(TestCursor, "commit", _commit))

    @classmethod
    def make_device(cls, serial, **vals):
        return cls.env["biometric.device"].create(
            {
                "name": serial,
                "serial": serial,
                "state": "approved",
                "company_id": cls.company.id,
                "tz": "Europe/Paris",
                "import_since": "2020-01-01 00:00:00",
                **vals,
            }
        )

    @classmethod
    def make_employee(cls, name, pins=None, **vals):
        """Create an employee of the company.

        :param pins: ``{device: PIN}`` by which the person is known.
        """
        employee = cls.env["hr.employee"].create(
            {"name": name, "tz": "Europe/Paris", "company_id": cls.company.id, **vals}
        )
        for device, pin in (pins or {}).items():
            cls.map_user(device, pin, employee)
        return employee

    @classmethod
    def map_user(cls, device, pin, employee):
        return cls.env["biometric.device.user"].create(
            {"device_id": device.id, "pin": pin, "employee_id": employee.id}
        )

    def assign(self, user, person=None, span="past", **vals):
        """Say in the dialog whose a PIN is, and from when; nobody's by default.

        :return: the dialog, as its preview was.
        """
        wizard = self.env["biometric.assignment.wizard"]
        wizard = wizard.browse(user.action_assign()["res_id"])
        employee = person if person and person._name == "hr.employee" else None
        contact = person if person and not employee else None
        wizard.write(
            {
                "employee_id": employee.id if employee else False,
                "partner_id": contact.id if contact else False,
                "span": span,
                **vals,
            }
        )
        wizard.action_preview()
        wizard.action_apply()
        return wizard

    @classmethod
    def sync_devices(cls):
        """Queue what brings every device to what the groups want."""
        entitlements = cls.env["biometric.device.group"]._entitlements()
        for device in cls.env["biometric.device"].search([("state", "=", "approved")]):
            device._sync_users(entitlements[device])

    def push(self, *rows, device=None, table="ATTLOG"):
        """What the terminal's push does, as the user it does it as."""
        device = device or self.device
        body = "".join(f"{line}\n" for line in rows).encode()
        upload = self.as_gateway(device)._receive(table, body)
        return adms.uploads.acknowledge(table, upload)

    def as_gateway(self, records):
        """Records in the eyes of the user terminals act as."""
        gateway = self.env.ref("biometric_attendance.user_gateway")
        return records.with_user(gateway).with_context(allowed_company_ids=[])

    def pair(self, at=None):
        """Pair everybody queued, like the cron but in this transaction.

        :param at: when, naive UTC; now, long after the days of most tests.
        """
        if at:
            with freeze_time(at):
                return self.pair()
        self.env.flush_all()
        pairing = self.env["biometric.pairing"].sudo()
        queued = pairing._dequeue(pairing.search([]).employee_id.ids)
        if queued:
            pairing._pair(queued)
        self.env.flush_all()
        self.env.invalidate_all()

    def punches(self, employee=None, device=None):
        domain = [("device_id", "=", (device or self.device).id)]
        if employee:
            domain = [("employee_id", "=", employee.id)]
        return self.env["biometric.punch"].search(domain, order="device_time, id")

    def outcomes(self, employee):
        """``["08:00 checked_in", ...]`` in the terminal's own time."""
        return [f"{p.device_time[11:16]} {p.outcome}" for p in self.punches(employee)]

    def sessions(self, employee):
        """``["08:00-17:00", ...]`` in UTC, ``"08:00-"`` where open."""
        rows = self.env["hr.attendance"].search(
            [("employee_id", "=", employee.id)], order="check_in"
        )
        return [f"{_clock(row.check_in)}-{_clock(row.check_out)}" for row in rows]

    def attendance(self, employee):
        return self.env["hr.attendance"].search([("employee_id", "=", employee.id)])

    def enter(self, employee, start, end=False, **vals):
        """An attendance as a person enters it, times of ``DAY`` in UTC."""
        return self.env["hr.attendance"].create(
            {
                "employee_id": employee.id,
                "check_in": f"{DAY} {start}:00",
                "check_out": end and f"{DAY} {end}:00",
                **vals,
            }
        )


def _commit(cr, commit=TestCursor.commit):
    """Commit a request's cursor; Odoo's own for tests drops what is to follow that."""
    written = dict(cr.postcommit.data.get(contact.WRITTEN, ()))
    found = dict(cr.postcommit.data.get(unknown_devices.FOUND, ()))
    commit(cr)
    contact._last_written.update(written)
    unknown_devices.remember_all(found)


def _clock(moment):
    return fields.Datetime.to_string(moment)[11:16] if moment else ""
