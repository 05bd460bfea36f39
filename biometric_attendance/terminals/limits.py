"""How much of one record is stored: what is longer is refused whole, never cut."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from .reasons import Reason
from .records import DeviceEvent, Punch, Refused, Upload
from .text import redacted

#: Characters of a punch's original, and of the code the person typed.
MAX_LINE_LENGTH = 4_000
MAX_WORKCODE_LENGTH = 100
#: Bytes of an event's texts, of which no two may be alike: PostgreSQL indexes 2,704.
MAX_EVENT_BYTES = 2_000
#: Options of a terminal: how many, characters of a name and a value, and of all together.
MAX_OPTIONS = 400
MAX_OPTION_NAME_LENGTH = 100
MAX_OPTION_LENGTH = 1_000
MAX_OPTIONS_LENGTH = 40_000
#: Characters of a value that has a field of its own on the device.
MAX_INFO_LENGTH = 100
TOO_LONG = Reason("record_too_long")

_Record = TypeVar("_Record", Punch, DeviceEvent)


def refuse_oversized(upload: Upload) -> Upload:
    """Refuse the punches and events of an upload that are too long to be stored."""
    upload.punches = _refuse(upload, upload.punches, _is_long_punch)
    upload.events = _refuse(upload, upload.events, _is_long_event)
    return upload


def _refuse(
    upload: Upload, records: list[_Record], is_long: Callable[[_Record], bool]
) -> list[_Record]:
    long = [record for record in records if is_long(record)]
    if not long:
        return records
    upload.refused += [Refused(redacted(record.line), TOO_LONG) for record in long]
    return [record for record in records if not is_long(record)]


def _is_long_punch(punch: Punch) -> bool:
    return (
        len(punch.line) > MAX_LINE_LENGTH or len(punch.workcode) > MAX_WORKCODE_LENGTH
    )


def _is_long_event(event: DeviceEvent) -> bool:
    texts = (event.code, event.operator, *event.details)
    return sum(len(text.encode()) + 1 for text in texts) > MAX_EVENT_BYTES


def fitting_options(
    known: Mapping[str, str], sent: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Split the options a terminal sent into those that fit beside the known, and others.

    :return: the known ones updated by those that fit, and those that do not.
    """
    options, others = dict(known), {}
    length = sum(len(name) + len(value) for name, value in options.items())
    for name, value in sent.items():
        before = options.get(name)
        grown = length + len(value)
        grown += len(name) if before is None else -len(before)
        fits = (
            len(name) <= MAX_OPTION_NAME_LENGTH
            and len(value) <= MAX_OPTION_LENGTH
            and (before is not None or len(options) < MAX_OPTIONS)
            and (grown <= MAX_OPTIONS_LENGTH or grown <= length)
        )
        if fits:
            options[name], length = value, grown
        else:
            others[name] = value
    return options, others
