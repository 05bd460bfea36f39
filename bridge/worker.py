"""A thread that does something at intervals, and when triggered."""

import logging
import threading
import time

from .planning import MIN_REST_SECONDS
from .spool import SpoolFull

_logger = logging.getLogger(__name__)


class Worker:
    """Calls :meth:`poll` again and again, in a thread of its own.

    :param name: of what it looks after, for the log.
    """

    def __init__(self, name: str):
        self.name = name
        self.triggered = threading.Event()
        self.stopping = False
        self._due = 0.0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the step that is under way."""
        self.stopping = True
        self.triggered.set()

    def join(self, seconds: float) -> None:
        """Wait until it has ended."""
        self._thread.join(seconds)

    def trigger(self) -> None:
        """Poll at once; a session that listens is ended for that."""
        self.triggered.set()

    def poll(self) -> float:
        """Run one session, and return the seconds until the next.

        :raises SpoolFull: there is no room for what was read.
        """
        raise NotImplementedError

    def _run(self) -> None:
        while not self.stopping:
            self.triggered.wait(max(0.0, self._due - time.monotonic()))
            self.triggered.clear()
            if self.stopping:
                return
            try:
                rest = self.poll()
            except SpoolFull:
                _logger.error("The disk is full: terminals are not read any more")
                rest = MIN_REST_SECONDS
            except Exception:
                _logger.exception("%s cannot be polled", self.name)
                rest = MIN_REST_SECONDS
            self._due = time.monotonic() + rest
