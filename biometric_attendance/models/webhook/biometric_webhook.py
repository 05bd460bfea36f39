"""Webhooks: addresses of other programs that are told of punches and devices at once."""

import secrets
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ...terminals.destinations import check_typed
from ..actions import notify, open_action
from ..crons import trigger_cron
from ..poll.loopback import allows_loopback
from ..reason import validating
from . import sending

SECRET_BYTES = 32
MIN_SECRET_LENGTH = 16
# Event to the field of the webhook that asks for it.
EVENTS = {
    "punch.stored": "on_punch",
    "punch.denied": "on_denied",
    "punch.changed": "on_outcome",
    "device.silent": "on_device",
    "device.back": "on_device",
}


class BiometricWebhook(models.Model):
    """An address and what it is told. Whoever listens there knows the calls by a secret."""

    _name = "biometric.webhook"
    _inherit = ["biometric.rights"]
    _description = "Webhook"
    _order = "name, id"
    _editable_fields = {"name", "active", "url", "secret", *EVENTS.values()}
    _initial_fields = {"company_id"}

    name = fields.Char(required=True, help="Which program listens there.")
    active = fields.Boolean(
        default=True,
        help="An archived webhook is told nothing, and nothing is kept for it.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        help="It is told of the devices of this company alone.",
    )
    url = fields.Char(
        string="Address",
        required=True,
        help="Where this server sends to, such as https://example.com/punches. Redirections "
        "are not followed.",
    )
    on_punch = fields.Boolean(
        string="Punches", default=True, help="Every new punch, with its first outcome."
    )
    on_denied = fields.Boolean(
        string="Denied Punches",
        help="Punches of people who have no access on that day.",
    )
    on_outcome = fields.Boolean(
        string="Changed Outcomes",
        help="Punches whose outcome changed, by pairing or by a person.",
    )
    on_device = fields.Boolean(
        string="Silent Devices",
        help="A device or its bridge has become silent, or is back.",
    )
    # In clear, because signatures are computed with it; see docs/security.md.
    signing_secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    secret = fields.Char(
        compute="_compute_secret",
        inverse="_inverse_secret",
        help="What each call is signed with. It is never shown again.",
    )
    has_secret = fields.Boolean(
        compute="_compute_has_secret", help="Calls are signed with a secret."
    )
    retry_at = fields.Datetime(
        string="Next Try",
        readonly=True,
        copy=False,
        help="After a failure: when the next call is made. It takes longer after each.",
    )
    failures = fields.Integer(
        string="Failed Calls",
        readonly=True,
        copy=False,
        help="How often a call failed since one succeeded.",
    )
    problem = fields.Char(
        string="Last Failure",
        readonly=True,
        copy=False,
        help="Why the last call failed.",
    )
    succeeded_at = fields.Datetime(
        string="Last Success",
        readonly=True,
        copy=False,
        help="When a call last succeeded.",
    )
    delivery_ids = fields.One2many(
        "biometric.webhook.delivery", "webhook_id", help="What it is told."
    )
    waiting_count = fields.Integer(
        string="Waiting",
        compute="_compute_counts",
        help="Calls that are still to be made.",
    )
    dead_count = fields.Integer(
        string="Given Up",
        compute="_compute_counts",
        help="Calls that failed too often. They are kept, and can be made again.",
    )

    @api.depends("signing_secret")
    def _compute_secret(self):
        self.secret = False

    @api.depends("signing_secret")
    def _compute_has_secret(self):
        for webhook in self:
            webhook.has_secret = bool(webhook.sudo().signing_secret)

    def _inverse_secret(self):
        for webhook in self:
            text = (webhook.secret or "").strip()
            if text and len(text) < MIN_SECRET_LENGTH:
                raise ValidationError(
                    self.env._(
                        "A secret has at least %s characters.", MIN_SECRET_LENGTH
                    )
                )
            if text:
                webhook.sudo().signing_secret = text

    def _compute_counts(self):
        rows = self.env["biometric.webhook.delivery"]._read_group(
            [("webhook_id", "in", self.ids)], ["webhook_id", "state"], ["__count"]
        )
        counts = {(webhook, state): count for webhook, state, count in rows}
        for webhook in self:
            webhook.waiting_count = counts.get((webhook, "waiting"), 0)
            webhook.dead_count = counts.get((webhook, "dead"), 0)

    @api.constrains("url")
    def _check_url(self):
        for webhook in self:
            if not sending.is_address(webhook.url):
                raise ValidationError(
                    self.env._("The address looks like https://example.com/punches.")
                )
            with validating(self.env):
                check_typed(webhook.url, allow_loopback=allows_loopback())

    @api.model_create_multi
    def create(self, vals_list):
        webhooks = super().create(vals_list)
        for webhook in webhooks.sudo():
            if not webhook.signing_secret:
                webhook.signing_secret = secrets.token_urlsafe(SECRET_BYTES)
        self.env.registry.clear_cache()
        return webhooks

    def write(self, vals):
        if isinstance(vals.get("url"), str):
            vals = {**vals, "url": vals["url"].strip()}
        result = super().write(vals)
        if {"active", "company_id", *EVENTS.values()} & set(vals):
            self.env.registry.clear_cache()
        if "url" in vals:
            self.sudo().write({"retry_at": False})
            trigger_cron(self.env, "cron_webhook")
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _get_followers(self):
        """Return who follows which event: ``{event: {company id: (webhook id, ...)}}``.

        It is read for every batch of punches, so it costs no query.
        """
        found = {}
        for webhook in self.sudo().search([("active", "=", True)]):
            for event, name in EVENTS.items():
                if webhook[name]:
                    by_company = found.setdefault(event, {})
                    of_company = by_company.get(webhook.company_id.id, ())
                    by_company[webhook.company_id.id] = (*of_company, webhook.id)
        return found

    def action_new_secret(self):
        """Make a secret, and show it this once."""
        self.ensure_one()
        self.check_access("write")
        text = secrets.token_urlsafe(SECRET_BYTES)
        self.sudo().signing_secret = text
        title = self.env._("Copy this secret now: it is not shown again")
        return notify("warning", text, title)

    def action_send_test(self):
        """Call the address once with an event that says nothing."""
        self.ensure_one()
        self.check_access("write")
        own = self.sudo()
        problem = sending.send(own, "test", self.env._("Test"), "{}")
        own.problem = problem
        if problem:
            raise UserError(problem)
        return notify("success", self.env._("The address answered with success."))

    def action_replay(self):
        """Make all calls again that were given up."""
        self.check_access("write")
        dead = self.sudo().delivery_ids.filtered(lambda each: each.state == "dead")
        dead._queue_again()
        return True

    def action_open_deliveries(self):
        return open_action(
            self.env,
            "biometric_webhook_delivery_action",
            [("webhook_id", "in", self.ids)],
        )

    def _record_success(self):
        self.write(
            {
                "failures": 0,
                "retry_at": False,
                "problem": False,
                "succeeded_at": fields.Datetime.now(),
            }
        )

    def _record_failure(self, problem):
        """Note a failed call; the next one waits twice as long, an hour at most."""
        pause = min(timedelta(minutes=2 ** min(self.failures, 6)), timedelta(hours=1))
        self.write(
            {
                "failures": self.failures + 1,
                "retry_at": fields.Datetime.now() + pause,
                "problem": problem,
            }
        )
