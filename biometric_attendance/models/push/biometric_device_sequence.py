from odoo import api, fields, models
from odoo.tools import SQL

from ...rules.sequence import find_gap


class BiometricDeviceSequence(models.Model):
    """The number of the last event a device pushed; a gap before the next was not received.

    In a row of its own, because each push writes it: that of the device is written by
    sessions meanwhile.
    """

    _name = "biometric.device.sequence"
    _inherit = ["biometric.rights"]
    _description = "Last Event a Device Pushed"
    _log_access = False

    device_id = fields.Many2one(
        "biometric.device", required=True, ondelete="cascade", help="Whose event."
    )
    number = fields.Char(required=True, help="The terminal's own number of it.")

    _device_uniq = models.Constraint("UNIQUE(device_id)", "One row a device.")

    @api.model
    def _has_gap(self, device, came):
        """Record events that came; return whether there are others before them.

        :param came: as ``Upload.sequence``.
        """
        _none, number = find_gap(None, came)
        [(before,)] = self.env.execute_query(
            SQL(
                """WITH former AS (
                       SELECT number FROM biometric_device_sequence WHERE device_id = %(id)s
                   ), stored AS (
                       INSERT INTO biometric_device_sequence (device_id, number)
                       VALUES (%(id)s, %(number)s)
                           ON CONFLICT (device_id) DO UPDATE SET number = EXCLUDED.number
                   )
                   SELECT (SELECT number FROM former)""",
                id=device.id,
                number=str(number),
            )
        )
        return find_gap(int(before) if before else None, came)[0]
