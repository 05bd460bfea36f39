"""Sources: programs and databases of vendors in this network, read for Odoo.

The sessions are those of Odoo's own job. Each step is recorded with the position before it:
Odoo stores a step only where it is at that position itself. Where it is not, as somebody
wants all read anew, it says so, and reading begins at the position it names.
"""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from terminals import BRANDS
from terminals.errors import TransportError
from terminals.poll import Limits
from terminals.reasons import Reason
from terminals.session import SessionEnd, SessionPlan
from terminals.source import Source, SourceRead
from terminals.step_json import RecordableStep, RecordedStep, encode

from .config import SourceConfig
from .planning import MAX_REST_SECONDS, MIN_REST_SECONDS, WHOLE_LOG_SECONDS
from .polling import DeviceState, Polling
from .spool import SpoolFull
from .worker import Worker

_logger = logging.getLogger(__name__)

LIMITS = Limits(timeout=20.0, deadline=300.0)


def find_source(config: SourceConfig) -> Source | None:
    """Return how a source is read; ``None`` where the bridge cannot."""
    brand = BRANDS.get(config.brand)
    return brand.source if brand else None


class SourcePoller(Worker):
    """Reads one source, at intervals and when triggered."""

    def __init__(self, polling: Polling, number: int):
        super().__init__(f"source {number}")
        self.polling, self.number = polling, number
        self.state = DeviceState()
        self.failures = 0

    def poll(self) -> float:
        """Run one session, and return the seconds until the next.

        :raises SpoolFull: there is no room for what was read.
        """
        config = self.polling.config.sources.get(self.number)
        if config is None or not self.polling.may_poll():
            return MIN_REST_SECONDS
        source = find_source(config)
        if source is None:
            self.state.reachable, self.state.reason = None, Reason("bridge_cannot_poll")
            return MIN_REST_SECONDS
        if self.polling.spool.is_full():
            raise SpoolFull
        session = _SourceSession(self.polling, config, lambda: self.stopping)
        error = session.run(source)
        self._record(config, error)
        if error:
            rest = config.poll_minutes * 60 * 2.0 ** min(self.failures - 1, 10)
            return max(min(rest, MAX_REST_SECONDS), MIN_REST_SECONDS)
        return config.poll_minutes * 60 if session.complete else 0.0

    def _record(self, config: SourceConfig, error: TransportError | None) -> None:
        reason = error.reason if error else None
        if reason and reason != self.state.reason:
            _logger.warning("%s: %s", config.name, reason)
        elif not reason and self.state.reason:
            _logger.info("%s answers again", config.name)
        self.failures = self.failures + 1 if error else 0
        self.state.reachable, self.state.reason = error is None, reason


class _SourceSession:
    """One session with a source: its steps are recorded in the spool.

    :ivar complete: all there was for now has been read.
    """

    def __init__(
        self, polling: Polling, config: SourceConfig, is_stopping: Callable[[], bool]
    ):
        self._spool, self._config = polling.spool, config
        self._is_stopping = is_stopping
        self._key = config.key
        self._id = str(uuid4())
        notes = self._spool.notes(self._key)
        self._restarts = notes.get("restarts", 0)
        position: Mapping[str, Any] | None = self._spool.position(self._key)
        if position is None and not self._restarts:
            position = config.position
        is_recent = 0 <= time.time() - notes.get("looked_at", 0) < WHOLE_LOG_SECONDS
        self._plan = SessionPlan(position=position, read_whole_log=not is_recent)
        self._values = {**config.values, "allow_loopback": polling.allow_loopback}
        self._recorded = False
        self.complete = False

    def run(self, source: Source) -> TransportError | None:
        """Drive the session to its end, and return what ended it early.

        :raises SpoolFull: there is no room for what was read.
        """
        error = None
        try:
            self._drive(source)
        except SpoolFull:
            raise
        except TransportError as failure:
            error = failure
        except Exception as failure:
            _logger.exception("Session with %s failed", self._config.name)
            error = TransportError("bridge_error")
            error.__cause__ = failure
        end = SessionEnd.of(error, cut_short=not self.complete)
        if self._recorded or not self._spool.waiting(self._key):
            self._add(end, self._plan)
        return error

    def _drive(self, source: Source) -> None:
        plan = self._plan
        with closing(source.session(self._values, plan, LIMITS)) as session:
            for step in session:
                if not isinstance(step, SourceRead):  # no commands are asked for here
                    continue
                if self._spool.notes(self._key).get("restarts", 0) != self._restarts:
                    return  # Odoo is at another position by now
                self._record(step, plan)
                plan = replace(plan, position=step.position)
                self.complete = step.complete
                if self._is_stopping():
                    return
        if self.complete and plan.read_whole_log:
            self._spool.note(self._key, looked_at=time.time())

    def _record(self, step: SourceRead, plan: SessionPlan) -> None:
        """Store a step and the position behind it, unless Odoo learns nothing from it."""
        is_news = step.uploads or step.terminals or step.users
        moved = step.position != plan.position
        if is_news or moved or not self._spool.waiting(self._key):
            self._add(step, plan, step.position)
            self._recorded = True

    def _add(
        self, step: RecordableStep, plan: SessionPlan, position: Any = None
    ) -> None:
        at = datetime.now(timezone.utc)
        kind, data = encode(RecordedStep(step, at, plan, self._id))
        self._spool.add(self._key, kind, data, position)
