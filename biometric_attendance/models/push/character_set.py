"""In which character set a terminal that calls writes names, and is written names."""

from odoo import api, fields, models

UNICODE = "utf-8"


class BiometricDeviceCharacterSet(models.AbstractModel):
    """What decides the character set of names, besides ``encoding``."""

    _name = "biometric.device.character.set"
    _description = "Character Set of a Device"

    sends_encoding = fields.Boolean(
        string="Own Character Set",
        readonly=True,
        copy=False,
        help="The terminal sent names that are not Unicode. So names are written to it in "
        "its character set, too.",
    )
    has_encodings = fields.Boolean(
        compute="_compute_has_encodings",
        help="Terminals of the brand that call may write names in the character set of "
        "their language.",
    )

    @api.depends("brand")
    def _compute_has_encodings(self):
        for device in self:
            push = device._get_push()
            device.has_encodings = bool(push and push.has_encodings)

    def write(self, vals):
        if vals.get("encoding") == UNICODE:
            vals = {**vals, "sends_encoding": False}
        return super().write(vals)

    def _decode_upload(self, brand, table, body, name):
        """Return a body as :class:`~.terminals.records.Upload`."""
        if not self._get_push().has_encodings:
            return brand.decode(table, body, name=name)
        upload = brand.decode(table, body, name=name, encoding=self.encoding)
        if upload.users and not self.sends_encoding and not _is_unicode(body):
            self.sends_encoding = True
        return upload

    def _without_secrets(self, body):
        """Return a body as text that may be kept, and can be decoded again."""
        push = self._get_push()
        if push.has_encodings:
            return push.without_secrets(body, encoding=self.encoding)
        return push.without_secrets(body)

    def _suggest_encoding(self, encoding):
        """Take the character set that the terminal's language suggests, if none is set.

        Unicode is always tried first, so a wrong guess spoils no name that is Unicode.
        """
        if encoding and self.encoding == UNICODE:
            self.encoding = encoding

    def _get_command_encoding(self):
        """Return the character set of the texts in commands.

        It is Unicode until the terminal was seen to send another: the protocol does not
        say what a terminal reads, and newer firmware reads Unicode whatever its language.
        """
        return self.encoding if self.sends_encoding else UNICODE


def _is_unicode(body):
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
