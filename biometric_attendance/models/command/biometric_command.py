from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...terminals import BRANDS
from ...terminals.commands import KINDS, check
from ...terminals.errors import ProtocolError
from ..device.failures import CLEANING
from ..isolation import isolate
from ..reason import as_stored, sentence
from . import verification
from .queueing import CommandRequest, queue_all
from .states import PENDING_STATES

# How long finished commands are kept: they name people, their PINs and cards.
RETENTION = timedelta(days=90)
BLOB_PLACEHOLDER = "AA=="  # for checking a command before its template is read


class BiometricCommand(models.Model):
    """Something a device is to do, and its result.

    queued -> sent (leased) -> done | failed | expired | cancelled
    """

    _name = "biometric.command"
    _inherit = ["biometric.rights"]
    _description = "Device Command"
    _order = "id desc"

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The terminal that shall do it.",
    )
    company_id = fields.Many2one(
        related="device_id.company_id", help="The company of the device."
    )
    kind = fields.Selection(
        selection="_get_kinds",
        required=True,
        readonly=True,
        help="What it shall do.",
    )
    payload = fields.Char(
        readonly=True,
        default="{}",
        groups="hr_attendance.group_hr_attendance_manager",
        help="The values that go with it. Templates are not among them: they are read "
        "from the vault when the command is sent.",
    )
    template_id = fields.Many2one(
        "biometric.template",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="hr_attendance.group_hr_attendance_manager",
        help="What is written. It is read from the vault when the command is sent.",
    )
    pin = fields.Char(
        string="PIN", readonly=True, help="Whom it is about, on the terminal."
    )
    person = fields.Char(
        compute="_compute_person", help="Who has that PIN on the terminal."
    )
    target = fields.Char(readonly=True, help="What makes two commands the same.")
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="queued",
        readonly=True,
        help="Queued until the terminal asks; sent until it answers.",
    )
    attempts = fields.Integer(readonly=True, help="How often it was sent.")
    sent_at = fields.Datetime(readonly=True, help="When it was last sent.")
    lease_until = fields.Datetime(
        readonly=True, help="When an answer is no longer expected."
    )
    expires_at = fields.Datetime(
        readonly=True,
        help="When it is given up if the terminal never asks.",
    )
    answer_pending = fields.Boolean(
        readonly=True,
        help="Whoever speaks for the terminal has it; the terminal's answer follows.",
    )
    unverified = fields.Boolean(
        readonly=True,
        help="The terminal has answered; reading the user back decides.",
    )
    position = fields.Json(readonly=True, help="How far punches of the past were read.")
    finished_at = fields.Datetime(readonly=True, help="When it came to its end.")
    code = fields.Integer(
        string="Return Code", readonly=True, aggregator=None, help="The terminal's own."
    )
    result_reason = fields.Json(
        readonly=True, help="Code and values of the result, in no language."
    )
    result = fields.Char(compute="_compute_result", help="The result in words.")

    _pending_idx = models.Index("(device_id, id) WHERE state IN ('queued', 'sent')")
    _failed_idx = models.Index("(finished_at) WHERE state IN ('failed', 'expired')")
    _target_idx = models.Index("(device_id, target)")

    @api.model
    def _get_kinds(self):
        return [(name, self.env._(kind.label)) for name, kind in KINDS.items()]

    @api.depends("kind", "device_id.name")
    def _compute_display_name(self):
        labels = dict(self._get_kinds())
        for command in self:
            names = (labels.get(command.kind), command.device_id.name)
            command.display_name = " · ".join(filter(None, names))

    @api.depends("pin", "device_id")
    def _compute_person(self):
        pins = [pin for pin in self.mapped("pin") if pin]
        users = self.env["biometric.device.user"].search(
            [("device_id", "in", self.device_id.ids), ("pin", "in", pins)]
        )
        names = {
            (user.device_id, user.pin): user._person().name or user.name
            for user in users
        }
        for command in self:
            command.person = names.get((command.device_id, command.pin))

    @api.depends("result_reason")
    @api.depends_context("lang")
    def _compute_result(self):
        for command in self:
            command.result = sentence(self.env, command.result_reason)

    @api.model_create_multi
    def create(self, vals_list):
        commands = super().create(vals_list)
        self.env["biometric.device.user"]._process_queued(commands)
        self.env["biometric.erasure.line"]._process_queued(commands)
        return commands

    def _finish(self, state, code=0, reason=None):
        """End these commands, and update the device users and erasures that wait for them.

        :param reason: :class:`~.terminals.reasons.Reason`, why it ended so.
        """
        if not self:
            return
        self.write(
            {
                "state": state,
                "code": code,
                "result_reason": as_stored(reason),
                "finished_at": fields.Datetime.now(),
                "lease_until": False,
            }
        )
        self.env["biometric.device.user"]._process_finished(self, state, reason)
        verification.process_finished(self, state, reason)
        self.env["biometric.erasure.line"]._process_finished(self, state, reason)

    @api.model
    def _get_pending(self, devices, kind):
        """Return the queued and sent commands of a kind for these devices."""
        return self.search(
            [
                ("device_id", "in", devices.ids),
                ("kind", "=", kind),
                ("state", "in", PENDING_STATES),
            ]
        )

    def _commands(self):
        """Return the ``commands`` object of the brand of the command's device."""
        self.ensure_one()
        return BRANDS[self.device_id.brand].commands

    def _device_user(self):
        """The device user the command is about."""
        return self._device_users(self.device_id)

    def _device_users(self, device):
        """Those on a device the commands are about."""
        pins = [pin for pin in self.mapped("pin") if pin]
        return self.env["biometric.device.user"].sudo()._with_pins(device, pins)

    @api.model
    def _queue(self, device, kind, payload=None, template_id=False):
        """Have a device do something; see :meth:`_queue_all`."""
        request = CommandRequest(device, kind, payload or {}, template_id)
        return self._queue_all([request])

    @api.model
    def _queue_all(self, requests):
        """Queue what devices are asked to do, in this order.

        A queued command with the same target takes the new values and keeps its place;
        one that a new one contradicts is cancelled. The caller has checked who may ask.

        :param requests: of :class:`.queueing.CommandRequest`.
        :return: the commands, queued or changed.
        :raises ValidationError: a sentence for the person who asked.
        """
        return queue_all(self, requests)

    def _replace_values(self, values):
        """Take the values of a new request for the same thing."""
        self.write(values)
        self.env["biometric.device.user"]._process_queued(self)

    @api.model
    def _check_request(self, request):
        """Check that the device can take the command now.

        :raises ValidationError: why the device cannot be asked for it.
        """
        problem = self._get_problem(request)
        if problem:
            raise ValidationError(sentence(self.env, problem))

    @api.model
    def _get_problem(self, request):
        """Why a device cannot be asked for something, ``None`` where it can.

        :rtype: ~.terminals.reasons.Reason
        """
        problem = request.device._get_command_problem(request.kind)
        if problem:
            return problem
        blob = {"blob": BLOB_PLACEHOLDER} if request.template_id else {}
        try:
            check(request.kind, {**request.payload, **blob})
        except ProtocolError as error:
            return error.reason
        return None

    @api.model
    def _delete_old(self):
        """Delete commands that ended long ago.

        Those that opened a door, restarted a terminal or cleared it stay: who asked for
        that may be wanted later, and they are about nobody.
        """
        dangerous = [name for name, kind in KINDS.items() if kind.dangerous]
        until = fields.Datetime.now() - RETENTION
        old = [("finished_at", "<", until), ("kind", "not in", dangerous)]
        isolate(
            self.sudo().search(old),
            lambda commands: commands.unlink(),
            lambda command: command.device_id._record_failed_work(CLEANING),
        )
