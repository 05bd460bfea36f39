"""The device behind the gateway: it carries commands out a while later, when online."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from ..entries import Op
from ..memory import Terminal
from ..people import Refused
from .callbacks import Lazy


class Order(NamedTuple):
    """Something to be done once its time (aware) has come, and what is sent then."""

    due: datetime
    act: Callable[[datetime], object]
    lazy: Lazy | None = None


class Device:
    """``now`` is the instant of the last answer; ``abandoned`` what could not be done.

    :param latency: seconds until it carries out what a REST call wants.
    """

    def __init__(self, terminal: Terminal, latency: float):
        self.terminal = terminal
        self.latency = timedelta(seconds=latency)
        self.online = True
        self.orders: list[Order] = []
        self.abandoned: list[str] = []
        self.now = datetime.min.replace(tzinfo=timezone.utc)

    def resume(self) -> None:
        """End an idle wait."""
        if self.terminal.on_punch:
            self.terminal.on_punch()

    def order(
        self,
        at: datetime,
        act: Callable[[datetime], object],
        lazy: Lazy | None = None,
        after: timedelta | None = None,
    ) -> None:
        """Let it do something; ``after`` a while that is not its usual latency."""
        due = at + (self.latency if after is None else after)
        self.orders.append(Order(due, act, lazy))
        self.resume()

    def connect(self, online: bool) -> None:
        """Offline it goes on punching, and neither receives nor sends."""
        self.online = online
        self.resume()

    def modify_date(self, at: datetime, wall: datetime) -> None:
        """Somebody sets the clock at the menu, from the instant ``at`` (aware) on."""
        self.terminal.clock.set(at, wall)
        self.terminal.note(Op.TIME_SET, at)
        self.resume()

    def _carry_out(self) -> list[Lazy]:
        """Do what is due, and return what is to be sent of it.

        What it cannot do is on its display; nothing is sent of it.
        """
        due = [order for order in self.orders if order.due <= self.now]
        self.orders = [order for order in self.orders if order.due > self.now]
        done = []
        for order in due:
            try:
                order.act(self.now)
            except Refused as refusal:
                self.abandoned.append(str(refusal))
            else:
                done += [order.lazy] if order.lazy else []
        return done
