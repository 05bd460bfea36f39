"""When a terminal is asked, and what came of it.

Written like Odoo's own fetching of mail: one commit a step, a failure is noted on its
device and never stops the others, and a device that fails is asked less and less often.
"""

from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..push.biometric_device_contact import ONLINE_WITHIN

LOCK_CLASS = 0x62696F + 1  # "bio" and one: the lock of whoever talks to a terminal
WHOLE_EVERY = timedelta(hours=20)  # once a day, whenever there is time
LONGEST_REST = timedelta(hours=1)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    poll_minutes = fields.Integer(
        string="Ask Every (Minutes)",
        default=5,
        help="How often the terminal is asked for news. No news cost one short request.",
    )
    poll_next = fields.Datetime(
        string="Next Asked",
        readonly=True,
        copy=False,
        help="When the terminal is asked next. A terminal that does not answer is asked "
        "less and less often, at least once an hour.",
    )
    poll_position = fields.Json(
        readonly=True, copy=False, help="How far its log was read and stored."
    )
    poll_error = fields.Char(
        string="Last Failure",
        readonly=True,
        copy=False,
        help="Why the terminal could not be read the last time.",
    )
    poll_error_at = fields.Datetime(
        string="Failing Since",
        readonly=True,
        copy=False,
        help="When it could not be read for the first time since it last could.",
    )
    poll_failures = fields.Integer(
        string="Failures in a Row",
        readonly=True,
        copy=False,
        help="How often it could not be read since it last could.",
    )

    _poll_minutes_positive = models.Constraint(
        "CHECK(poll_minutes > 0)", "Ask the terminal every minute at the most."
    )

    @api.depends("poll_next", "poll_error", "polled")
    def _compute_online(self):
        result = super()._compute_online()
        late = fields.Datetime.now() - ONLINE_WITHIN
        for device in self.filtered("polled"):
            on_time = not device.poll_next or device.poll_next >= late
            device.online = bool(device.last_seen and not device.poll_error and on_time)
        return result

    def _search_online(self, operator, value):
        """A terminal that is asked is online while it answers at its own pace."""
        others = super()._search_online(operator, value)
        if others is NotImplemented:
            return others
        late = fields.Datetime.now() - ONLINE_WITHIN
        on_time = Domain("poll_next", "=", False) | Domain("poll_next", ">=", late)
        online = Domain("last_seen", "!=", False) & Domain("poll_error", "=", False)
        online &= on_time
        asked = Domain.OR(online if wanted else ~online for wanted in value)
        polled = Domain("polled", "=", True)
        return (polled & asked) | (~polled & others)

    @api.model
    def _due(self):
        """The terminals to be asked now, longest due first."""
        now = fields.Datetime.now()
        due = Domain("poll_next", "=", False) | Domain("poll_next", "<=", now)
        return self.search(self._in_turn() & due, order="poll_next NULLS FIRST, id")

    @api.model
    def _in_turn(self):
        """The terminals the cron asks, now or later."""
        return Domain(
            [("polled", "=", True), ("state", "=", "approved"), ("active", "=", True)]
        )

    @api.model
    def _taken(self):
        """The devices somebody talks to at this moment, their ids."""
        query = SQL(
            """SELECT objid::int FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND classid = %s
                  AND objsubid = 2 AND database = (
                      SELECT oid FROM pg_database WHERE datname = current_database())""",
            LOCK_CLASS,
        )
        return [taken for (taken,) in self.env.execute_query(query)]

    def _lock_line(self):
        """Have the terminal for ourselves until :meth:`_unlock_line`; false: it is taken.

        A lock of the session, so that it outlives the commits of one visit.
        """
        self.ensure_one()
        return self._ask_lock("pg_try_advisory_lock")

    def _lock_line_here(self):
        """The same until the transaction ends."""
        self.ensure_one()
        return self._ask_lock("pg_try_advisory_xact_lock")

    def _unlock_line(self):
        self._ask_lock("pg_advisory_unlock")

    @contextmanager
    def _letting_go(self):
        """Hold no terminal any more after an error inside: the session may live on."""
        try:
            yield
        except BaseException:
            self.env.cr.rollback()
            self.env.cr.execute(
                SQL(
                    """SELECT pg_advisory_unlock(%(ours)s, objid::int) FROM pg_locks
                        WHERE locktype = 'advisory' AND classid = %(ours)s
                          AND pid = pg_backend_pid()""",
                    ours=LOCK_CLASS,
                )
            )
            raise

    def _ask_lock(self, function):
        query = SQL("SELECT %s(%s, %s)", SQL(function), LOCK_CLASS, self.id)
        [(answer,)] = self.env.execute_query(query)
        return answer

    def _wants_all(self):
        """Whether the whole log is to be read, whatever the terminal has new."""
        if self.resend_all or not self.resent_at:
            return True
        return self.resent_at < fields.Datetime.now() - WHOLE_EVERY

    def _was_reached(self):
        """Note that the terminal answered, and when it is asked again.

        At once, where the time was too short for all there was to do.
        """
        now = fields.Datetime.now()
        cut_short = self.poll_position and not self.poll_position.get("complete")
        more = cut_short or self.people_due
        more = more or self.env["biometric.command"]._any_left(self)
        pause = timedelta(minutes=0 if more else self.poll_minutes)
        self.write(
            {
                "last_seen": now,
                "address": self.host,
                "poll_next": now + pause,
                "poll_error": False,
                "poll_error_at": False,
                "poll_failures": 0,
            }
        )

    def _was_not_reached(self, reason):
        """Note why the terminal could not be read, and leave it in peace for a while.

        :param reason: a sentence for a person.
        """
        now = fields.Datetime.now()
        pause = self._first_rest() * 2 ** min(self.poll_failures, 10)
        self.write(
            {
                "poll_next": now + max(min(pause, LONGEST_REST), timedelta(minutes=1)),
                "poll_error": reason,
                "poll_error_at": self.poll_error_at or now,
                "poll_failures": self.poll_failures + 1,
            }
        )

    def _first_rest(self):
        """How long a terminal is left in peace that has just failed."""
        return timedelta(minutes=self.poll_minutes)

    def _comes_later(self):
        """Somebody else is talking to the terminal."""
        self.poll_next = fields.Datetime.now() + timedelta(minutes=1)

    def _ask_soon(self):
        """Have those of these terminals that wait to be asked, asked at once."""
        waiting = self.filtered(_waits_to_be_asked)
        if waiting:
            waiting.sudo().filtered("poll_next").poll_next = False
            self.env.ref("biometric_attendance.cron_poll").sudo()._trigger()

    def action_fetch_now(self):
        """Have the terminals asked at once."""
        self.check_access("write")
        for device in self:
            if not device._is_approved():
                raise UserError(self.env._("Approve %s first.", device.name))
        self._ask_soon()
        return self._told(
            "info",
            self.env._(
                "The terminal is being asked. Its punches appear within a minute."
            ),
        )

    def action_send_everything_again(self):
        result = super().action_send_everything_again()
        self._ask_soon()
        return result

    def _start_receiving(self):
        result = super()._start_receiving()
        self._ask_soon()
        return result


def _waits_to_be_asked(device):
    return device.polled and device._is_approved()
