"""Records of users: forty bytes each.

    user 5 | password 3 | card 4 | name 20 | department | group | mode | fingers 2
    | password's high byte | kept | message

The password has its number of digits in the upper four bits; all ones mean none, as for the
card. The name is ten letters of UTF-16, big-endian. Source: two public implementations.
"""

from collections.abc import Mapping
from struct import Struct
from typing import Any

from ..errors import Impossible, ProtocolError
from ..records import DeviceUser

_RECORD = Struct(">5s3s4s20s8s")
RECORD_BYTES = _RECORD.size
#: Users of one answer, at the most.
MAX_USERS = 8
NAME_LETTERS = 10
MAX_PIN = 2**40 - 1
_NONE_PASSWORD, _NONE_CARD = b"\xff" * 3, b"\xff" * 4
#: A new user: no department, group 1, any way to verify, no finger.
_NEW_TAIL = bytes((0, 1, 0, 0, 0, 0, 0, 0))


def split_records(data: bytes) -> list[bytes]:
    """Return the records of an answer.

    :raises ProtocolError: it has not as many as it says.
    """
    count, records = data[0] if data else 0, data[1:]
    if len(records) != count * RECORD_BYTES:
        raise ProtocolError("anviz_rows_incomplete")
    return [
        records[at : at + RECORD_BYTES] for at in range(0, len(records), RECORD_BYTES)
    ]


def decode_user(record: bytes) -> DeviceUser:
    """Return the user of a record."""
    user, password, card, name, _tail = _RECORD.unpack(record)
    text = name.decode("utf-16-be", "replace").split("\0")[0]
    pin = str(int.from_bytes(user, "big"))
    return DeviceUser(
        pin,
        name=text,
        card="" if card in (_NONE_CARD, bytes(4)) else str(int.from_bytes(card, "big")),
        password="" if password == _NONE_PASSWORD else _read_password(password),
        line=f"user={pin} name={text}",
    )


def encode_user(payload: Mapping[str, Any], record: bytes | None) -> bytes:
    """Return the record of a user; what is not given stays as it is.

    A longer name is cut: the terminal shows no more.

    :param record: of the user as it is, ``None`` for a new one.
    :raises Impossible: a number does not fit.
    """
    old = _RECORD.unpack(record) if record else None
    user = int(payload["pin"]).to_bytes(5, "big")
    password, card = (old[1], old[2]) if old else (_NONE_PASSWORD, _NONE_CARD)
    name, tail = (old[3], old[4]) if old else (bytes(20), _NEW_TAIL)
    if payload.get("name") is not None:
        name = cut_name(str(payload["name"])).encode("utf-16-be").ljust(20, b"\0")
    if payload.get("card") is not None:
        card = _write_card(str(payload["card"]))
    if payload.get("password") is not None:
        password = _write_password(str(payload["password"]))
    return _RECORD.pack(user, password, card, name, tail)


def cut_name(name: str) -> str:
    """Return as much of a name as a record holds."""
    cut = name[:NAME_LETTERS]
    while len(cut.encode("utf-16-be")) > 2 * NAME_LETTERS:
        cut = cut[:-1]
    return cut


def _write_card(text: str) -> bytes:
    if not text:
        return _NONE_CARD
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if not 0 < number < 2**32 - 1:
        raise Impossible("anviz_card")
    return number.to_bytes(4, "big")


def _write_password(text: str) -> bytes:
    if not text:
        return _NONE_PASSWORD
    number = int(text) if text.isascii() and text.isdecimal() else 2**20
    if len(text) > 6 or number >= 2**20:
        raise Impossible("anviz_password")
    return (len(text) << 20 | number).to_bytes(3, "big")


def _read_password(raw: bytes) -> str:
    value = int.from_bytes(raw, "big")
    return str(value & 0xF_FFFF).zfill(value >> 20)
