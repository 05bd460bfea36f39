"""Runs several sessions with terminals at once, in threads that do not use the database.

A session is a generator: each ``send`` communicates with a terminal for a while and returns
a step. The generators run in threads; their steps are stored by the one thread that has the
cursor, which commits before the session goes on. So a terminal's records are acknowledged
or skipped only once they are stored.
"""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice

MAX_SESSIONS = 16  # at the same time

_OVER = object()


class SessionRunner:
    """Runs sessions in a pool of threads, and processes their steps in the caller's thread.

    :param process: called with (key, step) in the caller's thread, stores and commits;
        its answer is sent into the session, which is over if it raises.
    :param finish: called with (key, error or ``None``, whether it was cut short) when
        a session is over.
    :param time_left: whether a step may still begin.
    :param max_sessions: how many at the same time.
    :param min_steps: how many steps each session may do even if no time is left: one that
        is always ended at its first step would never bring any records.
    """

    def __init__(
        self, process, finish, time_left, *, max_sessions=MAX_SESSIONS, min_steps=1
    ):
        self._process, self._finish, self._time_left = process, finish, time_left
        self._max_sessions, self._min_steps = max_sessions, min_steps

    def run(self, waiting):
        """Run sessions until none is left, or there is no time.

        :param waiting: iterable of (key, generator). It is iterated over again whenever
            a session may begin: an iterator continues, and another iterable may give
            other sessions each time.
        """
        with ThreadPoolExecutor(self._max_sessions) as pool:
            running = {}
            while True:
                for key, session in self._next(
                    waiting, self._max_sessions - len(running)
                ):
                    running[pool.submit(_step, session, None)] = key, session, 1
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    key, session, steps = running.pop(future)
                    answer, error = self._take(key, future)
                    goes_on = answer is not _OVER
                    if goes_on and (steps < self._min_steps or self._time_left()):
                        again = pool.submit(_step, session, answer)
                        running[again] = key, session, steps + 1
                        continue
                    # What is left is read the next time, from where it was left.
                    closing = pool.submit(session.close).exception()
                    self._finish(key, error or closing, goes_on)

    def _next(self, waiting, number):
        if number and self._time_left():
            for each in islice(waiting, number):
                yield each
                if not self._time_left():
                    return

    def _take(self, key, future):
        """Process the step that a thread got from a session.

        :return: ``(answer, error)``: what is sent into the session, ``_OVER`` if it is
            over; and the exception that ended it, or ``None``.
        """
        try:
            step = future.result()
            return (_OVER if step is _OVER else self._process(key, step)), None
        except Exception as error:  # noqa: BLE001 - given to `finish`
            return _OVER, error


def _step(session, answer):
    try:
        return session.send(answer)
    except StopIteration:
        return _OVER
