"""Uploads: everything one body holds, whichever generation wrote it.

Told apart by what is in the body, never by where it came in:

    ApiRequestInfo                      a callback of v2, by its Operation
    RealTime                            a callback of v3, by the names of its objects
    OperationData                       an answer of v2 to a call of ours
    Load, PunchLog, UserInfo, DeviceInformation          the same of v3
    att_time, LogTime, AttendanceTime   a punch of v1, a row of an answer

A body that was stored is acknowledged whatever was in it: the gateway sends the same body
until it is, and everything behind it waits. Source: the vendor's Web API 2.0 document.
"""

from collections.abc import Iterator

from ..errors import ProtocolError
from ..records import DeviceInfo, Refused, Upload
from .bodies import Said, read_body
from .callbacks import read_callback, read_contents, read_real_time, read_rows
from .device_info import read_terminal
from .encryption import seal, sealed_part
from .punches import pin_of, read_row
from .redaction import compact, kept, kept_text
from .users import read_residents

DONE = b'{"status":"done"}'
_OK = b"ok"
UNOPENED = "No security key of this terminal opens it."


def acknowledge(dialect: str | None = None, *, key: str = "") -> bytes:
    """What makes the gateway go on to the next body. Say it only once that is committed.

    :param dialect: v1 wants another word than all others.
    :param key: to encrypt it with; the gateway takes it in clear as well.
    """
    answer = _OK if dialect == "v1" else DONE
    return seal(answer, key) if key else answer


def decode_upload(
    table: str, body: bytes, *, people: bool = True, name: str = ""
) -> Upload:
    """Everything one body holds, each row by itself; never raises.

    A body nobody could open is refused with its ciphertext whole: it opens with
    :func:`.sealing.open_sealed` once the key is right.

    :param table: what ``Call.table`` calls it; the body itself decides.
    :param body: as received, opened, or as it was kept with a refusal.
    :param people: read users, templates and photos, instead of refusing them.
    :param name: there is none in this protocol.
    """
    upload = Upload()
    for record in _records(body):
        upload.lines += 1
        if isinstance(record, DeviceInfo):
            upload.info = record
        else:
            upload.add(record)
    if not people and (upload.users or upload.templates or upload.photos):
        upload.users, upload.templates, upload.photos = [], [], []
        upload.refused.append(
            Refused(kept(read_body(body)), "People are not read here.")
        )
    return upload


def without_secrets(body: bytes) -> str:
    """A body as it may be kept and shown; what was in it decodes again but for those."""
    try:
        return kept(read_body(body))
    except ProtocolError:
        return kept_text(body)


def _records(body: bytes) -> Iterator[object]:
    if not body.strip():
        return
    try:
        said = read_body(body)
    except ProtocolError as error:
        yield Refused(kept_text(body), error.reason)
        return
    if sealed_part(said):
        yield Refused(_closed(said), UNOPENED)
        return
    for shape, read in _SHAPES.items():
        if said.of(shape) is not None:
            yield from read(said)
            return
    yield Refused(kept(said), "It is nothing a gateway is known to send.")


def _closed(said: Said | str) -> str:
    """The ciphertext, with what of v2 says whose it is."""
    if isinstance(said, str):
        return said
    return compact(
        {
            "ServiceTagId": said.text("ServiceTagId"),
            "ApiRequestInfo": said.text("ApiRequestInfo"),
        }
    )


def _callback(said: Said) -> Iterator[object]:
    return read_callback(said.object("ApiRequestInfo"), said)


def _real_time(said: Said) -> Iterator[object]:
    return read_real_time(said.object("RealTime"), said)


def _answer_v2(said: Said) -> Iterator[object]:
    return read_contents(said.object("OperationData"), said, kept(said))


def _answer_v3(said: Said) -> Iterator[object]:
    """Rows in the shape of an answer, or of what is sent again as ``Load``."""
    for around in (said, said.object("Load")):
        log = around.of("PunchLog")
        yield from read_rows(log.of("Log") if isinstance(log, Said) else log)
        users = around.of("UserInfo")
        for user in users if isinstance(users, list) else ():
            if isinstance(user, Said):
                yield from read_residents(user, pin_of(user), kept(user))
            else:
                yield Refused(kept(user), "It is no object.")
    info = read_terminal(said.object("DeviceInformation"))
    if info:
        yield info


def _row(said: Said) -> Iterator[object]:
    line = kept(said)
    punch = read_row(said, line)
    yield Refused(line, punch) if isinstance(punch, str) else punch


_SHAPES = {
    "ApiRequestInfo": _callback,
    "RealTime": _real_time,
    "OperationData": _answer_v2,
    **dict.fromkeys(("Load", "PunchLog", "UserInfo", "DeviceInformation"), _answer_v3),
    **dict.fromkeys(("att_time", "LogTime", "AttendanceTime"), _row),
}
