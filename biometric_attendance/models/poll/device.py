"""When a device is polled, and what people may ask for."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .. import locks
from ..actions import notify
from ..reason import sentence
from ..searches import search_boolean
from . import addresses, connection, history, schedule


class BiometricDevice(models.Model):
    _name = "biometric.device"
    _inherit = [
        "biometric.device",
        "biometric.device.connection",
        "biometric.device.session.host",
        "biometric.device.push.setup",
    ]

    _editable_fields = {"correct_clock", "gap_check", "live", "poll_minutes"}

    correct_clock = fields.Boolean(
        default=True,
        help="Set the terminal's clock when it is wrong by more than a minute.",
    )
    gap_check = fields.Boolean(
        string="Nightly Gap Check",
        help="Read the punches of the last days from the gateway every night, in case it "
        "lost one. Reading punches has to be allowed for the terminal in API Monitor.",
    )
    live = fields.Boolean(
        string="Listen Always",
        tracking=True,
        help="Have punches at once instead of at the next reading. For this, the program "
        "“odoo biometric_live” has to run; without it the terminal is read as usual.",
    )
    listened_to = fields.Boolean(
        compute="_compute_listened_to",
        help="The program that listens is connected to the terminal right now.",
    )
    poll_minutes = fields.Integer(
        string="Poll Every (Minutes)",
        default=5,
        help="How often the terminal is polled. Without news, that is one short request.",
    )
    poll_next = fields.Datetime(
        string="Next Poll",
        readonly=True,
        copy=False,
        help="When the terminal is polled next. A terminal that does not answer is polled "
        "less and less often, at least once an hour.",
    )
    poll_requested = fields.Boolean(
        readonly=True,
        copy=False,
        help="Somebody wants the terminal to be polled at once.",
    )
    poll_position = fields.Json(
        readonly=True, copy=False, help="How far its log was read and stored."
    )
    poll_reason = fields.Json(
        readonly=True, copy=False, help="Code and values of the last failure."
    )
    poll_error = fields.Char(
        string="Last Failure",
        compute="_compute_poll_error",
        search="_search_poll_error",
        help="Why the terminal could not be read the last time.",
    )
    poll_error_at = fields.Datetime(
        string="Failing Since",
        readonly=True,
        copy=False,
        help="When it could not be read for the first time since it last could.",
    )
    poll_failures = fields.Integer(
        string="Failed Polls",
        readonly=True,
        copy=False,
        help="How often it could not be read since it last could.",
    )
    login_refused = fields.Boolean(
        readonly=True,
        copy=False,
        help="The terminal refused this server's login. It is not called again by itself "
        "before user name or password are typed anew: further tries could lock the account.",
    )
    users_outdated = fields.Boolean(
        readonly=True,
        copy=False,
        help="Its users have changed and are still to be read.",
    )
    session_cut_short = fields.Boolean(
        readonly=True,
        copy=False,
        help="There was no time for the whole of the last session.",
    )

    _poll_minutes_positive = models.Constraint(
        "CHECK(poll_minutes > 0)", "Poll the terminal every minute at the most."
    )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [addresses.strip(vals) for vals in vals_list]
        for vals in vals_list:
            addresses.set_defaults(vals)
            addresses.set_placeholder_serial(vals)
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(addresses.strip(vals))
        if not connection.TRIGGERS.isdisjoint(vals):
            self._forget_test()
            self.filtered("login_refused").sudo().login_refused = False
            # Whoever corrects the connection wants to see the terminal answer.
            self._schedule_poll_now()
        return result

    # When it is polled

    @api.depends(*connection.ADDRESS_FIELDS)
    def _compute_guide(self):
        """A terminal that also calls is polled once its address is typed."""
        result = super()._compute_guide()
        for device in self.filtered("polled"):
            device.polled = not device.has_push or device._has_address()
        return result

    def _search_polled(self, operator, value):
        found = super()._search_polled(operator, value)
        if found is NotImplemented or set(value) >= {True, False}:
            return found
        only_calls = Domain.OR(addresses.get_only_calling_domains())
        found = Domain(found)
        return found & ~only_calls if True in value else found | only_calls

    @api.depends("poll_next", "poll_failures", "polled")
    def _compute_online(self):
        result = super()._compute_online()
        for device in self.filtered("polled"):
            device.online = schedule.is_online(device)
        return result

    def _search_online(self, operator, value):
        others = super()._search_online(operator, value)
        if others is NotImplemented:
            return others
        healthy = search_boolean(schedule.get_online_domain(), operator, value)
        polled = Domain("polled", "=", True)
        return (polled & healthy) | (~polled & others)

    @api.depends("poll_reason")
    @api.depends_context("lang")
    def _compute_poll_error(self):
        for device in self:
            device.poll_error = sentence(self.env, device.poll_reason) or False

    def _search_poll_error(self, operator, value):
        if operator != "in" or any(value):
            return NotImplemented
        return [("poll_failures", "=", 0)]

    def _compute_listened_to(self):
        connected = locks.locked_ids(self.env, locks.CONNECTION)
        for device in self:
            device.listened_to = device.live and device.id in connected

    @api.model
    def _get_due(self, on_demand=False):
        """The devices to be polled now, longest due first."""
        return schedule.get_due(self, on_demand)

    @api.model
    def _cron_poll(self, on_demand=False):
        """Poll every device that is due.

        Devices that are called on demand have a job of their own, because a gateway may
        take half a minute for an answer.
        """
        schedule.run_cron(self, on_demand)

    def _schedule_poll_now(self):
        """Poll these devices at once, also those that have just failed."""
        ready = self.filtered(lambda device: device._is_approved())
        ready = ready.filtered(lambda device: device._has_address())
        ready = ready.filtered(lambda device: not device.sudo().login_refused)
        if ready:
            now = fields.Datetime.now()
            ready.sudo().write({"poll_requested": True, "poll_next": now})
            schedule.trigger_crons(ready)

    def _schedule_commands(self):
        """Poll these devices because a command is queued.

        A gateway that has just failed is not polled before its pause is over.
        """
        on_demand = self.filtered("polled_on_demand")
        (self - on_demand)._schedule_poll_now()
        schedule.trigger_crons(on_demand.filtered(lambda d: d._is_approved()))

    def _postpone_poll(self):
        """Poll the device later, because another process is connected to it."""
        self.poll_next = fields.Datetime.now() + schedule.MIN_REST

    # Buttons

    def action_fetch_now(self):
        """Poll the terminals at once."""
        self.check_access("write")
        for device in self:
            if not device._is_approved():
                raise UserError(self.env._("Approve %s first.", device.name))
            if device.login_refused:
                raise UserError(
                    self.env._(
                        "%s refused the login. Type its user name and password anew, or "
                        "test the connection.",
                        device.name,
                    )
                )
        self._schedule_poll_now()
        message = self.env._(
            "The terminal is being polled. Its punches appear within a minute."
        )
        return notify("info", message)

    def action_send_everything_again(self):
        """Query gateways for all punches that count; other devices send their memory."""
        on_demand = self.filtered("polled_on_demand")
        for device in on_demand:
            history.query_all(device)
        others = self - on_demand
        result = super(BiometricDevice, others).action_send_everything_again()
        others._schedule_poll_now()
        return result

    def _start_receiving(self):
        result = super()._start_receiving()
        # Nobody can ask a gateway for all its terminal has.
        self.filtered("polled_on_demand").sudo().resend_all = False
        self._schedule_poll_now()
        return result

    @api.model
    def _cron_gap_check(self):
        history.check_gaps(self)
