"""Wall displays: a page without a user, at an address that can be taken back."""

import hashlib
import json
import secrets
import time

from odoo import api, fields, models

from ...rules.presence import IN, NOT_IN_YET
from ..actions import notify
from ..push.device_cache import digest
from . import activity
from .activity import seconds
from .people import at_site, load_people, load_shown, today_limits

WALL_PATH = "/biometric/wall/"
PEOPLE_SHOWN = 200
PUNCHES_SHOWN = 8
# A worker works out what a wall shows no more often, however many screens show it.
INTERVAL_SECONDS = 3.0

# Of this worker: {(database, wall id): (monotonic seconds, what it was made of, data)}.
_shown = {}


class BiometricWall(models.Model):
    """A display in the hall or at the guard: its address, and what it shows of people."""

    _name = "biometric.wall"
    _description = "Wall Display"
    _inherit = ["biometric.rights"]
    _order = "name, id"

    _check_company_auto = True
    _editable_fields = {"name", "active", "company_id", "site_id", "show_names"}

    name = fields.Char(required=True, help="Where the display hangs.")
    active = fields.Boolean(
        default=True, help="The address of an archived display shows nothing."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        help="Whose people it shows.",
    )
    site_id = fields.Many2one(
        "biometric.site",
        check_company=True,
        ondelete="restrict",
        help="Only people of this place. Empty: of the whole company.",
    )
    show_names = fields.Selection(
        [("none", "No names"), ("initials", "Initials"), ("full", "Full names")],
        required=True,
        default="initials",
        help="What everybody who passes the display may read. Photos are never shown.",
    )
    token_digest = fields.Char(copy=False, index=True, groups=fields.NO_ACCESS)
    has_address = fields.Boolean(
        compute="_compute_has_address",
        help="Somebody made an address for it, which works until it is revoked.",
    )

    @api.depends("token_digest")
    def _compute_has_address(self):
        for wall in self:
            wall.has_address = bool(wall.sudo().token_digest)

    def action_new_address(self):
        """Make a new address, and show it this once; the one before stops working."""
        self.ensure_one()
        self.check_access("write")
        token = secrets.token_urlsafe(32)
        self.sudo().token_digest = digest(token)
        title = self.env._(
            "Open this address on the display now: it is not shown again"
        )
        return notify("warning", f"{self.get_base_url()}{WALL_PATH}{token}", title)

    def action_revoke(self):
        """Take the address back: displays that show it go blank within seconds."""
        self.check_access("write")
        self.sudo().token_digest = False
        return True

    @api.model
    def _find(self, token):
        """Return the display of an address, empty for an unknown one.

        The digest of a long random secret is looked up: how long that takes tells nothing
        about the secret.
        """
        if not token:
            return self.browse()
        return self.search([("token_digest", "=", digest(token))], limit=1)

    def _read_wall(self):
        """Return what the display shows, JSON, and its ETag. Nothing else leaves the server."""
        self.ensure_one()
        key = (self.env.cr.dbname, self.id)
        made_of = (self.site_id.id, self.show_names, self.company_id.id, self.name)
        now = time.monotonic()
        found = _shown.get(key)
        if not found or found[1] != made_of or now - found[0] >= INTERVAL_SECONDS:
            data = json.dumps(self._prepare_data(), sort_keys=True)
            found = _shown[key] = (now, made_of, data)
        return found[2], hashlib.sha256(found[2].encode()).hexdigest()[:32]

    def _prepare_data(self):
        now, company, site = fields.Datetime.now(), self.company_id, self.site_id
        limits, zone = today_limits(company, now)
        domain = [("company_id", "=", company.id)]
        if site:
            domain += [("biometric_user_ids.device_id.site_id", "=", site.id)]
        people = load_people(self.env, domain)
        shown = load_shown(self.env, company, people, now, limits)
        if site:
            shown = at_site(self.env, shown, site)
        inside = [each for each in shown if each.presence.status == IN]
        statuses = [each.presence.status for each in shown]
        wall = self.with_company(company)
        of_today = activity.today_domain(wall.env, limits.start, now, site)
        data = {
            "name": self.name,
            "tz": zone,
            "in": len(inside),
            "not_in_yet": sum(status in NOT_IN_YET for status in statuses),
            "visitors": len(activity.load_visitors(self.env, company, now, site)),
        }
        if self.show_names != "none":
            data["people"] = [
                {
                    "name": self._shown_name(each.person.name),
                    "since": seconds(each.presence.since),
                }
                for each in inside[:PEOPLE_SHOWN]
            ]
        data["punches"] = [
            self._shown_punch(each)
            for each in activity.read_last_punches(wall.env, of_today)[:PUNCHES_SHOWN]
        ]
        return data

    def _shown_punch(self, punch):
        shown = {name: punch[name] for name in ("instant", "direction", "device")}
        if self.show_names != "none":
            # Whose PIN nobody knows has none.
            shown["name"] = self._shown_name(punch["name"])
        return shown

    def _shown_name(self, name):
        if self.show_names == "full":
            return name
        return "".join(f"{word[0]}." for word in name.split())
