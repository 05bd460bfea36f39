"""Steps of sessions that a bridge had, processed as those of this server's own sessions.

Each is processed and committed by itself, so one that fails stops no other. It is kept as
a message, and the bridge is told that it was refused.
"""

import logging
from dataclasses import replace
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, fields, models

from ...terminals import step_json
from ...terminals.errors import ProtocolError, TransportError
from ...terminals.reasons import Reason
from ...terminals.records import Refused
from ...terminals.session import Connected
from ..poll import steps
from ..poll.sessions import DeviceSession
from ..push.biometric_message import MessagesFull
from ..reason import sentence
from ..retry import retry_on_serialization_failure

_logger = logging.getLogger(__name__)

TABLE = "bridge"
# What was recorded longer ago was sent late, and does not tell that a terminal is online.
LATE_AFTER = timedelta(minutes=5)
MAX_ID = 2**31 - 1


class BiometricBridge(models.Model):
    _inherit = "biometric.bridge"

    def _process_steps(self, items):
        """Process steps in order; each is committed before the next.

        :param items: ``[{"id", "device", "kind", "data"}]``.
        :return: ``[{"id", "result": "stored" | "refused", "code", "message"}]``; what is
            not in it was not looked at.
        """
        bridge = self.with_user(SUPERUSER_ID)  # as the job that polls
        devices = {device.id: device for device in bridge._get_devices()}
        sources = {source._get_bridge_key(): source for source in bridge._get_sources()}
        results = []
        for item in items:
            key = item.get("device")
            if isinstance(key, str) and key in sources:
                source = sources[key]
                result = source and bridge._process_source_item(item, source)
                if result is None:  # what follows of it has to wait, too
                    sources[key] = None
            else:
                result = _describe(bridge._process_item(item, devices), self.env)
            self.env.cr.commit()  # pylint: disable=invalid-commit
            if result:
                results.append({"id": item["id"], **result})
        return results

    def _process_item(self, item, devices):
        """Process one step; return the reason why it is refused, ``None`` if it is not."""
        number = item.get("device")
        device = devices.get(number) if type(number) is int else None
        if device is None:
            return Reason("device_unknown")
        try:
            recorded = step_json.decode(item.get("kind"), item.get("data"))
            if recorded.step.name not in PROCESS:
                raise ProtocolError("step_unreadable", expected="step")
        except ProtocolError as error:
            self._keep_refused(device, item, None, error.reason)
            return error.reason
        refused = _get_refused(device, recorded)
        if refused:
            return refused
        try:
            retry_on_serialization_failure(
                self.env, lambda: _process(device, recorded, self.clock_drift)
            )
        except OperationalError:
            raise
        except TransportError as error:
            self._undo()
            return _refuse_session(device, recorded, error.reason)
        except MessagesFull:
            self._undo()
            return Reason("messages_full")
        except Exception:
            _logger.exception("Device %s: a step of its bridge failed", device.id)
            self._undo()
            reason = Reason("not_stored")
            self._keep_refused(device, item, recorded, reason)
            return reason
        return None

    def _undo(self):
        self.env.cr.rollback()
        self.env.transaction.reset()

    def _keep_refused(self, device, item, recorded, reason):
        """Keep what can be read of a step as messages, without secrets and biometrics.

        The whole of it stays in the quarantine of the bridge.
        """
        upload = getattr(recorded and recorded.step, "upload", None)
        table = getattr(recorded and recorded.step, "table", TABLE)
        punches = upload.punches if upload else ()
        refused = [Refused(punch.line, reason) for punch in punches if punch.line]
        if not refused:
            kind = str(item.get("kind"))[:40]
            name = f"{self.name}: {kind} {item['id']}"
            table, refused = TABLE, [Refused(name, reason)]
        messages = self.env["biometric.message"]
        try:
            retry_on_serialization_failure(
                self.env, lambda: messages._keep(device, table, refused)
            )
        except MessagesFull:
            self._undo()


def _describe(reason, env):
    """Return what a bridge is told of an item: stored, or refused for a reason."""
    if not reason:
        return {"result": "stored"}
    sentence_ = sentence(env, reason)
    return {"result": "refused", "code": reason.code, "message": sentence_}


def _get_refused(device, recorded):
    """Return why the session of a step is refused, ``None`` where it is not."""
    refused = device.refused_session or {}
    if not recorded.session or refused.get("session") != recorded.session:
        return None
    return Reason(refused["code"], refused["values"])


def _refuse_session(device, recorded, reason):
    """Refuse a step and what follows in its session: another terminal answered, mostly."""
    device.refused_session = {"session": recorded.session, **reason.as_dict()}
    device._record_failure(reason)
    return reason


def _process(device, recorded, clock_drift):
    """Process a recorded step by the function of its name.

    :param clock_drift: seconds that the clock of the bridge is ahead.
    """
    ahead, now = timedelta(seconds=clock_drift), fields.Datetime.now()
    at = recorded.at.replace(tzinfo=None) - ahead
    is_late = at < now - LATE_AFTER
    seen = device.last_seen
    session = DeviceSession(device, recorded.plan)
    step = recorded.step
    if isinstance(step, Connected) and step.clock:
        # What was sent late may have been recorded by a clock that was wrong otherwise.
        is_known = abs(at - now) <= LATE_AFTER
        clock = step.clock._replace(at=step.clock.at - ahead) if is_known else None
        step = replace(step, clock=clock)
    PROCESS[step.name](device, step, session, at)
    if is_late and device.last_seen != seen:
        device.last_seen = max(seen or at, at).replace(microsecond=0)


def _process_connected(device, step, _session, _at):
    steps.record_connected(device, step)


def _process_rows_read(device, step, session, _at):
    steps.process_rows_read(device, step, session)


def _process_command_done(device, step, session, _at):
    """Store a result, if the command was sent to this very device and has none yet."""
    if not step.command.id:
        steps.process_command_done(device, step, session)
        return
    command = device.env["biometric.command"]._get_sent(device, [step.command.id])
    if command.state in ("queued", "sent"):
        steps.process_command_done(device, step, session)
        return
    # What it read is good, also where the command has ended without it.
    if step.upload:
        device._store_upload(step.upload, step.command.kind, "poll")
    if not command:
        device._record_unknown_result()


def _process_page_read(device, step, _session, _at):
    command = device.env["biometric.command"]._get_sent(device, [step.command.id])
    if command:
        steps.process_page_read(device, step)
    else:
        device._store_upload(step.upload, step.command.kind, "poll")


def _process_live_events(device, step, session, _at):
    steps.process_live_events(device, step, session)


def _process_session_end(device, step, session, at):
    """Give back the commands that were not begun, and record how the session ended.

    :param at: when it ended, naive UTC. What was sent since then is another session's: an
        end that is told twice must not take that back.
    """
    unused = device.env["biometric.command"]._get_sent(device, step.unused)
    unused.filtered(
        lambda command: command.sent_at and command.sent_at <= at
    )._unlease()
    session.cut_short = step.cut_short
    device._record_session_end(session, step.exception)


PROCESS = {
    "connected": _process_connected,
    "rows_read": _process_rows_read,
    "command_done": _process_command_done,
    "page_read": _process_page_read,
    "live_events": _process_live_events,
    "session_end": _process_session_end,
}
