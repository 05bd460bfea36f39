"""What a terminal reports about itself."""

from odoo import fields, models


class BiometricDeviceInfo(models.AbstractModel):
    """The part of a device that is filled in by what the terminal reports.

    The names are those of :class:`~.terminals.records.DeviceInfo`.
    """

    _name = "biometric.device.info"
    _description = "Terminal Information"

    firmware = fields.Char(readonly=True, help="As the terminal reports it.")
    model = fields.Char(readonly=True, help="The model name the terminal reports.")
    platform = fields.Char(readonly=True, help="The hardware the terminal reports.")
    push_version = fields.Char(
        string="Protocol Version", readonly=True, help="As the terminal reports it."
    )
    mac = fields.Char(string="MAC", readonly=True, help="The network card it reports.")
    users = fields.Integer(readonly=True, help="Users stored on the terminal.")
    fingers = fields.Integer(readonly=True, help="Fingers stored on the terminal.")
    faces = fields.Integer(readonly=True, help="Faces stored on the terminal.")
    punches = fields.Integer(
        string="Punches on Device",
        readonly=True,
        help="Punches in the memory of the terminal.",
    )
    user_capacity = fields.Integer(readonly=True, help="Users it can store.")
    finger_capacity = fields.Integer(readonly=True, help="Fingers it can store.")
    face_capacity = fields.Integer(readonly=True, help="Faces it can store.")
    punch_capacity = fields.Integer(
        readonly=True, help="Punches it can store before it deletes the oldest."
    )
