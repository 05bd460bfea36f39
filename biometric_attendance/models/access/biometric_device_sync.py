"""Bringing one terminal to the people it should have."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rules import clock
from ...rules.validity import ALWAYS, NEVER, Window, joined, now_or_next, stored
from ...terminals import BRANDS
from ...terminals.brand import Access


class Place(NamedTuple):
    """What the data want of one person on one terminal.

    :param limits: the days of access as stored, ``None`` where there is no limit.
    :param window: the days the terminal shall know.
    :param allowed: the person may pass today.
    :param belongs: the person shall be on the terminal.
    :param over: no day of access is left.
    :param card: the one card the person has on all terminals, else ``""``.
    """

    limits: list | None
    window: Window
    allowed: bool
    belongs: bool
    over: bool
    card: str = ""


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    enforcement = fields.Selection(
        [
            ("removal", "Deleting the person, and writing the person again"),
            ("group", "Moving the person to a group that no door lets in"),
            ("dates", "The dates themselves: the terminal heeds them"),
        ],
        string="Outside the Days of Access",
        compute="_compute_enforcement",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="How this terminal keeps people out outside the days of their access pass "
        "or contract. Deleting works everywhere, but fingers and faces are deleted too: "
        "they come back only where this server stores them. Use the dates or the group "
        "if you have tried that your model heeds them.",
    )

    @api.depends("brand", "dialect")
    def _compute_enforcement(self):
        for device in self:
            access = BRANDS[device.brand].access if device.brand else Access()
            device.enforcement = access.enforcement.get(device.dialect, "removal")

    def _sync_people(self, claims):
        """Queue commands for the difference between ``claims`` and what is known.

        People somebody enrolled at the terminal stay, unless they left or their days
        are over: only who came by a group goes by it.

        :param claims: ``{person: [Window]}`` of those who may use the terminal.
        """
        self.ensure_one()
        today = self._today()
        users = self.env["biometric.device.user"].search([("device_id", "=", self.id)])
        there = users.filtered(lambda user: user._person())
        places = self._places(claims, there, today)
        there |= self._newcomers(claims, places, users)
        self._judge(there, places)
        doomed = self._being_deleted()
        complete, change, remove = users.browse(), users.browse(), users.browse()
        for user in there:
            place, claimed = places[user._person()], user._person() in claims
            if user._shall_go(place, claimed):
                if user.pin not in doomed and user._is_due():
                    remove |= user
            elif claimed and user._shall_come(place):
                complete |= user
            elif user._shall_change(place, claimed):
                change |= user
        complete._write_there(places, whole=True)
        change._write_there(places, whole=False)
        remove._remove_there()

    def _today(self):
        """The day it is at the terminal."""
        return clock.wall(fields.Datetime.now(), clock.zone(self.tz)).date()

    def _places(self, claims, users, today):
        """What is wanted of everybody who is claimed or there: ``{person: Place}``."""
        contracts = users.employee_id._contract_windows()
        people = {*claims, *(user._person() for user in users)}
        cards = users._cards(people)
        return {
            person: self._place(
                person,
                claims.get(person) or contracts.get(person) or [ALWAYS],
                today,
            )._replace(card=cards.get(person, ""))
            for person in people
        }

    def _place(self, person, windows, today):
        window = now_or_next(windows, today)
        over = window is None
        if over:
            window = (joined(windows) or [NEVER])[-1]
        left = bool(person) and person._has_left(today)
        allowed = not left and not over and window.holds(today)
        belongs = allowed if self.enforcement == "removal" else not left
        return Place(stored(windows), window, allowed, belongs, over)

    def _judge(self, users, places):
        """Note the days of access, and judge the punches by them where they changed."""
        changed = users.filtered(
            lambda user: (user.windows or None) != places[user._person()].limits
        )
        for user in changed:
            user.windows = places[user._person()].limits
        self.env["biometric.punch"]._recompute_denied(changed)

    def _being_deleted(self):
        """PINs a deletion is under way for."""
        deletions = self.env["biometric.command"].search(
            [
                ("device_id", "=", self.id),
                ("kind", "=", "delete_user"),
                ("state", "in", ("queued", "sent")),
            ]
        )
        return set(deletions.mapped("pin"))

    def _newcomers(self, claims, places, users):
        """Identities for those who are claimed and not known here yet."""
        known = {user._person() for user in users}
        taken = {user.pin: user for user in users}
        conflicts, rows = {}, []
        for person in claims:
            place = places[person]
            if person in known or place.over or not place.belongs:
                continue
            pin = person._pin_everywhere()
            if pin in taken:
                conflicts[taken[pin]] = person
            else:
                whose = {person._person_field(): person.id}
                rows.append({"device_id": self.id, "pin": pin, **whose})
        users._set_pin_conflicts(conflicts)
        return users.create(rows)

    def action_refill(self):
        """Write everybody again who belongs on the terminal: it was reset or replaced."""
        self.env["biometric.command"]._check_administrator()
        self.check_access("write")
        users = self.env["biometric.device.user"].search(
            [("device_id", "in", self.ids), ("wanted", "=", True)]
        )
        users.sudo().write({"sync_state": "unknown", "synced_values": False})
        self.env["biometric.device.group"]._trigger_sync()

    def action_import_users(self):
        """Show whose the users of the terminal may be; ask it for them first."""
        self.ensure_one()
        wizard = self.env["biometric.user.import"]
        if self._is_approved() and "query_users" in self._capabilities():
            self.env["biometric.command"]._check_administrator()
            self.env["biometric.command"]._queue(self, "query_users")
        return wizard._open(self)

    def _queue_people(self, users, wishes):
        """Queue what is wanted of each user, and say where that cannot be."""
        good = []
        for user in users:
            try:
                for device, kind, payload, extra in wishes[user]:
                    self.env["biometric.command"]._refuse(device, kind, payload, extra)
            except ValidationError as error:
                user._fail(str(error))
            else:
                good += wishes[user]
        self.env["biometric.command"]._queue_all(good)
