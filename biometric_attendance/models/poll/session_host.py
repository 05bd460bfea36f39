"""What a device's sessions are to do, store and record."""

from odoo import api, fields, models

from ...terminals.session import SessionPlan
from ..device.biometric_device_hour import count_in_hour
from . import live, schedule, sessions, steps


class BiometricDeviceSessionHost(models.AbstractModel):
    """Methods of a device that its sessions call, and that begin and end them."""

    _name = "biometric.device.session.host"
    _description = "Sessions with a Device"

    def _get_session_plan(self, listen):
        """What the next session is to do."""
        return SessionPlan(
            position=self.poll_position or None,
            read_whole_log=schedule.wants_whole_log(self),
            will_send_commands=schedule.wants_commands(self),
            listen=listen,
        )

    def _is_reading(self):
        """Whether its log was not read to the end yet."""
        return bool(self.poll_position and not self.poll_position.get("complete"))

    def _process_step(self, step, session):
        """Process one step by the method of its name; return the answer to it.

        Commands the step itself queues are no reason to poll the device again.
        """
        before = {name: self[name] for name in ("poll_requested", "poll_next")}
        answer = getattr(self, f"_process_{step.name}")(step, session)
        if self.poll_requested and not before["poll_requested"]:
            self.write(before)
        return answer

    def _process_connected(self, step, session):
        return steps.process_connected(self, step, session)

    def _process_ready_for_command(self, step, session):
        return steps.process_ready_for_command(self, session)

    def _process_command_done(self, step, session):
        return steps.process_command_done(self, step, session)

    def _process_rows_read(self, step, session):
        return steps.process_rows_read(self, step, session)

    def _process_page_read(self, step, session):
        return steps.process_page_read(self, step)

    def _process_live_events(self, step, session):
        return steps.process_live_events(self, step, session)

    def _record_session_begin(self):
        """Reset the request to poll, so that one made from now on is noticed at the end."""
        if self.exists() and self.poll_requested:
            self.poll_requested = False

    def _record_session_end(self, session, error):
        """Record the result of a session, and when the next one is due.

        :param error: what ended the session early, ``None`` for nothing.
        """
        sessions.release_commands(session, error)
        if error is not None:
            self._record_failure(sessions.get_failure_reason(self, error))
            return
        requested = self.poll_requested
        if not session.recorded:
            self._record_success()
        if session.cut_short or requested:
            self.poll_next = fields.Datetime.now()
        if session.cut_short != self.session_cut_short:
            self.session_cut_short = session.cut_short

    def _record_success(self):
        """Note that the device answered, and when it is polled again."""
        values = schedule.get_success_values(self)
        if values:
            self.write(values)
        if self.polled:
            self.env.cr.execute(count_in_hour(self, "contacts"))

    def _record_failure(self, reason):
        """Record why the device could not be polled, and postpone the next session."""
        self.write(schedule.get_failure_values(self, reason))
        self.env.cr.execute(count_in_hour(self, "failures"))

    @api.model
    def _listen(self, stopped):
        live.listen(self, stopped)

    @api.model
    def _poll_once(self):
        return live.poll_once(self)
