"""Fingers: the table of all, one alone, and several with their users to be saved.

    in the table   [size u16 = 6 + length][uid u16][finger][valid][bytes]
    one alone      [bytes][one byte more]
    to be saved    [length of users u32][of the table u32][of the fingers u32]
                   users    [2][record of 28 or 72 bytes]
                   table    [2][uid u16][16 + finger][where in the fingers u32]
                   fingers  [length u16][bytes]

Valid is 0, 1, or 3 for a finger under duress. Sources: a public description of the
protocol, captures of two models, the requests of a public client.
"""

from collections.abc import Iterable, Mapping
from struct import Struct
from typing import NamedTuple

from ..errors import ProtocolError
from ..reasons import Reason
from ..records import Refused, Template, Upload

_ENTRY = Struct("<HHbb")
_HEAD = Struct("<III")
_PLACE = Struct("<bHbI")
_LENGTH = Struct("<H")
_SAVED = 2
_FINGER = 0x10
_DURESS = 3
FINGERS = range(10)
#: Data of the request to save what was sent before.
SAVE = Struct("<IHH").pack(12, 0, 8)


class Entry(NamedTuple):
    """A finger as the terminal keeps it.

    :param uid: the place of its user.
    :param valid: 0 not, 1 valid, 3 under duress.
    """

    uid: int
    finger: int
    valid: int
    blob: bytes

    def __repr__(self) -> str:
        return (
            f"Entry({self.uid}, {self.finger}, {self.valid}, <{len(self.blob)} bytes>)"
        )


def decode_entries(rows: bytes) -> tuple[list[Entry], bool]:
    """The table of all fingers.

    :return: the entries, and whether the table was whole: behind an entry of an
        impossible size nothing can be read.
    """
    entries, at = [], 0
    while at + _ENTRY.size <= len(rows):
        size, uid, finger, valid = _ENTRY.unpack_from(rows, at)
        if size < _ENTRY.size or at + size > len(rows):
            break
        blob = bytes(rows[at + _ENTRY.size : at + size])
        entries.append(Entry(uid, finger, valid, blob))
        at += size
    return entries, at == len(rows)


def decode_templates(
    rows: bytes, pins: Mapping[int, str], *, major: int | None = None
) -> Upload:
    """Every entry a template, or refused without its bytes.

    :param pins: uid to PIN.
    :param major: version of the terminal's finger algorithm, option ``~ZKFPVersion``.
    """
    entries, whole = decode_entries(rows)
    upload = Upload(lines=len(entries))
    for entry in entries:
        line = f"finger uid={entry.uid} finger={entry.finger} valid={entry.valid}"
        if entry.uid in pins and entry.blob:
            upload.templates.append(make_template(entry, pins[entry.uid], major=major))
        else:
            upload.refused.append(Refused(line, Reason("finger_without_user")))
    if not whole:
        upload.lines += 1
        upload.refused.append(Refused("finger", Reason("fingers_incomplete")))
    return upload


def make_template(entry: Entry, pin: str, *, major: int | None = None) -> Template:
    """An entry in the words every brand shares."""
    return Template(
        pin=pin,
        kind="finger",
        slot=entry.finger,
        major=major,
        valid=entry.valid != 0,
        duress=entry.valid == _DURESS,
        size=len(entry.blob),
        blob=entry.blob,
    )


def decode_template(answer: bytes) -> bytes:
    """The bytes of one finger asked for alone.

    :raises ProtocolError: where there are none.
    """
    if len(answer) < 2:
        raise ProtocolError("finger_empty")
    return bytes(answer[:-1])


def encode_save(
    users: Iterable[tuple[bytes, Iterable[tuple[int, bytes]]]],
) -> bytes:
    """What is sent to save fingers.

    :param users: records of :func:`.users.encode_user`, each with (finger, bytes); the
        record is written too, so it has to be the one read.
    :raises ProtocolError: for a finger nobody has, or none that long.
    """
    records, places, fingers = bytearray(), bytearray(), bytearray()
    for record, blobs in users:
        records += bytes((_SAVED,)) + record
        uid = int.from_bytes(record[:2], "little")
        for finger, blob in blobs:
            if finger not in FINGERS or not 0 < len(blob) <= 0xFFFF:
                raise ProtocolError("finger_invalid")
            places += _PLACE.pack(_SAVED, uid, _FINGER + finger, len(fingers))
            fingers += _LENGTH.pack(len(blob)) + blob
    parts = records, places, fingers
    return _HEAD.pack(*map(len, parts)) + b"".join(parts)
