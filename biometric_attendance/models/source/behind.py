"""The terminals behind a source: their devices, and what is stored at them."""

from psycopg2.extras import Json

from odoo import fields, models
from odoo.tools import SQL

from ...rules import clock
from ...terminals import BRANDS
from ...terminals.source import SourceTerminal
from ..access import reports

# What is stored under, where rows name no terminal: typed at the program by hand.
BY_HAND = "by-hand"


class BiometricSource(models.Model):
    _inherit = "biometric.source"

    def _store_behind(self, step):
        """Store the rows of a step at the devices of their terminals.

        Those of a device nobody has approved are left: they are read when somebody does.
        """
        known = {terminal.key: terminal for terminal in step.terminals}
        named = {key: SourceTerminal(key) for key in step.uploads}
        devices = self._find_devices({**named, **known})
        self._note_presence(devices, step)
        users = {user.pin: user for user in step.users}
        for key, upload in step.uploads.items():
            device = devices[key]
            if device._is_approved():
                device._store_upload(upload, "source", "poll")
        if users:
            for device in set(devices.values()):
                self._report_users(device, users)

    def _find_devices(self, terminals):
        """Return the device of each terminal; those there are none of are made, pending.

        :param terminals: key to :class:`~.terminals.source.SourceTerminal`.
        """
        devices = self.env["biometric.device"].with_context(active_test=False).sudo()
        found = devices.search([("source_id", "=", self.id)])
        by_key = {device.source_key: device for device in found}
        missing = [terminals[key] for key in terminals if key not in by_key]
        if missing:
            made = devices.create(self._get_device_values(missing))
            by_key |= {device.source_key: device for device in made}
        for key, terminal in terminals.items():
            device = by_key[key]
            if terminal.name and device.name == device.serial:
                device.name = terminal.name
        return {key: by_key[key] for key in terminals}

    def _get_device_values(self, terminals):
        devices = self.env["biometric.device"].with_context(active_test=False).sudo()
        serials = [terminal.key or BY_HAND for terminal in terminals]
        taken = set(
            devices.search(
                [("brand", "=", self.brand), ("serial", "in", serials)]
            ).mapped("serial")
        )
        for terminal, serial in zip(terminals, serials, strict=True):
            name = terminal.name or (not terminal.key and self.env._("Typed by hand"))
            yield {
                # Numbers inside a program are not the same in two of them.
                "serial": f"{serial}/{self.id}" if serial in taken else serial,
                "source_key": terminal.key,
                "source_id": self.id,
                "brand": self.brand,
                "dialect": BRANDS[self.brand].dialect,
                "company_id": self.company_id.id,
                "site_id": self.site_id.id,
                "tz": self._get_zone(terminal),
                "name": name or serial,
            }

    def _get_zone(self, terminal):
        """Return the zone of a terminal, the source's own where it names none there is."""
        zones = dict(self._fields["tz"]._description_selection(self.env))
        if terminal.tz in zones:
            try:
                clock.zone(terminal.tz)
            except ValueError:
                return self.tz
            return terminal.tz
        return self.tz

    def _note_presence(self, devices, step):
        """Note which terminals the source reaches, as far as it says so.

        :param devices: key to device.
        """
        for terminal in step.terminals:
            away = terminal.online is False
            if devices[terminal.key].source_away != away:
                devices[terminal.key].source_away = away
        if step.complete:
            self.env["biometric.device"].flush_model()
            self.env.execute_query(
                SQL(
                    """UPDATE biometric_device
                          SET last_seen = %s, poll_failures = 0, poll_reason = NULL,
                              poll_error_at = NULL
                        WHERE source_id = %s AND source_away IS NOT TRUE
                    RETURNING id""",
                    fields.Datetime.now(),
                    self.id,
                )
            )
            self.env["biometric.device"].invalidate_model(flush=False)

    def _note_failure(self, reason):
        """Note on its terminals that they cannot be read, which people are told of."""
        self.env["biometric.device"].flush_model()
        self.env.execute_query(
            SQL(
                """UPDATE biometric_device
                      SET poll_failures = coalesce(poll_failures, 0) + 1,
                          poll_reason = %s,
                          poll_error_at = coalesce(poll_error_at, %s)
                    WHERE source_id = %s AND state = 'approved'
                RETURNING id""",
                Json(reason.as_dict()),
                fields.Datetime.now(),
                self.id,
            )
        )
        self.env["biometric.device"].invalidate_model(flush=False)

    def _report_users(self, device, users):
        """Store what the source calls the people who punched at a terminal.

        :param users: PIN to :class:`~.terminals.records.DeviceUser`.
        """
        pins = device.sudo().with_context(active_test=False).user_ids.mapped("pin")
        reported = [users[pin] for pin in pins if pin in users]
        if reported and device._is_approved():
            reports.process_reported(device, reported)
