"""What each fault makes of a frame on its way out.

A fault takes the frame and how it is encoded, and gives what goes out instead: bytes, each
to be written at once, and actions.
"""

from collections.abc import Callable, Iterable

from .codes import Event, Reply
from .fault_actions import HangUp, Later, Pause, Punch, Reboot, Stop, StopResponding
from .frames import Frame, encode_frame

Encode = Callable[[bytes], bytes]
Piece = bytes | tuple

#: What a fault without an amount does.
LATENCY, LATE, SURPLUS, GARBAGE = 0.3, 0.5, 4, 40
COUNTER = 32  # where the number of punches stands in the answer about what is stored


def _encode(frame: Frame, encode: Encode) -> bytes:
    return encode(encode_frame(frame))


def latency(frame: Frame, encode: Encode, amount: float | None) -> Iterable[Piece]:
    """The frame comes ``amount`` seconds later, and so does all behind it."""
    return [Pause(LATENCY if amount is None else amount), _encode(frame, encode)]


def late(frame, encode, amount):
    """The frame is sent ``amount`` seconds later; meanwhile the talk goes on."""
    return [Later(LATE if amount is None else amount, _encode(frame, encode))]


def mute(frame, encode, amount):
    """Done, but from this frame on nothing of the answer is sent."""
    return [Stop()]


def lose(frame, encode, amount):
    """This frame is lost, the others are not."""
    return []


def double(frame, encode, amount):
    return [_encode(frame, encode)] * 2


def truncate(frame, encode, amount):
    """Only the first ``amount`` bytes of the frame (half of it) are sent."""
    whole = _encode(frame, encode)
    return [whole[: len(whole) // 2 if amount is None else int(amount)]]


def checksum(frame, encode, amount):
    payload = bytearray(encode_frame(frame))
    payload[2] ^= 0xFF
    return [encode(bytes(payload))]


def flip(frame, encode, amount):
    """A bit of the data is wrong, byte ``amount`` of the payload (the last)."""
    payload = bytearray(encode_frame(frame))
    payload[-1 if amount is None else int(amount)] ^= 0x10
    return [encode(bytes(payload))]


def reply_id(frame, encode, amount):
    """The number of another request, ``amount`` further (one)."""
    other = (frame.reply + int(amount or 1)) & 0xFFFF
    return [_encode(frame._replace(reply=other), encode)]


def error(frame, encode, amount):
    """The code ``amount`` (2001) instead of the frame and all behind it."""
    code = Reply.ERROR if amount is None else int(amount)
    return [_encode(Frame(code, frame.session, frame.reply), encode), Stop()]


def surplus(frame, encode, amount):
    """``amount`` bytes of data (4) more than belong to the frame."""
    extra = bytes(SURPLUS if amount is None else int(amount))
    return [_encode(frame._replace(data=frame.data + extra), encode)]


def event(frame, encode, amount):
    """An event comes in between, ``amount`` bytes of a punch nobody asked for (32)."""
    content = b"1001".ljust(24, b"\0") + bytes((1, 0, 24, 1, 2, 3, 4, 5)) + bytes(64)
    reported = Frame(Reply.EVENT, Event.PUNCH, 0, content[: int(amount or 32)])
    return [_encode(reported, encode), _encode(frame, encode)]


def punch(frame, encode, amount):
    """Before the frame is sent, ``amount`` people (1) pass."""
    return [Punch(int(amount or 1)), _encode(frame, encode)]


def close(frame, encode, amount):
    """Hang up after ``amount`` bytes of the frame (0)."""
    return [_encode(frame, encode)[: int(amount or 0)], HangUp(reset=False)]


def reset(frame, encode, amount):
    """The same, with RST."""
    return [_encode(frame, encode)[: int(amount or 0)], HangUp(reset=True)]


def half_open(frame, encode, amount):
    """After ``amount`` bytes of the frame (0) never a word, and no end either."""
    return [_encode(frame, encode)[: int(amount or 0)], StopResponding()]


def reboot(frame, encode, amount):
    """It restarts after ``amount`` bytes of the frame (0)."""
    return [_encode(frame, encode)[: int(amount or 0)], Reboot()]


def garbage(frame, encode, amount):
    """``amount`` bytes (40) of something else before the frame."""
    size = GARBAGE if amount is None else int(amount)
    return [bytes((i * 37 + 11) & 0xFF for i in range(size)), _encode(frame, encode)]


def counter(frame, encode, amount):
    """It says it has ``amount`` punches (1) more than it has."""
    shift = 1 if amount is None else int(amount)
    record_fields = frame.data
    if len(record_fields) >= COUNTER + 4:
        stored = int.from_bytes(record_fields[COUNTER : COUNTER + 4], "little")
        more = max(0, stored + shift).to_bytes(4, "little")
        record_fields = record_fields[:COUNTER] + more + record_fields[COUNTER + 4 :]
    return [_encode(frame._replace(data=record_fields), encode)]


def lost_request(frame, encode, amount):
    """The request itself is lost on its way; see ``Channel.receive``."""
    raise AssertionError("A request that is lost has no answer.")


FRAME_FAULTS: dict[str, Callable[[Frame, Encode, float | None], Iterable[Piece]]] = {
    fault.__name__: fault
    for fault in (
        latency,
        late,
        mute,
        lose,
        double,
        truncate,
        checksum,
        flip,
        reply_id,
        error,
        surplus,
        event,
        punch,
        close,
        reset,
        half_open,
        reboot,
        garbage,
        counter,
        lost_request,
    )
}
