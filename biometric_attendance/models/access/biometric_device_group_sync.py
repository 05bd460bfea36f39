"""From who belongs where to commands, one terminal after the other."""

import logging
from collections import defaultdict

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as CONFLICTS

from ...rules import clock
from ...rules.validity import ALWAYS, Window

_logger = logging.getLogger(__name__)


class BiometricDeviceGroup(models.Model):
    _inherit = "biometric.device.group"

    @api.model
    def _cron_sync(self):
        """Bring every terminal to what the groups want, each in its own transaction."""
        claims, again = self._claims(), False
        devices = self._all_devices()
        for device in devices:
            try:
                device._sync_people(claims[device])
                self.env["ir.cron"]._commit_progress(1)
            except CONFLICTS:
                self.env.cr.rollback()
                _logger.info("Another writer was at device %s", device.id)
                again = True
        if again:
            self._trigger_sync()
        self._trigger_sync_at_midnight(devices)

    @api.model
    def _sync(self):
        """The same in one transaction."""
        claims = self._claims()
        for device in self._all_devices():
            device._sync_people(claims[device])

    @api.model
    def _all_devices(self):
        return self.env["biometric.device"].search([("state", "=", "approved")])

    @api.model
    def _claims(self):
        """Who may use which terminal, and when: ``{device: {person: [Window]}}``.

        Passes that are over count too: they tell which punches were made in vain.
        """
        claims = defaultdict(lambda: defaultdict(list))
        for group in self.search([("active", "=", True)]):
            people = group._people()
            limits = people._contract_windows()
            for device in group._devices():
                for person in people:
                    claims[device][person] += limits.get(person, [ALWAYS])
        passes = self.env["biometric.access.pass"].with_context(active_test=False)
        for each in passes.search([("first_day", "!=", False)]):
            window = Window(each.first_day, each.last_day or None)
            for device in each.group_ids._devices():
                claims[device][each._person()].append(window)
        return claims

    @api.model
    def _trigger_sync_at_midnight(self, devices):
        """Passes begin and end at the midnight of each terminal's own zone."""
        cron = self.env.ref("biometric_attendance.cron_sync").sudo()
        now = fields.Datetime.now()
        zones = {clock.zone(name) for name in devices.mapped("tz")}
        at = {clock.midnight_after(now, zone) for zone in zones}
        known = self.env["ir.cron.trigger"].sudo()
        known = known.search([("cron_id", "=", cron.id), ("call_at", "in", list(at))])
        at -= set(known.mapped("call_at"))
        if at:
            cron._trigger(at=at)
