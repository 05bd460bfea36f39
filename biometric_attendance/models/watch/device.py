"""What is wrong with a device and what to do: on its form, its card, and in lists."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...terminals.reasons import Reason
from ..push.contact import CLOCK_TOLERANCE_SECONDS, REFUSAL_SHOWN
from ..reason import sentence
from ..rights.biometric_rights import ADMINISTRATOR
from ..searches import search_boolean
from .troubles import ARCHIVED, TROUBLES, WARNING

# Alerts of what the device's own fields do not tell.
ALERTS = ("bridge", "memory", "shrunk", "commands", "messages", "unmapped")
RANK = "trouble_rank"
LASTING = {each.key for each in (ARCHIVED, *TROUBLES) if each.lasting}


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    troubles = fields.Json(
        string="What Is Wrong",
        compute="_compute_troubles",
        help="What is wrong with the terminal, the most pressing first, with what to do.",
    )
    trouble = fields.Char(
        compute="_compute_troubles", help="What is wrong, in a few words."
    )
    in_trouble = fields.Boolean(
        compute="_compute_in_trouble",
        search="_search_in_trouble",
        help="Something is wrong with the terminal: it is silent, fails, is refused, or its "
        "clock is doubtful.",
    )
    trouble_rank = fields.Integer(
        compute="_compute_in_trouble",
        help="0: pending, 1: in trouble, 2: well. Lists are in this order.",
    )

    @api.depends(
        *("state", "active", "brand", "last_seen", "refused_at", "refused_reason"),
        *("clock_doubt", "clock_drift", "contradicted_at", "failures", "poll_reason"),
        *("poll_next", "poll_requested", "zone_before", "resend_all", "host", "tz"),
        *("gateway_url", "path_digest", "allowed_networks", "unstored_reasons"),
        *("plain_at", "accept_plain"),
    )
    @api.depends_context("lang", "tz", "uid")
    def _compute_troubles(self):
        alerts = self._read_alerts()
        for device in self:
            found = device._get_troubles() + alerts.get(device._origin.id, [])
            found.sort(key=lambda each: each["key"] in LASTING)
            first = found[0] if found else None
            shown = first and first["key"] not in LASTING
            device.troubles = found
            device.trouble = shown and first["title"]

    def _get_troubles(self):
        """Return what the device's own fields tell is wrong, as dicts for the form."""
        administers = self.env.user.has_group(ADMINISTRATOR)
        found = []
        for trouble in TROUBLES if self.active else (ARCHIVED,):
            if trouble.administrators and not administers:
                continue
            values = trouble.find(self)
            if values is not None:
                buttons = trouble.buttons if administers else ()
                found.append(self._describe_trouble(trouble, dict(values), buttons))
        return found

    def _describe_trouble(self, trouble, values, buttons):
        code = values.pop("code", trouble.key)
        advice = values.pop("advice", code)
        return {
            "key": trouble.key,
            "level": trouble.level,
            "title": self.env._(trouble.title),
            "text": sentence(self.env, Reason(f"trouble_{code}", values)),
            "advice": sentence(self.env, Reason(f"trouble_{advice}_advice", values)),
            "buttons": [
                {
                    "name": button.name,
                    "label": self.env._(button.label),
                    "confirm": button.confirm and self.env._(button.confirm),
                }
                for button in buttons
            ],
        }

    def _read_alerts(self):
        """Return the open alerts of devices that say more than their fields, by device."""
        alerts = self.env["biometric.alert"]
        if not alerts.has_access("read"):
            return {}
        domain = [
            ("device_ids", "in", self._origin.ids),
            ("closed_at", "=", False),
            ("cause", "in", ALERTS),
        ]
        titles = dict(alerts._fields["cause"]._description_selection(self.env))
        found = {}
        for alert in alerts.search(domain):
            described = {
                "key": alert.cause,
                "level": WARNING,
                "title": titles[alert.cause],
                "text": alert.description,
                "advice": alert.advice,
                "buttons": [],
            }
            for device in alert.device_ids:
                found.setdefault(device.id, []).append(described)
        return found

    @api.depends(
        "state", "active", "last_seen", "refused_at", "clock_doubt", "failures"
    )
    @api.depends("clock_drift", "contradicted_at", "poll_failures", "poll_next")
    def _compute_in_trouble(self):
        troubled = self.filtered_domain(self._get_trouble_domain())
        for device in self:
            device.in_trouble = device in troubled
            pending = device.state == "pending"
            device.trouble_rank = 0 if pending else 2 - device.in_trouble

    def _search_in_trouble(self, operator, value):
        return search_boolean(self._get_trouble_domain(), operator, value)

    @api.model
    def _get_trouble_domain(self):
        """Return the domain of the approved devices that are not well."""
        lately = fields.Datetime.now() - REFUSAL_SHOWN
        tolerance = CLOCK_TOLERANCE_SECONDS
        return Domain([("state", "=", "approved"), ("active", "=", True)]) & Domain.OR(
            [
                [("online", "=", False)],
                [("refused_at", ">", lately)],
                [("clock_doubt", "!=", False)],
                [("clock_drift", ">", tolerance)],
                [("clock_drift", "<", -tolerance)],
                [("contradicted_at", "!=", False)],
                [("failures", "!=", False)],
                [("poll_failures", ">", 0)],
            ]
        )

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Order by what is wrong: pending devices, those in trouble, and the others."""
        if field_name != RANK:
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        every = self.sudo().with_context(active_test=False)
        troubled = every._search(self._get_trouble_domain(), order="id")
        device = SQL.identifier(alias, "id")
        return SQL(
            "CASE WHEN %s = 'pending' THEN 0 WHEN %s IN %s THEN 1 ELSE 2 END %s",
            SQL.identifier(alias, "state"),
            device,
            troubled.subselect(),
            direction,
        )
