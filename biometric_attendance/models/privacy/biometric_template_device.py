"""What a device sends of people's fingers and faces, and which of it is kept."""

from odoo import fields, models

NAMED = 5  # people that are named where something of more of them was not stored


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    algorithms = fields.Json(
        readonly=True,
        copy=False,
        help="Version of each algorithm the terminal recognises people with.",
    )
    unstored = fields.Char(
        string="Not Stored",
        readonly=True,
        copy=False,
        help="Why templates or photos the terminal sent last were not stored. It goes "
        "on working with them, and its punches are stored all the same.",
    )

    def _algorithm(self, kind):
        """Major version of the device's algorithm, ``None`` where it is not known."""
        return (self.algorithms or {}).get(kind)

    def _users_by_pin(self, pins):
        """The device users with these PINs; those not known yet are noted.

        :return: ``{pin: biometric.device.user}``.
        """
        users = self.env["biometric.device.user"]
        users.flush_model()
        users._meet(self, pins)
        mine = [("device_id", "=", self.id), ("pin", "in", list(pins))]
        return {user.pin: user for user in users.search(mine)}

    def _note_unstored(self, refused):
        """Show on the device why something was not stored, until it is.

        :param refused: ``{reason: [PIN]}``.
        """
        told = []
        for reason, pins in refused.items():
            more = "…" if len(pins) > NAMED else ""
            told.append(f"{reason} (PIN {', '.join(pins[:NAMED])}{more})")
        told = " ".join(told) or False
        if told != self.unstored:
            self.unstored = told
