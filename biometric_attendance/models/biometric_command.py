import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..protocols import BRANDS
from ..protocols.commands import KINDS, check
from ..protocols.errors import ProtocolError

LIFETIME = timedelta(days=14)  # a command nobody fetched by then is given up
PENDING = ("queued", "sent")
# What makes two commands the same thing asked twice.
TARGET = ("pin", "kind", "slot", "index")


class BiometricCommand(models.Model):
    """What we want a device to do, and what became of it.

    queued -> sent (leased) -> done | failed | expired | cancelled
    """

    _name = "biometric.command"
    _description = "Device Command"
    _order = "id desc"
    _rec_name = "kind"

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
        selection=lambda self: [(key, kind.label) for key, kind in KINDS.items()],
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
    pin = fields.Char(
        string="PIN", readonly=True, help="Whom it is about, on the terminal."
    )
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
    target = fields.Char(readonly=True, help="What makes two commands the same.")
    attempts = fields.Integer(readonly=True, help="How often it was sent.")
    lease_until = fields.Datetime(
        readonly=True, help="When an answer is no longer expected."
    )
    expires_at = fields.Datetime(
        readonly=True,
        default=lambda self: fields.Datetime.now() + LIFETIME,
        help="When it is given up if the terminal never asks.",
    )
    sent_at = fields.Datetime(readonly=True, help="When it was last sent.")
    finished_at = fields.Datetime(readonly=True, help="When its fate was decided.")
    code = fields.Integer(
        string="Return Code", readonly=True, aggregator=None, help="The terminal's own."
    )
    result = fields.Char(readonly=True, help="What the terminal said, in words.")

    _pending_idx = models.Index("(device_id, id) WHERE state IN ('queued', 'sent')")

    @api.model
    def _queue(self, device, kind, payload=None, **extra):
        """Have a device do something; see :meth:`_queue_all`."""
        return self._queue_all([(device, kind, payload or {}, extra)])

    @api.model
    def _queue_all(self, wishes):
        """Have devices do things, in this order.

        An identical command that is still queued is replaced by the new one.

        :param wishes: ``[(device, kind, payload, further values)]``; for the payload see
            :data:`~.protocols.commands.KINDS`.
        :raises ValidationError: a sentence for the person who asked.
        """
        rows = {}
        for device, kind, payload, extra in wishes:
            payload = {name: value for name, value in payload.items() if value != ""}
            self._refuse(device, kind, payload, extra)
            target = "|".join([kind, *(str(payload.get(name, "")) for name in TARGET)])
            rows.pop((device.id, target), None)
            rows[device.id, target] = {
                "device_id": device.id,
                "kind": kind,
                "payload": json.dumps(payload, default=str),
                "pin": payload.get("pin"),
                "target": target,
                **extra,
            }
        queued = self.search(
            [
                ("state", "=", "queued"),
                ("device_id", "in", [device for device, _target in rows]),
                ("target", "in", [target for _device, target in rows]),
            ]
        )
        queued.filtered(lambda old: (old.device_id.id, old.target) in rows)._finish(
            "cancelled", result=self.env._("Replaced by a newer one.")
        )
        return self.create(list(rows.values()))

    @api.model
    def _refuse(self, device, kind, payload, extra):
        if device.state != "approved":
            raise ValidationError(
                self.env._("Approve %s before telling it to do anything.", device.name)
            )
        if kind not in device._capabilities():
            raise ValidationError(
                self.env._(
                    "%(device)s cannot do that: %(kind)s.",
                    device=device.name,
                    kind=KINDS[kind].label if kind in KINDS else kind,
                )
            )
        try:
            check(kind, {**payload, **self._read_later(extra)})
        except ProtocolError as error:
            raise ValidationError(error.reason) from error

    def _finish(self, state, code=0, result=None):
        if self:
            self.write(
                {
                    "state": state,
                    "code": code,
                    "result": result,
                    "finished_at": fields.Datetime.now(),
                    "lease_until": False,
                }
            )

    def action_cancel(self):
        """Do not do it. What was sent already may happen all the same."""
        self.check_access("write")
        self.filtered(lambda command: command.state in PENDING).sudo()._finish(
            "cancelled", result=self.env._("Cancelled by %s.", self.env.user.name)
        )

    def action_retry(self):
        """Ask again for what failed."""
        for command in self:
            if command.state in PENDING or command.state == "done":
                raise UserError(
                    self.env._("Only a command that failed can be tried again.")
                )
            command._queue(
                command.device_id,
                command.kind,
                json.loads(command.sudo().payload),
                **command._extra(),
            )

    def _extra(self):
        """What a repetition must carry beside the payload."""
        return {}

    @api.model
    def _read_later(self, extra):
        """Stand-ins for values that are only read when the command is sent."""
        return {}

    def _dangerous(self):
        self.ensure_one()
        return KINDS[self.kind].dangerous

    def _codec(self):
        self.ensure_one()
        return BRANDS[self.device_id.brand].codec
