import json
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..protocols import BRANDS
from ..protocols.commands import KINDS, check
from ..protocols.errors import ProtocolError

# A command nobody fetched by then is given up. A door is not unlocked hours later.
LIFETIME = timedelta(days=14)
LIFETIME_OF_DANGEROUS = timedelta(minutes=15)
PENDING = ("queued", "sent")
# What makes two commands the same thing asked twice.
TARGET = ("pin", "kind", "slot", "index", "door", "since", "until", "text")
# A new command makes an older one about the same person pointless, if that still waits.
UNDOES = {
    "set_user": ("delete_user", "keep_out"),
    "delete_user": ("set_user", "let_in", "set_template", "enroll"),
    "let_in": ("keep_out",),
    "keep_out": ("let_in",),
}


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

        One that is queued already takes the new values and keeps its place; one that a
        new one undoes is cancelled. The caller has checked who may ask.

        :param wishes: ``[(device, kind, payload, further values)]``; for the payload see
            :data:`~.protocols.commands.KINDS`. ``""`` empties a value, a missing one is
            left as it is on the terminal.
        :return: the commands, queued or changed.
        :raises ValidationError: a sentence for the person who asked.
        """
        steps = [step for wish in wishes for step in self._steps(*wish)]
        waiting = self.sudo()._waiting(steps)
        fresh, changed = {}, self.sudo().browse()
        for device, kind, payload, extra in steps:
            target = _target(kind, payload)
            for old in waiting[device.id, payload.get("pin")]:
                if old.kind in UNDOES.get(kind, ()) and old.state == "queued":
                    old._finish("cancelled", result=self.env._("Not wanted any more."))
            same = next(
                (
                    old
                    for old in waiting[device.id, payload.get("pin")]
                    if old.target == target
                ),
                None,
            )
            if same:
                same._replace(payload, extra)
                changed |= same
                continue
            row = fresh.setdefault((device.id, target), {"payload": {}})
            row |= {
                "device_id": device.id,
                "kind": kind,
                "payload": {**row["payload"], **payload},
                "pin": payload.get("pin"),
                "target": target,
                "expires_at": _deadline(kind),
                **extra,
            }
        created = self.sudo().create(
            [{**row, "payload": _written(row["payload"])} for row in fresh.values()]
        )
        return (changed | created).sudo(False)

    @api.model
    def _steps(self, device, kind, payload, extra):
        """A wish as the commands its terminal needs for it."""
        self._refuse(device, kind, payload, extra)
        codec = BRANDS[device.brand].codec
        for step, values in codec.steps(
            kind, payload, device.dialect, known=device.options or {}
        ):
            yield device, step, values, extra if step == kind else {}

    @api.model
    def _waiting(self, steps):
        """Queued commands the new ones may meet: ``{(device id, PIN): [command]}``."""
        found = defaultdict(list)
        for command in self.search(
            [
                ("state", "=", "queued"),
                ("device_id", "in", [device.id for device, *_rest in steps]),
                ("pin", "in", [payload.get("pin") for _d, _k, payload, _e in steps]),
            ],
            order="id",
        ):
            found[command.device_id.id, command.pin or None].append(command)
        return found

    def _replace(self, payload, extra):
        """Take over the values of the same thing asked again."""
        self.write(
            {
                "payload": _written({**json.loads(self.payload), **payload}),
                "expires_at": _deadline(self.kind),
                **extra,
            }
        )

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

    @api.model
    def _check_administrator(self):
        """:raises AccessError: for anybody else."""
        if not self.env.user.has_group("hr_attendance.group_hr_attendance_manager"):
            raise AccessError(
                self.env._("Only administrators may tell terminals what to do.")
            )

    def action_cancel(self):
        """Do not do it. What was sent already may happen all the same."""
        self._check_administrator()
        self.check_access("read")
        self.filtered(lambda command: command.state in PENDING).sudo()._finish(
            "cancelled", result=self.env._("Cancelled by %s.", self.env.user.name)
        )

    def action_retry(self):
        """Ask again for what failed."""
        self._check_administrator()
        self.check_access("read")
        for command in self:
            if command.state in PENDING or command.state == "done":
                raise UserError(
                    self.env._("Only a command that failed can be tried again.")
                )
            if command._dangerous():
                raise UserError(
                    self.env._("This is not repeated: give the command once more.")
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


def _deadline(kind):
    dangerous = KINDS[kind].dangerous
    return fields.Datetime.now() + (LIFETIME_OF_DANGEROUS if dangerous else LIFETIME)


def _target(kind, payload):
    return "|".join([kind, *(str(payload.get(name) or "") for name in TARGET)])


def _written(payload):
    """A payload as text; days and moments in ISO format, as codecs read them."""
    return json.dumps(payload, default=str)
