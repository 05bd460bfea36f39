"""Users of a device: writing those who belong there, and why templates are not stored."""

from odoo import api, fields, models

from ...rules import clock
from ...rules.desired_state import REMOVE, UPDATE, WRITE, decide, desired_state
from ...rules.validity import ALWAYS
from ...terminals import BRANDS
from ...terminals.calls import Found
from ..crons import trigger_cron
from ..device.failures import SYNC
from ..reason import as_stored, sentence
from .requests import (
    known_state,
    prepare_removal,
    prepare_write,
    stored_desired_state,
)
from .terminal_user import written_values

MAX_PINS_NAMED = 5  # in a sentence about what was not stored


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    _editable_fields = {"enforcement"}

    enforcement = fields.Selection(
        [
            ("removal", "Deleting the person, and writing the person again"),
            ("group", "Moving the person to a group that no door lets in"),
            ("dates", "The dates themselves: the terminal heeds them"),
        ],
        string="Denying Access",
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

    algorithms = fields.Json(
        readonly=True,
        copy=False,
        help="Version of each algorithm the terminal recognises people with.",
    )
    unstored_reasons = fields.Json(
        readonly=True, copy=False, help="Why what was not stored, by PIN."
    )
    unstored = fields.Char(
        string="Not Stored",
        compute="_compute_unstored",
        help="Why templates or photos the terminal sent last were not stored. It goes "
        "on working with them, and its punches are stored all the same.",
    )

    @api.depends("brand", "dialect")
    def _compute_enforcement(self):
        for device in self:
            brand = BRANDS.get(device.brand)
            by_dialect = brand.access.enforcement if brand else {}
            device.enforcement = by_dialect.get(device.dialect, "removal")

    @api.depends("unstored_reasons")
    @api.depends_context("lang")
    def _compute_unstored(self):
        for device in self:
            sentences = []
            for reason, pins in device.unstored_reasons or ():
                more = "…" if len(pins) > MAX_PINS_NAMED else ""
                named = ", ".join(pins[:MAX_PINS_NAMED])
                sentences.append(f"{sentence(self.env, reason)} (PIN {named}{more})")
            device.unstored = " ".join(sentences) or False

    def _sync_known_users(self, entitlements):
        """Sync, unless it is not known who may use the terminal.

        :param entitlements: ``None`` for that; see :meth:`_sync_users`.
        """
        if entitlements is None:
            self._record_failed_work(SYNC)
        else:
            self._sync_users(entitlements)
            self._record_done_work(SYNC)

    def _sync_users(self, entitlements):
        """Queue commands for the difference between desired and known users.

        :param entitlements: ``{person: [Window]}`` of those who may use the terminal.
        """
        self.ensure_one()
        users = self.env["biometric.device.user"].search([("device_id", "=", self.id)])
        known = users.filtered(lambda user: user._person())
        states = self._desired_states(entitlements, known)
        known |= self._create_missing_users(entitlements, states, users)
        self._update_windows(known, states)
        deletions = self.env["biometric.command"]._get_pending(self, "delete_user")
        being_deleted = set(deletions.mapped("pin"))
        by_command = dict.fromkeys((WRITE, UPDATE, REMOVE, None), users.browse())
        for user in known:
            desired = states[user._person()]
            decision = decide(desired, known_state(user, desired, being_deleted))
            user._update(
                to_remove=decision.to_remove, access_denied=decision.access_denied
            )
            by_command[decision.command] |= user
        if BRANDS[self.brand].by_api:
            return  # nothing is written there: its program asks at each punch
        self._write_users(by_command[WRITE], states, whole=True)
        self._write_users(by_command[UPDATE], states, whole=False)
        self._remove_users(by_command[REMOVE])

    def _today(self):
        """Return today's date in the time zone of the terminal."""
        return clock.wall(fields.Datetime.now(), clock.zone(self.tz)).date()

    def _desired_states(self, entitlements, users):
        """Return the desired state of all who are entitled or known: ``{person: state}``."""
        contracts = users.employee_id._contract_windows()
        persons = {*entitlements, *(user._person() for user in users)}
        cards = self._get_cards(persons)
        return {
            person: self._desired_state(
                person,
                entitlements.get(person) or contracts.get(person) or [ALWAYS],
            )._replace(entitled=person in entitlements, card=cards.get(person, ""))
            for person in persons
        }

    def _desired_state(self, person, windows):
        """Return the desired state of a person with these days of access."""
        today = self._today()
        return desired_state(
            windows,
            today,
            has_left=bool(person) and person._has_left(today),
            by_removal=self.enforcement == "removal",
        )

    @api.model
    def _get_cards(self, persons):
        """Return the card of people whose device users have just one: ``{person: card}``."""
        users, found = self.env["biometric.device.user"], {}
        for name in ("employee_id", "partner_id"):
            model = users._fields[name].comodel_name
            ids = [person.id for person in persons if person._name == model]
            groups = users._read_group(
                [(name, "in", ids), ("card", "!=", False)],
                [name],
                ["card:array_agg_distinct"],
            )
            found |= {person: cards[0] for person, cards in groups if len(cards) == 1}
        return found

    def _update_windows(self, users, states):
        """Store changed days of access, and recompute which punches they deny."""
        changed = users.filtered(
            lambda user: (user.windows or None) != states[user._person()].limits
        )
        for user in changed:
            user.windows = states[user._person()].limits
        self.env["biometric.punch"]._recompute_denied(changed)

    def _create_missing_users(self, entitlements, states, users):
        """Create users for those who are entitled and not known here yet.

        Where somebody else has the PIN, it is noted there as a conflict.
        """
        known = {user._person() for user in users}
        by_pin = {user.pin: user for user in users}
        conflicts, rows = {}, []
        for person in entitlements:
            state = states[person]
            if person in known or state.over or not state.belongs:
                continue
            pin = person._ensure_pin()
            if pin in by_pin:
                conflicts[by_pin[pin]] = person
            else:
                owner = {person._person_field(): person.id}
                rows.append({"device_id": self.id, "pin": pin, **owner})
        for user in users:
            user._update(pin_conflict=user in conflicts and conflicts[user].name)
        return users.create(rows)

    def _write_users(self, users, states, whole):
        """Queue the commands that write users.

        :param whole: also write what belongs to them, such as templates.
        """
        requests = {}
        for user in users:
            values = written_values(user, states[user._person()])
            user.synced_values = values
            user._update(name=values["name"], card=values.get("card", user.card))
            requests[user] = (
                user._prepare_requests() if whole else [prepare_write(user)]
            )
        if whole:
            users.write({"wanted": True, "to_remove": False})
        self._queue_for_users(requests)

    def _remove_users(self, users):
        users.write({"wanted": False, "synced_values": False})
        self._queue_for_users({user: [prepare_removal(user)] for user in users})

    @api.model
    def _queue_for_users(self, requests):
        """Queue the requests of each user; record a failure if one of them is not possible.

        :param requests: ``{device user: [CommandRequest]}``.
        """
        commands, possible = self.env["biometric.command"], []
        for user, of_user in requests.items():
            problems = filter(None, map(commands._get_problem, of_user))
            problem = next(problems, None)
            if problem:
                user._record_failure(problem)
            else:
                possible += of_user
        commands._queue_all(possible)

    def action_refill(self):
        """Write all users of a terminal that was reset or replaced again."""
        self.env["biometric.command"]._check_administrator()
        self.check_access("write")
        users = self.env["biometric.device.user"].search(
            [("device_id", "in", self.ids), ("wanted", "=", True)]
        )
        users.sudo().write({"sync_state": "unknown", "synced_values": False})
        trigger_cron(self.env, "cron_sync")
        return True

    def action_import_users(self):
        """Ask the terminal for its users, and open the dialog that links them."""
        self.ensure_one()
        wizard = self.env["biometric.user.import"]
        if self._is_approved() and "query_users" in self._capabilities():
            self.env["biometric.command"]._check_administrator()
            self.env["biometric.command"]._queue(self, "query_users")
        return wizard._open(self)

    def _process_lookup(self, call, body):
        """Hand out the user a terminal asks for, if that person belongs there.

        Not to a caller whose serial number is its only proof: it could try all PINs.
        """
        own = self.sudo()
        users = own.env["biometric.device.user"]._with_pins(own, [call.pin])
        found = None
        if users and self.proves_identity:
            desired = stored_desired_state(users)
            if desired.belongs and not users.to_remove:
                found = {"pin": users.pin, **written_values(users, desired)}
        return Found(found, self._get_command_encoding())

    def _users_by_pin(self, pins):
        """Return the device users with these PINs, new ones created: ``{pin: user}``."""
        users = self.env["biometric.device.user"]
        users._ensure(self, pins)
        return {user.pin: user for user in users._with_pins(self, pins)}

    def _algorithm(self, kind):
        """Return the major version of a template kind's algorithm, ``None`` if unknown."""
        return (self.algorithms or {}).get(kind)

    def _record_unstored(self, refused):
        """Record on the device why templates or photos were not stored.

        :param refused: ``[(reason, [PIN])]``; empty to clear it.
        """
        reasons = [[as_stored(reason), pins] for reason, pins in refused] or False
        if reasons != (self.unstored_reasons or False):
            self.unstored_reasons = reasons
