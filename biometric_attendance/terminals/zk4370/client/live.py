"""What a terminal tells of its own accord: punches as they happen, enrolments.

A hint that comes early, never the truth: what happens while nobody listens is not told
again.
"""

import math
from collections.abc import Iterator
from contextlib import suppress
from struct import Struct

from ...client.budget import Budget
from ...errors import Impossible, TimedOut, TransportError
from ...records import Punch, Refused
from ..codes import Command, Event, Reply
from ..events import Enrolled, decode_enrolled, decode_punch
from .people import People
from .talk import guarded

#: Seconds a person has to come and present a finger three times. Odoo ends a job that
#: takes two minutes, and others wait meanwhile.
ENROLMENT = 90.0
#: Seconds between two events of an enrolment.
_PRESENT = 60.0
_LATE = 6  # the terminal's own word for "nobody came in time"

#: Lengths of punches that name the user by place.
_BY_PLACE = (10, 14)

_BY_PIN = Struct("<24sBB")
_BY_NUMBER = Struct("<IB")


class Live(People):
    """Waiting for people; not by pyzk, which takes one ``recv`` for one event."""

    def live(self, idle: float = 10.0) -> Iterator[Punch | Refused | None]:
        """Punches as they happen, for as long as the terminal is there.

        First comes ``None``: from then on it listens. The session's deadline no longer
        holds.

        :param idle: seconds of silence after which the terminal is asked something, so
            that a connection that is only half there is noticed; then comes ``None``.
        :raises TransportError: the terminal is gone. Read its log before listening again.
        """
        pins = self._listen()
        try:
            yield None
            while True:
                yield self._hear(idle, pins)
        finally:
            self._stop_listening()

    @guarded
    def _listen(self) -> dict[int, str]:
        self.wire.budget = Budget(math.inf)
        pins = self._pins()
        # Some firmware tells nothing to a client that does not say this; its no is none.
        self.pyzk("set_sdk_build_1")
        self.pyzk("reg_event", Event.PUNCH)
        return pins

    @guarded
    def _hear(self, idle: float, pins: dict[int, str]) -> Punch | Refused | None:
        try:
            event = self._next_event(idle)
        except TimedOut:
            self.tell(Command.GET_TIME, again=True)
            return None
        if not event.session & Event.PUNCH:
            return None
        punch = self._punch(event.data, pins)
        if isinstance(punch, Refused) and len(event.data) in _BY_PLACE:
            # Perhaps somebody new, whom the list has by now.
            pins.update(self._pins())
            punch = self._punch(event.data, pins)
        return punch

    def _punch(self, raw: bytes, pins: dict[int, str]) -> Punch | Refused:
        return decode_punch(raw, pins=pins, encoding=self.address.encoding)

    def _pins(self) -> dict[int, str]:
        return {slot.uid: slot.user.pin for slot in self.users()}

    def _next_event(self, seconds: float):
        event = self.wire.next_event(seconds)
        self.wire.say(Reply.OK, self.zk.session)
        return event

    def _stop_listening(self) -> None:
        if not self.wire.closed:
            with suppress(TransportError):
                self.pyzk("reg_event", 0)

    @guarded
    def enroll(self, pin: str, slot: int = 0) -> Enrolled:
        """Have a user present a finger at the terminal, and wait for how it ended.

        The session's deadline is put off by :data:`ENROLMENT`.

        :param slot: which finger, 0 to 9.
        :return: ``result`` 0 is success; 6 also where nobody came.
        :raises DeviceRefused: there is no such user, or the terminal is not ready.
        :raises Impossible: over UDP, for a PIN that is no number.
        """
        request = self._enrolment(pin, slot)
        self.wire.budget = Budget(ENROLMENT)
        self.pyzk("cancel_capture")
        self.tell(Command.START_ENROLL, request)
        try:
            event = self._next_event(_PRESENT)
            while event.session != Event.FINGER_ENROLLED:
                event = self._next_event(_PRESENT)
            ended = decode_enrolled(event.data)
        except TimedOut:
            ended = Enrolled(_LATE, pin, slot, 0)
        self.wire.budget = Budget(self.address.deadline)
        self.pyzk("reg_event", 0)
        self.cancel()
        return ended

    def _enrolment(self, pin: str, slot: int) -> bytes:
        if not self.wire.lossy:
            name = pin.encode(self.address.encoding, "replace")
            return _BY_PIN.pack(name, slot, 1)
        if not (pin.isascii() and pin.isdecimal()) or str(int(pin)) != pin:
            raise Impossible(
                "Over UDP only users whose PIN is a number can be enrolled."
            )
        return _BY_NUMBER.pack(int(pin), slot)

    @guarded
    def cancel(self) -> None:
        """End an enrolment, and let the terminal recognise people again."""
        self.pyzk("cancel_capture")
        self.pyzk("verify_user")
