"""Pairing: a code typed at the bridge, once, is exchanged for its token."""

import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..due import is_over
from ..push.device_cache import digest

# No letter or digit that is read as another.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 6
CODE_LIFETIME = timedelta(minutes=10)
MAX_TEXT_LENGTH = 100  # of what the bridge says of itself


class BiometricBridge(models.Model):
    _inherit = "biometric.bridge"

    pairing_digest = fields.Char(copy=False, index=True, groups=fields.NO_ACCESS)
    pairing_until = fields.Datetime(
        string="Code Valid Until",
        readonly=True,
        copy=False,
        help="Until then the code that was made is accepted.",
    )
    host_name = fields.Char(
        string="Computer",
        readonly=True,
        copy=False,
        help="What the computer it was paired on calls itself.",
    )
    system = fields.Char(
        readonly=True, copy=False, help="The operating system it runs on."
    )

    def action_new_code(self):
        """Make a code for pairing, and show it this once with the lines to type."""
        self.ensure_one()
        self.check_access("write")
        if not self.active:
            raise UserError(self.env._("Unarchive the bridge first."))
        code = "".join(secrets.choice(ALPHABET) for _each in range(CODE_LENGTH))
        self.sudo().write(
            {
                "pairing_digest": digest(code),
                "pairing_until": fields.Datetime.now() + CODE_LIFETIME,
            }
        )
        half = CODE_LENGTH // 2
        return self.env["biometric.bridge.pairing"]._open(
            self, f"{code[:half]}-{code[half:]}"
        )

    def action_revoke(self):
        """Refuse the bridge from now on, until it is paired again."""
        self.check_access("write")
        own = self.sudo()
        own.token_ids._revoke()
        own.write(
            {
                "revoked_at": fields.Datetime.now(),
                "pairing_digest": False,
                "pairing_until": False,
                "instance": False,
            }
        )
        return True

    @api.model
    def _find_by_code(self, text):
        """Return the bridge a code was made for, empty where there is none.

        :param text: as it was typed: case, blanks and dashes do not matter.
        """
        code = "".join(each for each in text.upper() if each.isalnum())
        found = self.search([("pairing_digest", "=", digest(code))], limit=1)
        now = fields.Datetime.now()
        if not code or is_over(found.pairing_until, now, CODE_LIFETIME):
            return self.browse()
        return found

    def _pair(self, values):
        """Make a token for the bridge, and take back those before.

        :param values: what it says of itself: ``name``, ``instance``, ``version``,
            ``system``.
        :return: the token; nobody can read it again.
        """
        self.ensure_one()
        now = fields.Datetime.now()
        self.write(
            {
                "pairing_digest": False,
                "pairing_until": False,
                "paired_at": now,
                "revoked_at": False,
                "last_seen": False,
                "host_name": get_text(values, "name"),
                "system": get_text(values, "system"),
                "version": get_text(values, "version"),
                "instance": get_text(values, "instance"),
            }
        )
        self.token_ids._revoke()
        token = self.env["biometric.api.token"].create(
            {
                "name": self.name,
                "company_id": self.company_id.id,
                "bridge_id": self.id,
                "may_send_punches": False,
                "may_run_bridge": True,
            }
        )
        return token._make()


def get_text(values, name):
    """Return a text a program sent, ``False`` where there is none that can be stored."""
    value = values.get(name)
    if not isinstance(value, str) or "\0" in value:
        return False
    return value.encode(errors="ignore").decode()[:MAX_TEXT_LENGTH] or False
