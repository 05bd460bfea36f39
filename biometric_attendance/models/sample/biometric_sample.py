"""A small company of invented people and terminals, to be looked at and removed again."""

import secrets
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ...rules import clock
from ..rights.biometric_rights import ADMINISTRATOR
from ..today.people import today_limits
from . import story
from .dependents import find_dependents

# What is sample data has a name in this module, which is none.
MODULE = "__biometric_sample__"
# Of two records that refer to each other, the one that goes first.
REMOVAL = (
    "biometric.access.pass",
    "biometric.device.group",
    "biometric.device",
    "hr.employee",
    "res.partner",
    "hr.department",
)


class BiometricSample(models.AbstractModel):
    """Makes and removes sample data; only what it made itself is ever removed."""

    _name = "biometric.sample"
    _description = "Sample Data"

    @api.model
    def _read_state(self):
        """Return ``loaded``, ``offered`` while there is nothing of one's own, else ``""``.

        Sample data is of one company; in others it is neither.
        """
        devices = self._get_sample().get("biometric.device")
        if devices:
            return "loaded" if self.env.company in devices.company_id else ""
        return "" if self._has_own() else "offered"

    @api.model
    def action_load(self):
        """Make the sample data in the company the administrator works in."""
        self._check_administrator()
        if self._get_sample():
            raise UserError(self.env._("The sample data is there already."))
        if self._has_own():
            raise UserError(
                self.env._(
                    "Sample data is for an empty database: there are terminals or "
                    "punches already."
                )
            )
        self.sudo()._load()
        return True

    @api.model
    def action_remove(self):
        """Remove the sample data, and nothing else.

        :raises UserError: records that are no sample data depend on it.
        """
        self._check_administrator()
        sample = self._get_sample()
        foreign = sum(
            (
                records.company_id - self.env.companies
                for records in sample.values()
                if "company_id" in records._fields
            ),
            self.env["res.company"],
        )
        if foreign:
            raise AccessError(
                self.env._(
                    "%s is not among the companies you work in now.",
                    foreign[0].display_name,
                )
            )
        dependents = find_dependents(self.env, sample) if sample else []
        if dependents:
            raise UserError(
                self.env._(
                    "Nothing was removed, because this is yours and depends on the "
                    "sample data: %s. Unlink or delete it first.",
                    ", ".join(map(_describe, dependents)),
                )
            )
        self.sudo()._remove(sample)
        return True

    @api.model
    def _check_administrator(self):
        if not (self.env.su or self.env.user.has_group(ADMINISTRATOR)):
            raise AccessError(
                self.env._("Only administrators load or remove sample data.")
            )

    @api.model
    def _has_own(self):
        """Whether there is any device or punch, whatever company it is of."""
        everything = self.env["biometric.device"].sudo()
        devices = everything.with_context(active_test=False)
        punches = self.env["biometric.punch"].sudo()
        return bool(
            devices.search_count([], limit=1) or punches.search_count([], limit=1)
        )

    @api.model
    def _get_sample(self):
        """Return what is there of the sample data: ``{model: records}``."""
        names = self.env["ir.model.data"].sudo().search([("module", "=", MODULE)])
        sample = {}
        for model, rows in names.grouped("model").items():
            records = self.env[model].sudo().with_context(active_test=False)
            records = records.browse(rows.mapped("res_id")).exists()
            if records:
                sample[model] = records
        return sample

    def _load(self):
        # Names of what is gone, such as of an addon that was removed and is back, would be
        # those of new records.
        self.env["ir.model.data"].search([("module", "=", MODULE)]).unlink()
        company = self.env.company
        zone = today_limits(company, fields.Datetime.now())[1]
        now = clock.wall(fields.Datetime.now(), clock.zone(zone))
        days = story.get_days(now.replace(tzinfo=None))
        maker = self.with_context(tracking_disable=True, mail_create_nosubscribe=True)
        devices = maker._make_devices(company, zone, days)
        maker._make_people(company, zone, devices)
        maker._make_guests(company, devices[story.ENTRANCE], days)
        for place, lines in story.get_lines(days).items():
            body = "".join(f"{line}\n" for line in lines).encode()
            devices[place]._receive("ATTLOG", body)
        entitlements = self.env["biometric.device.group"]._entitlements()
        for device in devices.values():
            device._sync_users(entitlements[device])
        self.env["biometric.pairing"]._trigger_cron()

    def _create(self, model, vals_list):
        """Create records and name them as sample data."""
        records = self.env[model].create(vals_list)
        self._name_sample(records)
        return records

    def _name_sample(self, records):
        self.env["ir.model.data"].create(
            [
                {
                    "module": MODULE,
                    "name": f"{record._table}_{record.id}",
                    "model": record._name,
                    "res_id": record.id,
                    "noupdate": True,
                }
                for record in records
            ]
        )

    def _make_devices(self, company, zone, days):
        """Return the terminals: ``{place: device}``. Nobody can guess their numbers."""
        begin = datetime.combine(days.first, datetime.min.time()) - timedelta(days=1)
        devices = self._create(
            "biometric.device",
            [
                {
                    "name": name,
                    "serial": f"SAMPLE{secrets.token_hex(8).upper()}",
                    "state": "approved",
                    "company_id": company.id,
                    "tz": zone,
                    "tz_confirmed": True,
                    "import_since": begin,
                }
                for name in story.PLACES.values()
            ],
        )
        devices.last_seen = fields.Datetime.now()
        return dict(zip(story.PLACES, devices, strict=True))

    def _make_people(self, company, zone, devices):
        own = {"company_id": company.id}
        [department] = self._create(
            "hr.department", [{"name": story.DEPARTMENT, **own}]
        )
        rows = [
            {"name": each.name, "tz": zone, "department_id": department.id, **own}
            for each in story.PEOPLE
        ]
        employees = self._create("hr.employee", rows)
        self._name_sample(employees.work_contact_id)
        self.env["biometric.device.user"].create(
            [
                {
                    "device_id": devices[each.place].id,
                    "pin": each.pin,
                    "name": each.name,
                    "employee_id": employee.id,
                }
                for each, employee in zip(story.PEOPLE, employees, strict=True)
            ]
        )

    def _make_guests(self, company, device, days):
        """Make two contacts with passes of ten days: one is over, the other ends soon."""
        group = {"name": "Guests", "company_id": company.id}
        group["device_ids"] = [Command.set(device.ids)]
        [group] = self._create("biometric.device.group", [group])
        guests = ((story.FORMER_GUEST, days.pass_over), (story.REGULAR, days.pass_ends))
        for (name, pin), last_day in guests:
            [partner] = self._create(
                "res.partner", [{"name": name, "company_id": company.id}]
            )
            self.env["biometric.device.user"].create(
                {
                    "device_id": device.id,
                    "pin": pin,
                    "name": name,
                    "partner_id": partner.id,
                }
            )
            granted = {
                "partner_id": partner.id,
                "company_id": company.id,
                "group_ids": [Command.set(group.ids)],
                "first_day": last_day - timedelta(days=10),
                "last_day": last_day,
                "reason": "Visit",
            }
            self._create("biometric.access.pass", [granted])

    def _remove(self, sample):
        """Delete the records, and first what goes along and would keep them."""
        # Punches and passes are kept for good where they are no samples.
        remover = self.with_context(
            **{MODULE_UNINSTALL_FLAG: True},
            active_test=False,
            tracking_disable=True,
            biometric_pairing=True,
        )
        devices = sample.get("biometric.device", self.env["biometric.device"])
        employees = sample.get("hr.employee", self.env["hr.employee"])
        partners = sample.get("res.partner", self.env["res.partner"])
        persons = [
            *("|", ("employee_id", "in", employees.ids)),
            ("partner_id", "in", partners.ids),
        ]
        for model, domain in (
            ("hr.attendance", [("employee_id", "in", employees.ids)]),
            ("biometric.correction", [("employee_id", "in", employees.ids)]),
            ("biometric.punch", [("device_id", "in", devices.ids)]),
            ("biometric.access.pass", persons),
        ):
            remover.env[model].search(domain).unlink()
        # Odoo leaves these behind when their employees are deleted.
        versions = employees.with_env(remover.env).version_ids
        for model in REMOVAL:
            records = sample.get(model, self.env[model]).exists()
            records.with_env(remover.env).unlink()
        versions.exists().unlink()


def _describe(record):
    """Return what a record is and whose, in a few words."""
    names = [record.display_name]
    if "employee_id" in record._fields and record.employee_id:
        names.insert(0, record.employee_id.name)
    return f"{record._description} “{': '.join(names)}”"
