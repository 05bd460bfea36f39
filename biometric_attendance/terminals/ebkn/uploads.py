"""What a terminal tells by itself, by its request code.

It forgets a passage once it is told ``OK``, and sends the next only then: what nobody
can read is kept as a message and acknowledged all the same, or all behind it would wait
for ever.
"""

from collections.abc import Callable, Sequence

from ..errors import ProtocolError
from ..records import Refused, Upload
from ..text import decode_text
from .device_info import read_poll
from .forms import is_form, read_form, read_object
from .frames import decode_frame
from .punches import read_passage
from .results import read_result
from .text import shown
from .users import read_person

_Read = Callable[[dict, Sequence[bytes], bool], Upload]


def _glog(document: dict, blocks: Sequence[bytes], people: bool) -> Upload:
    return _upload(read_passage(document, blocks, photos=people))


def _enroll(document: dict, blocks: Sequence[bytes], people: bool) -> Upload:
    if not people:
        return Upload()
    return _upload(read_person(document, blocks))


def _poll(document: dict, blocks: Sequence[bytes], people: bool) -> Upload:
    return Upload(info=read_poll(document)[0] if document else None)


def _result(document: dict, blocks: Sequence[bytes], people: bool) -> Upload:
    return read_result(document, blocks)


_TABLES: dict[str, _Read] = {
    "realtime_glog": _glog,
    "realtime_enroll_data": _enroll,
    "receive_cmd": _poll,
    # A part of a result that was kept as a message, to be read once more.
    "send_cmd_result": _result,
}


def decode_upload(
    table: str, body: bytes, *, people: bool = True, name: str = ""
) -> Upload:
    """Everything one message holds; never raises.

    :param table: ``Call.table``.
    :param body: joined, if it came in blocks.
    :param people: read users, templates and photos, too.
    :param name: of no meaning here.
    """
    read = _TABLES.get(table.lower())
    if read is None:
        return _refuse(body, f"Requests {shown(table)[:40]!r} are not known.")
    try:
        document, blocks = _open(body)
    except ProtocolError as error:
        return _refuse(body, error.reason)
    if not document and read is not _poll:
        return _refuse(body, "The message is empty.")
    return read(document, blocks, people)


def _open(body: bytes) -> tuple[dict, list[bytes]]:
    if not is_form(body):
        return decode_frame(body)
    form = read_form(body)
    return read_object(form.get("glog_data") or form.get("enroll_data") or ""), []


def _upload(records: Sequence[object]) -> Upload:
    upload = Upload(lines=1)
    for record in records:
        upload.add(record)
    return upload


def _refuse(body: bytes, reason: str) -> Upload:
    line = shown(decode_text(body[:2000])) if is_form(body) else shown(body)
    return Upload(refused=[Refused(line, reason)], lines=1)
