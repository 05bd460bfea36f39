"""How each fault bends a frame on its way out.

A bend takes the frame and the way it is sealed, and gives what goes out instead: bytes,
each to be written at once, and acts.
"""

from collections.abc import Callable, Iterable

from .acts import Deaf, HangUp, Later, Pause, Punch, Reboot, Stop
from .codes import Event, Reply
from .frames import Frame, encode_frame

Seal = Callable[[bytes], bytes]
Piece = bytes | tuple

#: What a fault without an amount does.
LATENCY, LATE, SURPLUS, GARBAGE = 0.3, 0.5, 4, 40
COUNTER = 32  # where the number of punches stands in the answer about what is stored


def _seal(frame: Frame, seal: Seal) -> bytes:
    return seal(encode_frame(frame))


def latency(frame: Frame, seal: Seal, amount: float | None) -> Iterable[Piece]:
    """The frame comes ``amount`` seconds later, and so does all behind it."""
    return [Pause(LATENCY if amount is None else amount), _seal(frame, seal)]


def late(frame, seal, amount):
    """The frame is sent ``amount`` seconds later; meanwhile the talk goes on."""
    return [Later(LATE if amount is None else amount, _seal(frame, seal))]


def mute(frame, seal, amount):
    """Done, but from this frame on nothing of the answer is sent."""
    return [Stop()]


def lose(frame, seal, amount):
    """This frame is lost, the others are not."""
    return []


def double(frame, seal, amount):
    return [_seal(frame, seal)] * 2


def truncate(frame, seal, amount):
    """Only the first ``amount`` bytes of the frame (half of it) are sent."""
    whole = _seal(frame, seal)
    return [whole[: len(whole) // 2 if amount is None else int(amount)]]


def checksum(frame, seal, amount):
    payload = bytearray(encode_frame(frame))
    payload[2] ^= 0xFF
    return [seal(bytes(payload))]


def flip(frame, seal, amount):
    """A bit of the data is wrong, byte ``amount`` of the payload (the last)."""
    payload = bytearray(encode_frame(frame))
    payload[-1 if amount is None else int(amount)] ^= 0x10
    return [seal(bytes(payload))]


def reply_id(frame, seal, amount):
    """The number of another request, ``amount`` further (one)."""
    other = (frame.reply + int(amount or 1)) & 0xFFFF
    return [_seal(frame._replace(reply=other), seal)]


def error(frame, seal, amount):
    """The code ``amount`` (2001) instead of the frame and all behind it."""
    code = Reply.ERROR if amount is None else int(amount)
    return [_seal(Frame(code, frame.session, frame.reply), seal), Stop()]


def surplus(frame, seal, amount):
    """``amount`` bytes of data (4) more than belong to the frame."""
    extra = bytes(SURPLUS if amount is None else int(amount))
    return [_seal(frame._replace(data=frame.data + extra), seal)]


def event(frame, seal, amount):
    """An event comes in between, ``amount`` bytes of a punch nobody asked for (32)."""
    content = b"1001".ljust(24, b"\0") + bytes((1, 0, 24, 1, 2, 3, 4, 5)) + bytes(64)
    told = Frame(Reply.EVENT, Event.PUNCH, 0, content[: int(amount or 32)])
    return [_seal(told, seal), _seal(frame, seal)]


def punch(frame, seal, amount):
    """Before the frame is sent, ``amount`` people (1) pass."""
    return [Punch(int(amount or 1)), _seal(frame, seal)]


def close(frame, seal, amount):
    """Hang up after ``amount`` bytes of the frame (0)."""
    return [_seal(frame, seal)[: int(amount or 0)], HangUp(reset=False)]


def reset(frame, seal, amount):
    """The same, with RST."""
    return [_seal(frame, seal)[: int(amount or 0)], HangUp(reset=True)]


def half_open(frame, seal, amount):
    """After ``amount`` bytes of the frame (0) never a word, and no end either."""
    return [_seal(frame, seal)[: int(amount or 0)], Deaf()]


def reboot(frame, seal, amount):
    """It restarts after ``amount`` bytes of the frame (0)."""
    return [_seal(frame, seal)[: int(amount or 0)], Reboot()]


def garbage(frame, seal, amount):
    """``amount`` bytes (40) of something else before the frame."""
    size = GARBAGE if amount is None else int(amount)
    return [bytes((i * 37 + 11) & 0xFF for i in range(size)), _seal(frame, seal)]


def counter(frame, seal, amount):
    """It says it has ``amount`` punches (1) more than it has."""
    shift = 1 if amount is None else int(amount)
    said = frame.data
    if len(said) >= COUNTER + 4:
        stored = int.from_bytes(said[COUNTER : COUNTER + 4], "little")
        more = max(0, stored + shift).to_bytes(4, "little")
        said = said[:COUNTER] + more + said[COUNTER + 4 :]
    return [_seal(frame._replace(data=said), seal)]


def unheard(frame, seal, amount):
    """The request itself is lost on its way; see ``Line.hear``."""
    raise AssertionError("A request that is lost has no answer.")


BENDS: dict[str, Callable[[Frame, Seal, float | None], Iterable[Piece]]] = {
    bend.__name__: bend
    for bend in (
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
        unheard,
    )
}
