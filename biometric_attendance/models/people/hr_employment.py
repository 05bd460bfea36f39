"""From when until when people are employed, as far as punches are concerned."""

from datetime import datetime, time

from odoo import fields, models

EVER = fields.Datetime.to_datetime("1900-01-01 00:00:00")


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _get_employment(self):
        """First and last day of employment, ``None`` where nothing is known.

        It begins with the first contract, unless the person is kept without contracts
        at some time.
        """
        starts = self.version_ids.mapped("contract_date_start")
        begins = min(starts) if starts and all(starts) else None
        return begins, self.departure_date or None

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active"):
            groups = (
                self.env["biometric.punch"]
                .sudo()
                ._read_group(
                    [
                        ("employee_id", "in", self.ids),
                        ("outcome", "=", "inactive_employee"),
                    ],
                    ["employee_id"],
                    ["instant:min"],
                )
            )
            self.env["biometric.pairing"].sudo()._queue(groups)
        return result


class HrVersion(models.Model):
    _inherit = "hr.version"

    def write(self, vals):
        if {"contract_date_start", "departure_date"}.isdisjoint(vals):
            return super().write(vals)
        changes = self._get_pairing_changes(vals)
        result = super().write(vals)
        self.env["biometric.pairing"].sudo()._queue(
            changes + self._get_pairing_changes(vals)
        )
        return result

    def _get_pairing_changes(self, vals):
        """Where a change of these values is felt: pairs of employee and naive UTC."""
        edges = []
        for version in self.sudo():
            if "contract_date_start" in vals:
                edges.append((version.employee_id, version.contract_date_start))
            if version.departure_date:
                edges.append((version.employee_id, version.departure_date))
        return [
            (person, datetime.combine(day, time.min) if day else EVER)
            for person, day in edges
            if person
        ]
