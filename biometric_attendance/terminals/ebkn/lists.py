"""Results that are binary lists: GET_LOG_DATA and GET_USER_ID_LIST.

    {"log_count":1,"one_log_size":48[,"log_array":"BIN_1"]}             <records>
    {"user_id_count":3,"one_user_id_size":8,"user_id_array":"BIN_1"}    <records>

Counts may come as text, and some terminals do not name the block: it is the first. On some
models the list leaves out users without a finger, so that a user is not in it does not
prove that the terminal does not have them. Sources: as for the records.
"""

import json
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence

from ..reasons import Reason
from ..records import DeviceUser, Refused, Upload
from .frames import read_block
from .layouts import Listed, cut, log_layout, user_layout
from .punches import decode_punch
from .text import number
from .users import PRIVILEGES

#: The privilege's number in a record; others are kept as their number.
_PRIVILEGES = {0: "USER", 1: "MANAGER"}
#: What two bits of an older record's number of users mean is not known.
_LIBRARY = "fk_bin_data_lib"


def decode_log(
    document: Mapping[str, object],
    blocks: Sequence[bytes],
    *,
    known: Mapping[str, str] | None = None,
    pins: Collection[str] = (),
) -> Upload:
    """Return the punches of a log, decoded like pushed ones; one without date is refused.

    :param known: the terminal's ``DeviceInfo.options``.
    :param pins: ids known of the terminal, see :func:`spelling`.
    """
    library = (known or {}).get(_LIBRARY, "")
    size, block = _table(document, blocks, "one_log_size", "log_array")
    layout = log_layout(size, library)
    if layout is None:
        return _unknown(document, "log", size, block)
    spellings, meaning = spelling(pins), library
    if layout.library and not library.upper().endswith(layout.library):
        meaning = layout.library
    upload = Upload()
    for log in cut(block, layout):
        fields = {"user_id": spellings.get(log.pin, log.pin), "io_time": log.time}
        fields |= {"io_mode": log.io, "verify_mode": log.verify}
        if log.workcode:
            fields["work_code"] = log.workcode
        for record in decode_punch(
            {_LIBRARY: meaning, **fields} if meaning else fields
        ):
            upload.add(record)
        upload.lines += 1
    return _left_over(upload, document, "log_count", len(block) % size)


def decode_user_list(
    document: Mapping[str, object],
    blocks: Sequence[bytes],
    *,
    known: Mapping[str, str] | None = None,
    pins: Collection[str] = (),
) -> Upload:
    """Return the users of a list, with PIN and privilege only.

    :param known: as for :func:`decode_log`.
    :param pins: as for :func:`decode_log`.
    """
    library = (known or {}).get(_LIBRARY, "")
    size, block = _table(document, blocks, "one_user_id_size", "user_id_array")
    layout = user_layout(size, library)
    if layout is None:
        return _unknown(document, "users", size, block)
    spellings, upload = spelling(pins), Upload()
    seen: set[str] = set()
    for listed in cut(block, layout):
        pin = spellings.get(listed.pin, listed.pin)
        upload.lines += 1
        # The oldest have a record for each finger.
        if pin not in seen:
            seen.add(pin)
            upload.add(_user(pin, listed))
    return _left_over(upload, document, "user_id_count", len(block) % size)


def spelling(pins: Collection[str]) -> dict[str, str]:
    """Return a mapping of a PIN without leading zeros to the PIN as the terminal writes it.

    A record has the number 7 where a push may have ``00000007``; it is the same person.
    """
    return {pin.lstrip("0"): pin for pin in pins if pin.isdecimal() and pin.strip("0")}


def _user(pin: str, listed: Listed) -> DeviceUser | Refused:
    line = json.dumps({**listed._asdict(), "pin": pin}, ensure_ascii=False)
    if not pin.strip() or not pin.strip("0") or not pin.isprintable():
        return Refused(line.replace("\ufffd", "?"), Reason("record_user_id"))
    name = _PRIVILEGES.get(listed.privilege)
    privilege = PRIVILEGES[name] if name else str(listed.privilege)
    return DeviceUser(pin, privilege=privilege, line=line)


def _table(
    document: Mapping[str, object], blocks: Sequence[bytes], size: str, name: str
) -> tuple[int, bytes]:
    block = read_block(document.get(name), blocks)
    if block is None:
        block = blocks[0] if blocks else b""
    return number(document.get(size)) or 0, block


def _unknown(
    document: Mapping[str, object], what: str, size: int, block: bytes
) -> Upload:
    if not block and not any(map(number, document.values())):
        return Upload()
    data = b64encode(block).decode()
    line = json.dumps({"records": what, "size": size, "data": data})
    reason = Reason("record_size", {"size": size})
    return Upload(refused=[Refused(line, reason)], lines=1)


def _left_over(
    upload: Upload, document: Mapping[str, object], name: str, rest: int
) -> Upload:
    """Add a refusal to ``upload`` if records are missing or the last one is cut.

    :param name: of the document's value with the number of records announced.
    :param rest: bytes after the last whole record.
    """
    promised = number(document.get(name))
    if rest or (promised is not None and promised > upload.lines):
        line = json.dumps({name: promised, "came": upload.lines, "bytes_over": rest})
        upload.add(Refused(line, Reason("result_cut")))
    return upload
