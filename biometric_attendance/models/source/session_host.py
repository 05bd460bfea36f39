"""When sources are read, and what becomes of what they hand over."""

import json
import logging
from collections import defaultdict
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models

from ...terminals.errors import TransportError
from ...terminals.poll import Limits
from ...terminals.reasons import Reason
from ...terminals.session import SessionPlan
from ...terminals.source import SourceRead
from .. import locks
from ..crons import trigger_cron
from ..due import is_over
from ..poll.schedule import MAX_REST, get_rest
from ..poll.session_runner import SessionRunner
from ..poll.sessions import MIN_STEPS
from ..reason import sentence
from ..retry import retry_on_serialization_failure
from .taken import Taken

_logger = logging.getLogger(__name__)

# Odoo gives a job ten seconds at a time, and ends its worker after a hundred and twenty.
SESSION_SECONDS = 45.0
ANSWER_SECONDS = 20.0
LOOK_THROUGH_EVERY = timedelta(hours=20)  # once a day, whenever there is time
CRON = "cron_source"


class BiometricSource(models.Model):
    _inherit = "biometric.source"

    poll_next = fields.Datetime(
        string="Next Reading",
        readonly=True,
        copy=False,
        help="A source that does not answer is asked less and less often, at least once an "
        "hour.",
    )
    position = fields.Json(
        readonly=True, copy=False, help="How far it was read and stored."
    )
    last_read = fields.Datetime(
        readonly=True, copy=False, help="When it was read to its end the last time."
    )
    looked_through = fields.Datetime(
        readonly=True,
        copy=False,
        help="When the last weeks were compared as a whole, for what came late.",
    )
    failure_reason = fields.Json(
        readonly=True, copy=False, help="Code and values of the last failure."
    )
    failure = fields.Char(
        string="Last Failure",
        compute="_compute_failure",
        help="Why it could not be read the last time.",
    )
    failing_since = fields.Datetime(
        readonly=True,
        copy=False,
        help="When it could not be read for the first time since it last could.",
    )
    failures = fields.Integer(
        string="Failed Calls",
        readonly=True,
        copy=False,
        help="How often it could not be read since it last could.",
    )

    @api.depends("failure_reason")
    @api.depends_context("lang")
    def _compute_failure(self):
        for source in self:
            source.failure = sentence(self.env, source.failure_reason) or False

    def _schedule_now(self):
        """Read these sources at once, also those that have just failed."""
        ready = self.filtered("active")
        if ready:
            ready.sudo().poll_next = fields.Datetime.now()
            trigger_cron(self.env, CRON)

    @api.model
    def _get_own_domain(self):
        """Return the domain of sources that this server itself reads."""
        return fields.Domain("active", "=", True)

    @api.model
    def _cron_read(self):
        """Read every source that is due, several at once.

        A session that is cut short goes on at its position when the job runs again.
        """
        progress = self.env["ir.cron"]._commit_progress
        due = self.search(self._get_own_domain(), order="poll_next NULLS FIRST, id")
        due = due.filtered(lambda source: source._is_due())
        left = [progress(remaining=len(due))]
        unfinished = set()  # ids of sources whose session ended before its last step
        positions = {}  # id of a source to what its session stored last
        taken = defaultdict(Taken)  # id of a source to the commands of its session

        def process(key, step):
            number, plan = key
            source = self.browse(number)
            if not isinstance(step, SourceRead):
                answer = retry_on_serialization_failure(
                    self.env, lambda: source._process_commands(step, taken[number])
                )
                taken[number].note(step)
                left[0] = progress(0)
                return answer
            before = positions.get(number, plan.position)
            retry_on_serialization_failure(
                self.env, lambda: source._process(step, plan, before)
            )
            positions[number] = step.position
            (unfinished.discard if step.complete else unfinished.add)(number)
            left[0] = progress(0)
            return None

        def finish(key, error, cut_short):
            self.env.cr.rollback()
            number, _plan = key
            source = self.browse(number)
            if source.exists():
                more = cut_short or number in unfinished
                retry_on_serialization_failure(
                    self.env, lambda: source._end(taken[number], error, more)
                )
            locks.unlock(self.env, locks.SOURCE, number)
            left[0] = progress(1)

        try:
            runner = SessionRunner(
                process, finish, lambda: left[0], min_steps=MIN_STEPS
            )
            runner.run(due._begin_sessions(progress))
        except BaseException:
            self.env.cr.rollback()
            locks.unlock_all(self.env, locks.SOURCE)
            raise
        self._schedule_next()

    def _begin_sessions(self, progress):
        """Lock each source when its turn comes, and give ((its id, plan), its session)."""
        for source in self:
            if not locks.try_lock(self.env, locks.SOURCE, source.id):
                continue
            begun = None
            try:
                begun = source._begin()
            except OperationalError:
                raise
            except Exception as error:  # noqa: BLE001 - logged, and recorded on the source
                self.env.cr.rollback()
                source._record_end(error, False)
                progress(1)
            if begun:
                yield begun
            else:
                locks.unlock(self.env, locks.SOURCE, source.id)

    def _begin(self):
        """Return ((its id, plan), its session), ``None`` if it is gone."""
        if not self.exists():
            return None
        self._check_path()  # what was allowed when it was typed may not be any more
        limits = Limits(timeout=ANSWER_SECONDS, deadline=SESSION_SECONDS)
        plan = SessionPlan(
            position=self.position or None,
            read_whole_log=self._is_to_look_through(),
            will_send_commands=bool(self._get_commanded_devices()),
        )
        values = self._get_connection_values()
        return (self.id, plan), self._get_source().session(values, plan, limits)

    def _is_to_look_through(self):
        last, now = self.looked_through, fields.Datetime.now()
        return is_over(last and last + LOOK_THROUGH_EVERY, now, LOOK_THROUGH_EVERY)

    def _is_due(self):
        """Whether it is to be read now, also where the clock was set back meanwhile."""
        longest = max(MAX_REST, timedelta(minutes=self.poll_minutes))
        return is_over(self.poll_next, fields.Datetime.now(), longest)

    def _schedule_next(self):
        """Have the job run again when the next source is due."""
        upcoming = self.search(
            self._get_own_domain(), order="poll_next NULLS FIRST", limit=1
        )
        if upcoming:
            trigger_cron(self.env, CRON, at=upcoming.poll_next or fields.Datetime.now())

    def _process(self, step, plan, before):
        """Store what a step brought, and the position behind it, in one transaction.

        :param before: the position that this session left. Another one means that somebody
            wants all read anew, such as the punches of a terminal just approved.
        :raises TransportError: the position is another by now; the session has to end.
        """
        if (self.position or None) != (before and json.loads(json.dumps(before))):
            raise TransportError("source_begun_anew")
        self._store_behind(step)
        if step.notice:
            self.message_post(body=sentence(self.env, step.notice))
        values = {"position": step.position}
        if step.complete:
            now = fields.Datetime.now()
            values["last_read"] = now
            if plan.read_whole_log:
                values["looked_through"] = now
        self.write(values)

    def _process_commands(self, step, taken):
        """Process a step about commands by the method of its name; return the answer to it.

        :param taken: what the session took along.
        """
        return getattr(self, f"_process_{step.name}")(step, taken)

    def _end(self, taken, error, cut_short):
        """Give back the commands that were not begun, and record the result of a session."""
        goes_on = self._release_commands(taken, error)
        self._record_end(error, cut_short or goes_on)

    def _record_end(self, error, cut_short):
        """Record the result of a session, and when the next one is due.

        :param error: what ended it early, ``None`` for nothing.
        :param cut_short: there was no time for the rest.
        """
        now = fields.Datetime.now()
        if isinstance(error, TransportError) and error.code == "source_begun_anew":
            error, cut_short = None, True
        if error is None:
            pause = timedelta(0) if cut_short else timedelta(minutes=self.poll_minutes)
            self.write(
                {
                    "poll_next": now + pause,
                    "failure_reason": False,
                    "failing_since": False,
                    "failures": 0,
                }
            )
            return
        reason = self._get_reason(error)
        self._note_failure(reason)
        rest = get_rest(timedelta(minutes=self.poll_minutes), self.failures)
        self.write(
            {
                "poll_next": now + rest,
                "failure_reason": reason.as_dict(),
                "failing_since": self.failing_since or now,
                "failures": self.failures + 1,
            }
        )

    def _get_reason(self, error):
        """Why a session failed; what is no failure of the source is logged."""
        if isinstance(error, TransportError):
            return error.reason
        _logger.error("Session with source %s failed", self.id, exc_info=error)
        return Reason("server_error")
