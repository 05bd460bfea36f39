from odoo import api, fields, models

from ...rules.vault import VaultError
from ...terminals.reasons import Reason
from ..device.failures import CLEANING
from ..isolation import isolate


class BiometricPhoto(models.Model):
    """A picture a terminal took at a punch; kept for some days, where wanted."""

    _name = "biometric.photo"
    _inherit = ["biometric.encrypted"]
    _description = "Photo of a Punch"
    _order = "id desc"
    _rec_name = "device_time"

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The terminal that took it.",
    )
    company_id = fields.Many2one(
        related="device_id.company_id", store=True, help="The company of the device."
    )
    pin = fields.Char(
        string="PIN", readonly=True, help="Empty where nobody was recognised."
    )
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Who punched, as far as known when the photo came.",
    )
    device_time = fields.Char(readonly=True, help="The terminal's own wall clock.")
    received_at = fields.Datetime(
        readonly=True,
        required=True,
        default=fields.Datetime.now,
        index=True,
        help="When the server got it. Its days are counted from here.",
    )
    image = fields.Binary(
        string="Photo",
        compute="_compute_image",
        exportable=False,
        groups="hr_attendance.group_hr_attendance_manager",
        help="Decrypted for you. Nothing of it is kept in clear.",
    )

    _place_uniq = models.Constraint(
        "UNIQUE(device_id, pin, device_time)", "The photo is stored already."
    )

    def _compute_image(self):
        for photo in self:
            try:
                photo.image = photo._in_base64()
            except VaultError:
                photo.image = False  # the screen of settings tells what is wrong

    def _get_owner_values(self):
        return (self.device_id.id, self.pin or "", self.device_time or "")

    @api.model
    def _store(self, device, records):
        """Keep photos of punches, where the company wants any.

        Portraits and pictures to compare with are not kept: nothing needs them here.

        :param records: :class:`~.terminals.records.Photo` in order.
        :return: how many were new.
        """
        times = {str(record.time or ""): record.time for record in records}
        photos = {
            (record.pin, str(record.time or "")): record.image
            for record in records
            if record.kind == "punch"
        }
        if not photos or not device.sudo().company_id.biometric_photo_days:
            return 0
        try:
            self.env["biometric.vault"]._ring()
        except VaultError as error:
            reason = Reason(error.code, error.values)
            device._record_unstored([(reason, [pin for pin, _time in photos])])
            return 0
        users = device.sudo()._users_by_pin({pin for pin, _time in photos if pin})
        known = self.sudo()._get_stored(device, photos)
        for (pin, time), image in photos.items():
            if (pin, time) not in known:
                user = users.get(pin)
                employee = user and user._get_employee_at(times[time])
                self.sudo().create(
                    {
                        "device_id": device.id,
                        "pin": pin,
                        "employee_id": employee.id if employee else False,
                        "device_time": time,
                    }
                )._encrypt(image)
        return len(photos.keys() - known)

    @api.model
    def _get_stored(self, device, places):
        """Those of the ``(pin, time)`` that are stored already."""
        stored = self.search_fetch(
            [
                ("device_id", "=", device.id),
                ("device_time", "in", [time for _pin, time in places]),
            ],
            ["pin", "device_time"],
        )
        return {(photo.pin or "", photo.device_time or "") for photo in stored}

    @api.model
    def _delete_old(self):
        """Delete what is older than its company keeps photos."""
        for company in (
            self.env["res.company"].sudo().search([("active", "in", (True, False))])
        ):
            until = fields.Datetime.subtract(
                fields.Datetime.now(), days=company.biometric_photo_days
            )
            old = [("company_id", "=", company.id), ("received_at", "<=", until)]
            isolate(
                self.sudo().search(old),
                lambda photos: photos.unlink(),
                lambda photo: photo.device_id._record_failed_work(CLEANING),
            )
