"""Hooks for other modules: punches were stored, and what became of punches changed.

Punches are written by SQL, past ``create`` and ``write``. Other modules override these
methods, and automation rules on punches run as if ``create`` and ``write`` had been called.
"""

import json
import logging

from odoo import fields, models

from ...terminals.reasons import Reason
from ...terminals.records import Refused
from ..push.biometric_message import HOOK_FAILED, MessagesFull
from ..retry import CONFLICTS
from . import automation

_logger = logging.getLogger(__name__)

AFTER_INGEST = "_after_ingest"
AFTER_OUTCOME_CHANGE = "_after_outcome_change"
# What a change may concern; its values of before are handed over.
FORMER_FIELDS = (
    "outcome",
    "reason",
    "detail",
    "attendance_id",
    "employee_id",
    "partner_id",
    "direction",
    "instant",
    "ambiguous_hour",
)
# Events of webhooks that a hook calls for.
EVENTS = {
    AFTER_INGEST: ("punch.stored", "punch.denied"),
    AFTER_OUTCOME_CHANGE: ("punch.changed", "punch.denied"),
}
TABLE = "hook"  # the kind of the messages of calls that failed


class BiometricPunchHooks(models.AbstractModel):
    """The hooks of punches, and how they are called."""

    _name = "biometric.punch.hooks"
    _description = "Hooks of Punches"

    def _after_ingest(self):
        """Hook: these punches were stored just now, each with its first outcome.

        It is called as superuser once for each batch of new punches, in the transaction that
        stores them. Where it raises, what it did is undone, the punches stay stored, and a
        message on the device lets somebody call it again. Conflicts with other writers are
        retried together with the punches.
        """

    def _after_outcome_change(self, former):
        """Hook: what became of these punches, whose they are, or their time changed.

        It is called as :meth:`_after_ingest` is: by the pairing, and after what people do.

        :param former: values of ``FORMER_FIELDS`` before, ``{punch id: {name: value}}``; ids
            instead of records.
        """

    def _call_hook(self, hook, former=None):
        """Call a hook and the automation rules for these punches; keep a call that fails.

        :param hook: ``AFTER_INGEST`` or ``AFTER_OUTCOME_CHANGE``.
        """
        error = self._try_hook(hook, former)
        if not error:
            return
        for device, punches in self.sudo().grouped("device_id").items():
            values = former and {key: former[key] for key in punches.ids}
            line = json.dumps([hook, punches.ids, values], default=str)
            try:
                messages = self.env["biometric.message"].sudo()
                messages._keep(device, TABLE, [Refused(line, error)])
            except MessagesFull:
                _logger.error("Device %s has no room for: %s", device.id, line)

    def _try_hook(self, hook, former=None):
        """Call a hook and the rules; undo what they did where one fails.

        :return: the reason of the failure, ``None`` for success.
        """
        # What this addon's own work puts there would change what others' work does.
        context = {
            key: value
            for key, value in self.env.context.items()
            if not key.startswith("biometric_") and key != "tracking_disable"
        }
        punches = self.with_env(self.env(su=True, context=context))
        try:
            with self.env.cr.savepoint():
                webhooks = punches.env["biometric.webhook"]
                if hook == AFTER_INGEST:
                    punches._after_ingest()
                    webhooks._queue_stored(punches)
                    automation.run_rules_of_create(punches)
                else:
                    punches._after_outcome_change(former)
                    webhooks._queue_changed(punches, former)
                    automation.run_rules_of_write(punches, former)
        except CONFLICTS:
            raise  # it concerns the punches as well, and is retried with them
        except Exception as error:
            _logger.exception("%s failed for %s punches", hook, len(self))
            return Reason(
                HOOK_FAILED, {"error": f"{type(error).__name__}: {error}"[:500]}
            )
        return None

    def _repeat_hook(self, line, device):
        """Call a hook once more for punches of a device, as a kept message says.

        :return: the reason of the failure, ``None`` for success.
        """
        hook, ids, values = json.loads(line)
        punches = self.sudo().browse(ids).exists()
        punches = punches.filtered(lambda punch: punch.device_id == device)
        former = {}
        for punch in punches.ids if values else ():
            former[punch] = values[str(punch)]
            former[punch]["instant"] = fields.Datetime.to_datetime(
                former[punch]["instant"]
            )
        return punches._try_hook(hook, former or None) if punches else None


def is_followed(env, hook):
    """Whether a module overrides a hook, or an automation rule or webhook waits for it.

    This costs no query.
    """
    own = getattr(BiometricPunchHooks, hook)
    is_overridden = getattr(type(env["biometric.punch"]), hook) is not own
    method = "create" if hook == AFTER_INGEST else "write"
    return (
        is_overridden
        or automation.has_rules(env, method)
        or env["biometric.webhook"]._is_followed(*EVENTS[hook])
    )
