"""Passages: ``realtime_glog``, and records of the log written in its words.

    {"fk_bin_data_lib":"FKDataHS102","io_mode":16777216,"io_time":"20260910135741",
     "log_image":null,"user_id":"1952","verify_mode":1073741824}

Numbers come as numbers or as text, ``verify_mode`` also as a list of words. The user 0
is the door. Sources: captures of HS101, HS102, HS103 and M50.
"""

import json
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping, Sequence
from datetime import datetime

from ..people import Photo
from ..records import DeviceEvent, Punch, Refused
from ..text import storable
from .codes import ALARMS, EVENTS, read_io, read_verify
from .frames import block_of, is_block
from .text import moment, pin_of, said, shown

_IMAGE = "log_image"
_KEPT = ("fk_bin_data_lib", "user_id", "io_time", "io_mode", "verify_mode", "work_code")
_LONGEST_LINE = 1_000
Record = Punch | DeviceEvent | Photo | Refused


def read_passage(
    document: Mapping[str, object], blocks: Sequence[bytes] = (), *, photos: bool = True
) -> list[Record]:
    """A punch or a door's event, an alarm beside it, and the photo; or why not.

    ``Punch.status`` is a key of ``codes.STATUS``, 0 or ``None``; ``Punch.verify`` one of
    ``codes.VERIFY``. The line is the document without its image, to be read once more.

    :param photos: whether a photo is wanted.
    """
    line = _line(document)
    pin, at = pin_of(document), moment(said(document, "io_time"))
    if pin is None:
        return [Refused(line, "The passage has no user id of 1 to 32 characters.")]
    if at is None:
        return [Refused(line, "The passage's time does not exist or is not readable.")]
    library = said(document, "fk_bin_data_lib") or ""
    io, verify = document.get("io_mode"), document.get("verify_mode")
    try:
        (status, event), how = (
            read_io(io, verify, library),
            read_verify(verify, library),
        )
    except ValueError:
        return [Refused(line, "The passage's io_mode or verify_mode is not a number.")]
    door = not pin.strip("0")
    found: list[Record] = []
    if not door:
        work = said(document, "work_code") or ""
        found.append(Punch(pin, at, status, how, work, line))
    if door or event in ALARMS:
        found.append(_event(event, at, "" if door else pin, line))
    if photos and document.get(_IMAGE):
        found.append(_photo(document[_IMAGE], blocks, "" if door else pin, at, line))
    return found


def _event(event: int, at: datetime, pin: str, line: str) -> DeviceEvent:
    label, meddling = EVENTS.get(event, ("door or system event", False))
    return DeviceEvent(str(event), label, at, pin, (), meddling, line)


def _photo(
    value: object, blocks: Sequence[bytes], pin: str, at: datetime, line: str
) -> Photo | Refused:
    image = block_of(value, blocks)
    if image is None and isinstance(value, str) and not is_block(value):
        try:
            image = b64decode(value, validate=True)
        except (Error, ValueError):
            image = None
    if not image:
        return Refused(line, "The passage's photo is missing or was cut.")
    return Photo(pin, at, "punch", image)


def _line(document: Mapping[str, object]) -> str:
    """The document as text, without its image; of an endless one what is known."""
    kept = {name: value for name, value in document.items() if name != _IMAGE}
    line = _text(kept)
    if len(line) > _LONGEST_LINE:
        line = _text({name: kept[name] for name in _KEPT if name in kept})
    return line if len(line) <= _LONGEST_LINE else shown(line)


def _text(document: Mapping[str, object]) -> str:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return storable(text)
