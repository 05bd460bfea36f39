"""What shall become of one identity on its terminal."""

from odoo import api, fields, models

from ...rules.validity import ALWAYS, Window
from ...terminals.commands import CONTROL

DENIED_GROUP = "100"  # terminals that decide by group let nobody of it in
USUAL_GROUP = "1"
LONGEST_NAME = 24  # characters any terminal shows


class BiometricDeviceUser(models.Model):
    _inherit = "biometric.device.user"

    to_remove = fields.Boolean(
        readonly=True, copy=False, help="The person has to leave this terminal."
    )
    synced_values = fields.Json(
        readonly=True, copy=False, help="What the terminal was last told of the person."
    )
    retry_at = fields.Datetime(
        readonly=True, copy=False, help="When a failed change is tried again."
    )
    pin_conflict = fields.Char(
        string="PIN Also For",
        readonly=True,
        copy=False,
        help="Who should have this PIN here too. Link it to this person, or give one of "
        "the two another PIN.",
    )

    def _set_pin_conflicts(self, conflicts):
        """Say who should have a PIN that somebody else has.

        :param conflicts: ``{device user: person}``, of these users.
        """
        for user in self:
            user._set(pin_conflict=conflicts[user].name if user in conflicts else False)

    @api.model
    def _cards(self, people):
        """The card of each person who has just one on all terminals."""
        found = {}
        for name in ("employee_id", "partner_id"):
            model = self._fields[name].comodel_name
            ids = [person.id for person in people if person._name == model]
            groups = self._read_group(
                [(name, "in", ids), ("card", "!=", False)],
                [name],
                ["card:array_agg_distinct"],
            )
            found |= {person: cards[0] for person, cards in groups if len(cards) == 1}
        return found

    def action_try_again(self):
        """Try at once what failed, instead of a day later."""
        self.env["biometric.command"]._check_administrator()
        self.check_access("write")
        self.filtered(lambda user: user.sync_state == "failed").sudo().retry_at = False
        self.env["biometric.device.group"]._trigger_sync()

    def _shall_go(self, place, claimed):
        """Whether the person has to leave the terminal."""
        if self.sync_state == "absent":
            self._set(access_denied=not place.allowed)
            return False
        goes = not place.belongs or (not claimed and (self.wanted or self.to_remove))
        self._set(to_remove=goes, access_denied=goes or not place.allowed)
        return goes

    def _shall_come(self, place):
        """Whether everything of the person has to be written."""
        if self.sync_state == "absent":
            return not place.over
        new = not self.wanted or self.sync_state == "unknown"
        return new or (self.sync_state == "failed" and self._is_due())

    def _shall_change(self, place, claimed):
        """Whether the terminal has to be told something new of who is there."""
        if self.sync_state == "absent" or not (claimed or place.limits):
            return False
        return self.synced_values != self._values(place)

    def _is_due(self):
        """Whether it may be tried now; what failed rests for a day."""
        resting = self.retry_at and self.retry_at > fields.Datetime.now()
        return self.sync_state != "failed" or not resting

    def _write_there(self, places, whole):
        """Queue what writes these identities.

        :param whole: with everything that belongs to them, such as templates.
        """
        wishes = {}
        for user in self:
            user.synced_values = user._values(places[user._person()])
            user._set(
                name=user.synced_values["name"],
                card=user.synced_values.get("card", user.card),
            )
            wishes[user] = user._wishes() if whole else [user._wish()]
        if whole:
            self.write({"wanted": True, "to_remove": False})
        self.device_id._queue_people(self, wishes)

    def _remove_there(self):
        self.write({"wanted": False, "synced_values": False})
        self.device_id._queue_people(
            self,
            {
                user: [(user.device_id, "delete_user", {"pin": user.pin}, {})]
                for user in self
            },
        )

    def _wishes(self):
        """The commands that write this identity; templates are added where stored."""
        return [self._wish()]

    def _wishes_now(self):
        """The same because a person asks for it, whoever wants the identity there."""
        if not self.synced_values:
            self.sudo().written = self._values(self._place_now())
        return self._wishes()

    def _place_now(self):
        """What is wanted of this identity, by its days of access alone."""
        windows = [Window(*map(fields.Date.to_date, w)) for w in self.windows or ()]
        device = self.device_id
        return device._place(self._person(), windows or [ALWAYS], device._today())

    def _wish(self):
        return (self.device_id, "set_user", {"pin": self.pin, **self.synced_values}, {})

    def _values(self, place):
        """What the terminal shall know, but for the PIN."""
        values = {"name": self._name_on_device()}
        if card := self.card or place.card:
            values["card"] = card
        if self.privilege:
            values["privilege"] = self.privilege
        if place.limits or "valid_from" in (self.synced_values or {}):
            limits = place.window if place.limits else (None, None)
            first, last = (day.isoformat() if day else "" for day in limits)
            values |= {"valid_from": first, "valid_until": last}
        if group := self._group_now(place):
            values["group"] = group
        return values

    def _group_now(self, place):
        """The access group to write, ``False`` to leave it."""
        by_group = self.device_id.enforcement == "group"
        if by_group and not place.allowed:
            return DENIED_GROUP
        moved = by_group or "group" in (self.synced_values or {})
        return self.group or (moved and USUAL_GROUP)

    def _name_on_device(self):
        """The person's name as a terminal can show it."""
        name = self._person().name or self.name or ""
        return CONTROL.sub("", name)[:LONGEST_NAME].strip()

    def _set(self, **values):
        """Write what differs."""
        values = {name: value for name, value in values.items() if self[name] != value}
        if values:
            self.write(values)
