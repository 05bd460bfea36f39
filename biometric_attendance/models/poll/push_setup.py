"""Having a terminal that is polled push, too: whether it was asked, keeps it, and does it."""

import secrets
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...terminals.poll import SET_PUSH
from ...terminals.reasons import Reason
from ..actions import notify
from ..push.device_cache import digest
from ..reason import sentence

# After how long a silence a terminal is told again where to push; twice as long each time.
FIRST_SILENCE = timedelta(hours=1)
MAX_SILENCE = timedelta(days=1)


class BiometricDevicePushSetup(models.AbstractModel):
    """Fields of a device that a session tells where to push. Polling goes on all the same."""

    _name = "biometric.device.push.setup"
    _description = "Push Settings of a Polled Device"

    can_set_push = fields.Boolean(
        compute="_compute_can_set_push",
        help="The terminal can be told by this server where to push its punches.",
    )
    # In clear, because it is told to the terminal again; see docs/security.md.
    push_secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    is_push_set = fields.Boolean(
        compute="_compute_is_push_set",
        help="The terminal is told to push to its secret address.",
    )
    push_asked_at = fields.Datetime(
        string="Asked to Push",
        readonly=True,
        copy=False,
        help="When the terminal was last told where to push.",
    )
    push_kept = fields.Boolean(
        readonly=True,
        copy=False,
        help="Asked for its settings afterwards, the terminal names this address. Some "
        "firmware says yes and keeps another one, or none.",
    )
    push_reason = fields.Json(
        readonly=True, copy=False, help="Code and values of what was wrong."
    )
    push_problem = fields.Char(
        compute="_compute_push_problem",
        help="Why the terminal does not keep the address it was told.",
    )
    push_received_at = fields.Datetime(
        string="Heard From",
        readonly=True,
        copy=False,
        help="When the terminal last pushed something, or a sign of life, to the minute.",
    )
    push_attempts = fields.Integer(
        readonly=True,
        copy=False,
        help="How often it was told where to push since it last pushed.",
    )

    @api.depends("brand")
    def _compute_can_set_push(self):
        for device in self:
            poll = device._get_poll()
            device.can_set_push = bool(poll and SET_PUSH in poll.questions)

    @api.depends("push_secret", "path_digest")
    def _compute_is_push_set(self):
        """Whoever typed another secret address, or none, wants that one."""
        for device in self:
            own = device.sudo()
            token = own.push_secret
            device.is_push_set = bool(token) and digest(token) == own.path_digest

    @api.depends("push_reason")
    @api.depends_context("lang")
    def _compute_push_problem(self):
        for device in self:
            device.push_problem = sentence(self.env, device.push_reason) or False

    def action_set_push(self):
        """Tell the terminal where to push, in a session at once."""
        self.ensure_one()
        self.check_access("write")
        if not (self.can_set_push and self._is_approved()):
            raise UserError(self.env._("Approve %s first.", self.name))
        self._check_callable()
        if self.bridge_id and not self.sudo().bridge_id.relay_port:
            raise UserError(
                self.env._(
                    "The terminal would have to push to its bridge: give the bridge a port "
                    "for terminals first."
                )
            )
        own = self.sudo()
        if not self.is_push_set:
            own.push_secret = secrets.token_urlsafe(24)
            own.path_digest = digest(own.push_secret)
        own.write(
            {
                "push_asked_at": False,
                "push_kept": False,
                "push_reason": False,
                "push_received_at": False,
                "push_attempts": 0,
            }
        )
        self._schedule_poll_now()
        return notify("info", self.env._("The terminal is told where to push."))

    def _wants_push_set(self):
        """Whether the next session is to tell the terminal where to push.

        That is done again after a silence: some firmware forgets its settings when it is
        restarted, or at any time.
        """
        if not (self.can_set_push and self.is_push_set):
            return False
        if not self.push_asked_at:
            return True
        last = max(self.push_asked_at, self.push_received_at or datetime.min)
        rest = FIRST_SILENCE * 2 ** min(max(self.push_attempts - 1, 0), 10)
        return fields.Datetime.now() - last >= min(rest, MAX_SILENCE)

    def _get_push_target(self):
        """Return where the terminal is to push, ``None`` for nowhere.

        :return: ``host``, ``""`` for the machine that has the session; ``port``, ``https``
            and ``path``, with a secret in it.
        """
        if not self.is_push_set:
            return None
        own = self.sudo()
        path = f"/biometric/{own.push_secret}{self._guide().secret_path}"
        host, port, https = self._server()
        if own.bridge_id:
            host, port, https = "", own.bridge_id.relay_port, False
        return {"host": host, "port": port, "https": https, "path": path}

    def _process_push_set(self, step):
        """Record what came of telling the terminal where to push."""
        differing = step.result.values.get("differs")
        reason = step.problem
        if differing and not reason:
            reason = Reason("push_not_kept", {"names": differing})
        self.write(
            {
                "push_asked_at": fields.Datetime.now(),
                "push_kept": not reason,
                "push_reason": reason.as_dict() if reason else False,
                "push_attempts": self.push_attempts + 1,
            }
        )

    def _record_pushed(self):
        """Record that the terminal pushed just now, once a minute."""
        if self.can_set_push:
            now = fields.Datetime.now()
            assignment = SQL("push_received_at = %s, push_attempts = 0", now)
            self._once_a_minute("push", assignment)
