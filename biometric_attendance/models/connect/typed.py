"""What is typed into a terminal, on the form of its device."""

from urllib.parse import quote

from odoo import api, fields, models

from .addresses import parts_of, server_addresses


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    type_in = fields.Json(
        string="Type This In",
        compute="_compute_type_in",
        groups="hr_attendance.group_hr_attendance_manager",
        help="What to type into the terminal, or into the vendor's software, as Connect a "
        "Terminal shows it.",
    )

    @api.depends("brand", "serial", "path_digest")
    @api.depends_context("lang")
    def _compute_type_in(self):
        for device in self:
            device.type_in = (device._get_push() and device._read_type_in()) or False

    def _read_type_in(self):
        """Return ``url``, ``problem``, ``menu`` and ``settings``: dicts of label and value.

        A secret address is not stored, so it is not shown.
        """
        guide = self._guide()
        addresses = server_addresses(self)
        if not addresses:
            return False
        [address, *_others] = addresses
        read = self.env["biometric.connect"]._address
        shown = read(address)
        path = guide.url % quote(self.serial or "", safe="") if guide.url else ""
        values = parts_of(address.url, path)
        return {
            "url": values["url"],
            "secret": bool(self.has_secret_path),
            "problem": shown["problem"],
            "owner": shown["owner"],
            "menu": self._translate_label(guide.menu) or "",
            "settings": []
            if self.has_secret_path
            else [
                {
                    "label": entry.label,
                    "value": entry.value.format_map(values),
                    "optional": entry.optional,
                }
                for entry in guide.settings
            ],
        }
