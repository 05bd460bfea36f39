"""Uploads: what a terminal sends by itself, by its request code.

It forgets a punch once it is answered ``OK``, and sends the next only then: what nobody
can read is kept as a message and acknowledged all the same, or all behind it would wait
for ever.
"""

from collections.abc import Callable, Sequence

from ..errors import ProtocolError
from ..limits import refuse_oversized
from ..reasons import Reason
from ..records import Refused, Upload
from ..text import decode_text
from .device_info import decode_poll
from .forms import is_form, read_form, read_object
from .frames import decode_frame
from .punches import decode_punch
from .results import read_result
from .text import redacted, shown
from .users import decode_user

_Decode = Callable[[dict, Sequence[bytes]], Upload]


def _punch(document: dict, blocks: Sequence[bytes]) -> Upload:
    return _upload(decode_punch(document, blocks))


def _user(document: dict, blocks: Sequence[bytes]) -> Upload:
    return _upload(decode_user(document, blocks))


def _poll(document: dict, blocks: Sequence[bytes]) -> Upload:
    return Upload(info=decode_poll(document)[0] if document else None)


def _upload(records: Sequence[object]) -> Upload:
    upload = Upload(lines=1)
    for record in records:
        upload.add(record)
    return upload


_TABLES: dict[str, _Decode] = {
    "realtime_glog": _punch,
    "realtime_enroll_data": _user,
    "receive_cmd": _poll,
    # A part of a result that was kept as a message, to be read once more.
    "send_cmd_result": read_result,
}


def decode_upload(table: str, body: bytes, *, name: str = "") -> Upload:
    """Decode everything one message holds; never raises.

    :param table: ``Call.table``.
    :param body: joined, if it came in blocks.
    :param name: of no meaning here.
    """
    decode = _TABLES.get(table.lower())
    if decode is None:
        return _refuse(body, Reason("table_unknown", {"table": shown(table)[:40]}))
    try:
        document, blocks = _open(body)
    except ProtocolError as error:
        return _refuse(body, error.reason)
    if not document and decode is not _poll:
        return _refuse(body, Reason("message_empty"))
    return refuse_oversized(decode(document, blocks))


def _open(body: bytes) -> tuple[dict, list[bytes]]:
    if not is_form(body):
        return decode_frame(body)
    form = read_form(body)
    return read_object(form.get("glog_data") or form.get("enroll_data") or ""), []


def _refuse(body: bytes, reason: Reason) -> Upload:
    line = redacted(decode_text(body) if is_form(body) else body)
    return Upload(refused=[Refused(line, reason)], lines=1)
