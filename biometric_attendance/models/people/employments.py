"""When an employee was employed: for the pairing, and for the days of access."""

from collections import defaultdict
from datetime import date, timedelta

from odoo import models

from ...rules.employment import employment
from ...rules.validity import Window


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _get_employments(self, policies):
        """Return when each of these people was employed: ``{employee: Employment}``.

        :param policies: ``{employee: Policy}``, which tell when a day begins.
        """
        self.version_ids.fetch(["contract_date_start", "contract_date_end"])
        return {
            person: employment(
                person._get_contracts(),
                person.departure_date or None,
                None if person.active else person.biometric_archived_at or None,
                policies[person],
            )
            for person in self
        }

    def _get_contracts(self):
        """Return the first and last day of each contract; ``None``: not known, or for good.

        Who was kept without a contract at first was employed until the first one.
        """
        versions = self.version_ids.sorted("date_version")
        spans = {
            (version.contract_date_start, version.contract_date_end or None)
            for version in versions
            if version.contract_date_start
        }
        if spans and not versions[0].contract_date_start:
            day_before = min(first for first, _last in spans) - timedelta(days=1)
            spans.add((None, day_before))
        return sorted(spans, key=lambda span: span[0] or date.min)

    def _queue_inactive_punches(self):
        """Queue for pairing what was punched while these employees were archived."""
        punches = self.env["biometric.punch"].sudo()
        groups = punches._read_group(
            [("employee_id", "in", self.ids), ("outcome", "=", "inactive_employee")],
            ["employee_id"],
            ["instant:min"],
        )
        self.env["biometric.pairing"].sudo()._queue(groups)

    def _contract_windows(self):
        """Return the contracts as days of access, where the company limits access to them.

        :return: ``{employee: [Window]}``, without those who have no contract recorded.
        """
        mine = self.filtered("company_id.biometric_contract_access")
        found = defaultdict(set)
        versions = self.env["hr.version"].sudo().with_context(active_test=False)
        for version in versions.search(
            [("employee_id", "in", mine.ids), ("contract_date_start", "!=", False)]
        ):
            last = version.contract_date_end or None
            found[version.employee_id].add(Window(version.contract_date_start, last))
        return {person.sudo(False): sorted(found[person], key=str) for person in found}

    def _has_left(self, day):
        left = self.sudo().departure_date
        return super()._has_left(day) or bool(left and left < day)
