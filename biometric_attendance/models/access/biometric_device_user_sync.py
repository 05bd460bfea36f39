"""What is known of an identity on its terminal, and whether it is as we want it."""

from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...terminals.commands import CONTROL, MAX_VALUE_LENGTH, check
from ...terminals.errors import ProtocolError
from ..command.biometric_command_people import WRITES
from .biometric_device_user_wish import DENIED_GROUP

RETRY_AFTER = timedelta(days=1)
TYPED = ("name", "card", "group")
SAME = ("card", "privilege", "group")  # as the terminal says, so they are written there
LIMITS = ("valid_from", "valid_until")


class BiometricDeviceUser(models.Model):
    _inherit = "biometric.device.user"

    wanted = fields.Boolean(
        string="By a Group",
        readonly=True,
        copy=False,
        help="A device group wants the person on this terminal.",
    )
    sync_state = fields.Selection(
        [
            ("unknown", "Not checked"),
            ("pending", "Pending"),
            ("present", "On the terminal"),
            ("failed", "Failed"),
            ("absent", "Not on the terminal"),
        ],
        string="State",
        required=True,
        default="unknown",
        readonly=True,
        copy=False,
        help="Whether the terminal is known to have the person as wanted.",
    )
    problem = fields.Char(
        readonly=True, copy=False, help="Why the terminal refused the last change."
    )
    privilege = fields.Selection(
        [
            ("user", "User"),
            ("enroller", "May enrol others"),
            ("manager", "Manager"),
            ("custom", "Custom"),
            ("admin", "Administrator"),
        ],
        help="What the person may do in the terminal's menu.",
    )
    card = fields.Char(help="The number of the person's card, as the terminal has it.")
    group = fields.Char(
        string="Access Group",
        help="The group on the terminal that decides where the person may pass.",
    )
    valid_from = fields.Date(
        string="First Day",
        readonly=True,
        help="First day the terminal says it lets the person in.",
    )
    valid_until = fields.Date(
        string="Last Day",
        readonly=True,
        help="Last day the terminal says it lets the person in.",
    )
    reported_at = fields.Datetime(
        readonly=True, copy=False, help="When the terminal last spoke of the person."
    )

    @api.constrains("pin")
    def _check_pin(self):
        for user in self:
            user._check_typed({"pin": user.pin})

    @api.constrains(*TYPED)
    def _check_values(self):
        """Apart from the PIN, which a terminal itself may have made up."""
        for user in self:
            values = {name: user[name] for name in TYPED if user[name]}
            user._check_typed({"pin": "1", **values})

    def _check_typed(self, values):
        try:
            check("set_user", values)
        except ProtocolError as error:
            raise ValidationError(error.reason) from error

    def write(self, vals):
        if {"employee_id", "partner_id"} & set(vals):
            # What was wanted was wanted for somebody else.
            forget = (
                "windows",
                "wanted",
                "to_remove",
                "access_denied",
                "synced_values",
            )
            vals = {**dict.fromkeys(forget, False), **vals}
            self.env["biometric.device.group"]._trigger_sync()
        return super().write(vals)

    @api.model
    def _report(self, device, users):
        """Take over what a terminal says of its users. Nobody is renamed or guessed.

        :param users: :class:`~.protocols.people.DeviceUser` in order.
        """
        told = {user.pin: user for user in users}
        self._meet(device, told)
        # A terminal may not write device users: whom they are is for people to say.
        known = self.sudo().search(
            [("device_id", "=", device.id), ("pin", "in", list(told))]
        )
        for user in known:
            user._take_over(_readable(told[user.pin]))

    @api.model
    def _report_gone(self, device, pins):
        """Somebody deleted users at the terminal: whom a group wants there comes back.

        :param pins: of users the terminal does not have any more.
        """
        if not pins:
            return
        users = self.sudo().search(
            [("device_id", "=", device.id), ("pin", "in", list(pins))]
        )
        for user in users:
            if not user._has_command():
                user.write(
                    {"sync_state": "absent", "problem": False, "synced_values": False}
                )
        if users.filtered("wanted"):
            self.env["biometric.device.group"]._trigger_sync()

    def _take_over(self, told):
        """Note what is new of what the terminal said of this identity."""
        if told.get("group") == DENIED_GROUP and self.access_denied:
            del told["group"]  # our own doing
        news = {name: value for name, value in told.items() if self[name] != value}
        card = news.get("card")
        if card and self._person():
            self._pass_on_card(card)
        if self.synced_values:
            # The terminal has it already: it need not be told.
            same = {name: news[name] for name in SAME if name in news}
            self._set(synced_values={**self.synced_values, **same})
        if self.sync_state in ("unknown", "absent") and not self._has_command():
            news["sync_state"] = "present"
        self.write({**news, "reported_at": fields.Datetime.now()})
        self._doubt_limits(told)

    def _pass_on_card(self, card):
        """Let the person's other terminals know a new card too."""
        others = self._of(self._person()).filtered(
            lambda other: (
                other != self and other.wanted and other.card in (False, self.card)
            )
        )
        if others:
            others.card = card
            self.env["biometric.device.group"]._trigger_sync()

    def _doubt_limits(self, told):
        """Say so where a terminal that shall heed days of access has others."""
        if self.device_id.enforcement != "dates" or self.sync_state != "present":
            return
        for name in LIMITS:
            ours = (self.synced_values or {}).get(name)
            theirs = told.get(name)
            if ours is None or theirs is None:
                continue
            if ours != (theirs.isoformat() if theirs else ""):
                self._fail(self.env._("The terminal has other days of access."))
                return

    def _fail(self, problem):
        self.write(
            {
                "sync_state": "failed",
                "problem": problem,
                "retry_at": fields.Datetime.now() + RETRY_AFTER,
            }
        )

    def _has_become(self, sync_state, result):
        """Take over what a command's end means."""
        if sync_state == "failed":
            self._fail(result)
        elif sync_state == "absent":
            self.write({"sync_state": "absent", "problem": False, "to_remove": False})
        elif self.sync_state == "pending":  # else an earlier part of it failed
            self.write({"sync_state": "present", "problem": False})

    def _has_command(self):
        """Whether something is under way for this identity."""
        return bool(
            self.env["biometric.command"].search_count(
                [
                    ("device_id", "=", self.device_id.id),
                    ("pin", "=", self.pin),
                    ("kind", "in", (*WRITES, "grant_access", "delete_user")),
                    ("state", "in", ("queued", "sent")),
                ],
                limit=1,
            )
        )


def _readable(user):
    """What a terminal said of a user, as we store it; what it did not say is left out.

    :param user: :class:`~.protocols.people.DeviceUser`.
    """
    told = {}
    for name in ("name", "card", "group"):
        value = getattr(user, name)
        if value is not None:
            told[name] = CONTROL.sub("", value)[:MAX_VALUE_LENGTH] or False
    privileges = {"user", "enroller", "manager", "custom", "admin"}
    if user.privilege in privileges:
        told["privilege"] = user.privilege
    for name in LIMITS:
        value = getattr(user, name)
        if value is not None:
            told[name] = value.date() if isinstance(value, datetime) else False
    return told
