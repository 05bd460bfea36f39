"""What the last test of a connection found, kept on the device."""

from odoo import api, fields, models

from ...terminals import BRANDS
from ..reason import as_stored, sentence


class BiometricDeviceTested(models.AbstractModel):
    """Fields of a device that say when its connection was tested, and what was found.

    What listens at an address is told to administrators alone, who may test it.
    """

    _name = "biometric.device.tested"
    _description = "Tested Connection of a Device"

    tested_at = fields.Datetime(
        string="Last Tested",
        readonly=True,
        copy=False,
        groups="hr_attendance.group_hr_attendance_manager",
        help="When the connection was last tested.",
    )
    test_kind = fields.Selection(
        [
            ("success", "Answers"),
            ("warning", "Settings changed"),
            ("danger", "Does not answer"),
        ],
        string="Test",
        readonly=True,
        copy=False,
        groups="hr_attendance.group_hr_attendance_manager",
        help="Whether the terminal answered when its connection was last tested.",
    )
    test_reason = fields.Json(
        readonly=True,
        copy=False,
        groups="hr_attendance.group_hr_attendance_manager",
        help="Code and values of what the last test found.",
    )
    test_result = fields.Char(
        compute="_compute_test_result",
        groups="hr_attendance.group_hr_attendance_manager",
        help="What the last test of the connection found.",
    )
    test_advice = fields.Char(
        string="What to Do",
        compute="_compute_test_result",
        groups="hr_attendance.group_hr_attendance_manager",
        help="What to do about what the last test found.",
    )

    @api.depends("test_reason", "brand")
    @api.depends_context("lang")
    def _compute_test_result(self):
        for device in self:
            reason = device.test_reason
            device.test_result = sentence(self.env, reason) or False
            brand = BRANDS.get(device.brand)
            advice = brand and reason and brand.guide.advice.get(reason["code"])
            device.test_advice = device._translate_label(advice)

    def _record_test(self, kind, reason):
        """Keep what a test found: ``kind`` is a value of ``test_kind``."""
        self.sudo().write(
            {
                "tested_at": fields.Datetime.now(),
                "test_kind": kind,
                "test_reason": as_stored(reason),
            }
        )

    def _forget_test(self):
        """Forget what was found at another address, or with another key."""
        tested = self.sudo().filtered("tested_at")
        tested.write({"tested_at": False, "test_kind": False, "test_reason": False})
