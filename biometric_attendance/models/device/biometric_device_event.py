"""Entries of the terminals' own logs."""

import json

from odoo import api, fields, models
from odoo.tools import SQL

# With the device, what makes two entries the same.
KEY_FIELDS = ("code", "device_time", "operator", "details")


class BiometricDeviceEvent(models.Model):
    """An entry of a terminal's audit log: a menu opened, a user deleted, an alarm."""

    _name = "biometric.device.event"
    _inherit = ["biometric.rights"]
    _description = "Biometric Device Event"
    _order = "id desc"
    _rec_name = "label"

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The terminal it happened on.",
    )
    company_id = fields.Many2one(
        related="device_id.company_id", help="The company of the device."
    )
    label = fields.Char(readonly=True, help="What happened, in English.")
    code = fields.Char(readonly=True, help="The terminal's own code for it.")
    device_time = fields.Char(
        readonly=True, help="When, by the terminal's own wall clock."
    )
    operator = fields.Char(
        readonly=True, help="PIN of the person at the menu; 0 is nobody."
    )
    details = fields.Char(readonly=True, help="The values the terminal added.")
    tampering = fields.Boolean(
        readonly=True,
        help="Evidence may have been changed: the clock was set, punches or users "
        "were deleted, or the terminal was sent to another server.",
    )
    received_at = fields.Datetime(readonly=True, help="When the server got it.")

    # A terminal may send its audit log again, as it does with punches. Unknown values are
    # stored as "", because NULLs are never equal.
    _event_uniq = models.Constraint(
        "UNIQUE(device_id, device_time, code, operator, details)",
        "The event is known already.",
    )

    @api.depends("label")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for event in self:
            event.display_name = self.env._(event.label or "")

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """Head the groups of a label by its words in the reader's language."""
        own = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if groupby_spec != "label":
            return own

        def format_group(label):
            return label and self.env._(label), own(label)[1]

        return format_group

    @api.model
    def _record(self, device, events):
        """Store events, once each.

        :param events: :class:`~.terminals.records.DeviceEvent` in order.
        :return: those that are new.
        """
        self.check_access("create")
        rows = [
            {
                "label": event.label,
                "code": event.code,
                "device_time": str(event.time or ""),
                "operator": event.operator,
                "details": " ".join(event.details),
                "tampering": event.tampering,
            }
            for event in events
        ]
        self.env.cr.execute(
            SQL(
                """INSERT INTO biometric_device_event (device_id, received_at, label,
                          code, device_time, operator, details, tampering)
                   SELECT %s, %s, r.*
                     FROM json_to_recordset(%s) AS r(label text, code text,
                          device_time text, operator text, details text,
                          tampering boolean)
                       ON CONFLICT DO NOTHING
                RETURNING code, device_time, operator, details""",
                device.id,
                fields.Datetime.now(),
                json.dumps(rows),
            )
        )
        stored = set(self.env.cr.fetchall())
        self.invalidate_model(flush=False)
        return [
            event
            for event, row in zip(events, rows, strict=True)
            if tuple(row[name] for name in KEY_FIELDS) in stored
        ]
