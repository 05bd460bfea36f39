"""Results of commands: ``send_cmd_result``.

    trans_id: 12   cmd_return_code: OK   <frame, or nothing>

A terminal sends no result for a command or user it does not know, and never sends a result
twice. Its return code is not reliable: some delete and return ERROR, some return OK and
create nothing. Sources: captures and measurements of HS101 and HS103.
"""

from collections.abc import Collection, Mapping, Sequence

from ..errors import ProtocolError
from ..reasons import Reason
from ..records import CommandResult, Refused, Upload
from .device_info import decode_status
from .frames import decode_frame
from .lists import decode_log, decode_user_list
from .punches import decode_punch
from .request import EbknCall
from .text import redacted, shown
from .users import decode_user

#: No result here says that another one follows: a code that never comes.
PENDING = 1
#: ``cmd_return_code`` in capitals to a number; what is not here is :data:`OTHER`.
RETURNS = {"OK": 0, "ERROR": -1, "ERROR_CANCELED": -2}
OTHER = -100
_REASONS = {-1: "command_failed", -2: "command_cancelled"}
#: Kinds some terminals say they failed at, although they did it.
_UNRELIABLE_FAILURE = frozenset({"delete_user"})
#: Kinds whose success is only known from reading it back.
_UNRELIABLE_SUCCESS = frozenset(
    {"set_user", "rename_user", "set_privilege", "set_credential", "set_template"}
    | {"grant_access", "deny_access", "delete_user"}
)


def decode_results(
    call: EbknCall,
    body: bytes,
    asked: str = "",
    *,
    known: Mapping[str, str] | None = None,
    pins: Collection[str] = (),
) -> tuple[CommandResult, Upload]:
    """Return the result and the records of its body; never raises.

    The records must not be used unless the id is of a command sent to this terminal.

    :param body: joined, if it came in blocks.
    :param asked: kind or code of the command, only passed on.
    :param known: the terminal's ``DeviceInfo.options``.
    :param pins: ids known of the terminal, for lists that hold them as numbers.
    """
    word = call.return_code.upper()
    code = RETURNS.get(word, OTHER) if word else None
    result = CommandResult(call.message, code, asked, {}, shown(call.return_code))
    try:
        document, blocks = decode_frame(body)
    except ProtocolError as error:
        return result, Upload(refused=[Refused(redacted(body), error.reason)], lines=1)
    return result, read_result(document, blocks, known=known, pins=pins)


def read_result(
    document: Mapping[str, object],
    blocks: Sequence[bytes] = (),
    *,
    known: Mapping[str, str] | None = None,
    pins: Collection[str] = (),
) -> Upload:
    """Decode what a document brings, by the names in it."""
    if document.keys() & {"one_log_size", "log_count"}:
        return decode_log(document, blocks, known=known, pins=pins)
    if document.keys() & {"one_user_id_size", "user_id_count"}:
        return decode_user_list(document, blocks, known=known, pins=pins)
    upload = Upload(lines=int(bool(document)))
    records: Sequence[object] = []
    if "io_time" in document:  # one of a log, kept as a message
        records = decode_punch(document, blocks)
    elif "user_id" in document:
        records = decode_user(document, blocks)
    elif document:
        upload.info = decode_status(document)
    for record in records:
        upload.add(record)
    return upload


def is_unverified(code: int | None, kind: str) -> bool:
    """Return whether only reading back shows what became of a command.

    :param code: ``CommandResult.code``; ``None``: no answer, or one that does not say.
    """
    failed = code is None or code < 0
    return kind in (_UNRELIABLE_FAILURE if failed else _UNRELIABLE_SUCCESS)


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, Reason]:
    """Return whether a command succeeded as the terminal has it, and the reason.

    :param code: ``CommandResult.code``.
    :param kind: of ``commands.KINDS``.
    """
    if code is None:
        return False, Reason("no_result")
    if code >= 0:
        unverified = kind in _UNRELIABLE_SUCCESS
        return True, Reason("done_unverified" if unverified else "done")
    reason = _REASONS.get(code, "command_refused")
    return False, Reason(
        f"{reason}_unverified" if is_unverified(code, kind) else reason
    )
