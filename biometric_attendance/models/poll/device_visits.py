"""Several terminals visited at once by threads that only talk, never store.

A visit is a generator of the transport's ring: each ``next`` talks to the terminal for a
while and hands over what it heard. The generators run in threads; what they hand over is
stored by the one thread that has the cursor, which commits before the visit goes on. So
nothing is acknowledged, skipped or passed by that is not stored.
"""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice

AT_ONCE = 16  # terminals talked to at the same time

_OVER = object()


class Visits:
    """:param welcome: called with (key, step) in the caller's thread, stores and commits;
        its answer is sent into the visit, which is over if it raises.
    :param farewell: called with (key, error or ``None``, whether it was cut short) when
        a visit is over.
    :param time_left: whether a step may still begin.
    :param room: how many at the same time.
    :param least: steps of a visit that was begun, whatever the time: one that never gets
        beyond its first would never bring anything.
    """

    def __init__(self, welcome, farewell, time_left, room=AT_ONCE, least=1):
        self._welcome, self._farewell = welcome, farewell
        self._time_left, self._room, self._least = time_left, room, least

    def run(self, waiting):
        """Make visits until there are none left, or no time.

        :param waiting: iterable of (key, generator), gone through again after each step
            while there is room. So an iterator is simply gone on with, and anything else
            may have others each time.
        """
        with ThreadPoolExecutor(self._room) as pool:
            running = {}
            while True:
                for key, visit in self._next(waiting, self._room - len(running)):
                    running[pool.submit(_step, visit, None)] = key, visit, 1
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    key, visit, steps = running.pop(future)
                    answer, error = self._take(key, future)
                    goes_on = answer is not _OVER
                    if goes_on and (steps < self._least or self._time_left()):
                        again = pool.submit(_step, visit, answer)
                        running[again] = key, visit, steps + 1
                        continue
                    # What is left is read the next time, from where it was left.
                    closing = pool.submit(visit.close).exception()
                    self._farewell(key, error or closing, goes_on)

    def _next(self, waiting, number):
        if number and self._time_left():
            for each in islice(waiting, number):
                yield each
                if not self._time_left():
                    return

    def _take(self, key, future):
        """:return: what is sent into the visit, or that it is over; and an error."""
        try:
            step = future.result()
            return (_OVER if step is _OVER else self._welcome(key, step)), None
        except Exception as error:  # noqa: BLE001 - told by the farewell
            return _OVER, error


def _step(visit, answer):
    try:
        return visit.send(answer)
    except StopIteration:
        return _OVER
