"""Receive live events of a terminal: punches as they happen, and enrolments.

A terminal does not repeat events that no client received; such punches are in its log.
"""

import math
from collections.abc import Generator
from contextlib import suppress
from struct import Struct

from ...client.budget import Budget
from ...errors import Impossible, TimedOut, TransportError
from ...records import Punch, Refused
from ..codes import Command, Event, Reply
from ..events import Enrolled, decode_enrolled, decode_punch
from ..frames import Frame
from .channel import Channel, ends_session_on_error
from .users import Users

#: Time for an enrolment, in which a person presents a finger three times. Odoo ends a job
#: that takes two minutes, and other terminals wait meanwhile.
ENROLMENT_SECONDS = 90.0
#: Longest wait between two events of an enrolment.
ENROLMENT_EVENT_SECONDS = 60.0
_NOBODY_CAME = 6  # the terminal's own code

#: Lengths of punches that name the user by uid.
_BY_UID = (10, 14)

_BY_PIN = Struct("<24sBB")
_BY_NUMBER = Struct("<IB")


class Live:
    """Receives punches and enrolments of one session.

    pyzk is not used to receive: it takes one ``recv`` for one event.
    """

    def __init__(self, channel: Channel, users: Users):
        self.channel, self._users = channel, users

    def listen(
        self, idle: float = 10.0
    ) -> Generator[Punch | Refused | None, None, None]:
        """Yield punches as they happen, until the connection fails.

        The first value is ``None``, once the terminal sends events. The session's deadline
        no longer applies.

        :param idle: seconds without an event after which a request is sent, so that a broken
            connection is noticed; then ``None`` is yielded.
        :raises TransportError: the connection failed. Read the log before listening again.
        """
        pins = self._start()
        try:
            yield None
            while True:
                punch, pins = self._next_punch(idle, pins)
                yield punch
        finally:
            self._stop()

    @ends_session_on_error
    def _start(self) -> dict[int, str]:
        self.channel.frames.budget = Budget(math.inf)
        pins = self._users.pins()
        # Some firmware sends no events before this request; a refusal does not matter.
        self.channel.pyzk("set_sdk_build_1")
        self.channel.pyzk("reg_event", Event.PUNCH)
        return pins

    @ends_session_on_error
    def _next_punch(
        self, idle: float, pins: dict[int, str]
    ) -> tuple[Punch | Refused | None, dict[int, str]]:
        """Return the next punch, and who is where in the list of users now."""
        try:
            event = self._next_event(idle)
        except TimedOut:
            self.channel.execute(Command.GET_TIME, repeat=True)
            return None, pins
        if not event.session & Event.PUNCH:
            return None, pins
        punch = self._decode(event.data, pins)
        if len(event.data) in _BY_UID:
            # A new user may be in the list by now, in the place of another one, too.
            if isinstance(punch, Punch):
                pins = self._users.pins_with(punch.pin)
            else:
                pins = self._users.pins()
            punch = self._decode(event.data, pins)
        return punch, pins

    def _decode(self, raw: bytes, pins: dict[int, str]) -> Punch | Refused:
        return decode_punch(raw, pins=pins, encoding=self.channel.address.encoding)

    def _next_event(self, seconds: float) -> Frame:
        event = self.channel.frames.next_event(seconds)
        self.channel.frames.send_unanswered(Reply.OK, self.channel.zk.session)
        return event

    def _stop(self) -> None:
        if not self.channel.frames.closed:
            with suppress(TransportError):
                self.channel.pyzk("reg_event", 0)

    @ends_session_on_error
    def enroll(self, pin: str, slot: int = 0) -> Enrolled:
        """Start the enrolment of a finger at the terminal and return its result.

        The session's deadline becomes :data:`ENROLMENT_SECONDS` from now.

        :param slot: which finger, 0 to 9.
        :return: ``result`` 0 is success; 6 also where nobody came.
        :raises DeviceRefused: there is no such user, or the terminal is not ready.
        :raises Impossible: over UDP, for a PIN that is no number.
        """
        request = self._enrolment_request(pin, slot)
        frames = self.channel.frames
        frames.budget = Budget(ENROLMENT_SECONDS)
        self.channel.pyzk("cancel_capture")
        self.channel.execute(Command.START_ENROLL, request)
        try:
            event = self._next_event(ENROLMENT_EVENT_SECONDS)
            while event.session != Event.FINGER_ENROLLED:
                event = self._next_event(ENROLMENT_EVENT_SECONDS)
            ended = decode_enrolled(event.data)
        except TimedOut:
            ended = Enrolled(_NOBODY_CAME, pin, slot, 0)
        frames.budget = Budget(self.channel.address.deadline)
        self.channel.pyzk("reg_event", 0)
        self.cancel()
        return ended

    def _enrolment_request(self, pin: str, slot: int) -> bytes:
        if not self.channel.frames.lossy:
            name = pin.encode(self.channel.address.encoding, "replace")
            return _BY_PIN.pack(name, slot, 1)
        if not (pin.isascii() and pin.isdecimal()) or str(int(pin)) != pin:
            raise Impossible("enrolment_needs_number")
        return _BY_NUMBER.pack(int(pin), slot)

    @ends_session_on_error
    def cancel(self) -> None:
        """End an enrolment and make the terminal recognise people again."""
        self.channel.pyzk("cancel_capture")
        self.channel.pyzk("verify_user")
