"""Finger templates as bytes: the table of all, one alone, several to be saved."""

from typing import NamedTuple

VALID, DURESS = 1, 3
#: What closes an upload of users and fingers.
SAVE_REQUEST = bytes.fromhex("0c000000 0000 0800")
#: Bytes in front of a template in the table.
ENTRY_HEAD = 6
#: Added to the number of a finger that is saved.
FINGER_BASE = 16


class Finger(NamedTuple):
    """A finger of the user at one place of the list."""

    uid: int
    number: int
    blob: bytes
    valid: int = VALID


class BadUpload(Exception):
    """Lengths of an upload do not fit each other."""


def _u16(value: int) -> bytes:
    return value.to_bytes(2, "little")


def encode_fingers(fingers: list[Finger]) -> bytes:
    """Return the table: ``[size u16][uid u16][finger][valid][template]`` each."""
    return b"".join(
        _u16(ENTRY_HEAD + len(finger.blob))
        + _u16(finger.uid)
        + bytes([finger.number, finger.valid])
        + finger.blob
        for finger in fingers
    )


def encode_finger(blob: bytes) -> bytes:
    """Return one template alone, which one more byte follows."""
    return blob + b"\0"


class Upload:
    """Users and fingers sent together: three lengths, three parts.

    users    ``[2][record]``
    places   ``[2][uid u16][16 + finger][where in the templates u32]``
    templates  ``[length u16][template]``

    :param user_size: bytes of a record.
    :raises BadUpload: it is not whole.
    """

    PLACE = 8

    def __init__(self, content: bytes, user_size: int):
        sizes = [int.from_bytes(content[at : at + 4], "little") for at in (0, 4, 8)]
        if len(content) < 12 or 12 + sum(sizes) != len(content):
            raise BadUpload("The three lengths do not fit the upload.")
        if sizes[0] % (1 + user_size) or sizes[1] % self.PLACE:
            raise BadUpload("Users or places are not whole.")
        places_at = 12 + sizes[0]
        templates_at = places_at + sizes[1]
        self._templates = content[templates_at:]
        self.users = [
            content[at + 1 : at + 1 + user_size]
            for at in range(12, places_at, 1 + user_size)
        ]
        self.fingers = [
            self._finger(content[at : at + self.PLACE])
            for at in range(places_at, templates_at, self.PLACE)
        ]

    def _finger(self, place: bytes) -> Finger:
        uid = int.from_bytes(place[1:3], "little")
        number = place[3] - FINGER_BASE
        start = int.from_bytes(place[4:8], "little") + 2
        length = int.from_bytes(self._templates[start - 2 : start], "little")
        blob = self._templates[start : start + length]
        if not blob or len(blob) < length:
            raise BadUpload("A template is not whole.")
        return Finger(uid, number, blob)
