"""What became of commands: ``send_cmd_result``.

    trans_id: 12   cmd_return_code: OK   <frame, or nothing>

A terminal does not answer a command or user it does not know, and never sends a result
twice. Nor is its word proof: one deletes and says Error, one says OK and creates
nothing. Sources: captures and measurements of HS101 and HS103.
"""

from collections.abc import Collection, Mapping, Sequence

from ..errors import ProtocolError
from ..records import CommandResult, Refused, Upload
from .device_info import read_status
from .frames import decode_frame
from .logs import read_list, read_log
from .punches import read_passage
from .request import EbknCall
from .text import shown
from .users import read_person

#: Nothing here means "wait"; a code that never comes.
PENDING = 1
#: ``cmd_return_code`` in capitals to a number; what is not here is :data:`OTHER`.
RETURNS = {"OK": 0, "ERROR": -1, "ERROR_CANCELED": -2}
OTHER = -100
_WORDS = {
    -1: "The terminal said it failed.",
    -2: "The command was cancelled.",
}
#: Kinds some terminals say they failed at, although they did it.
_UNRELIABLE = frozenset({"delete_user"})
#: Kinds whose success is only known from what was asked for next.
_UNPROVEN = frozenset(
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
    """What a result says, and what it brings; never raises.

    Nothing of the upload is to be believed unless the id is one this terminal was sent.

    :param body: joined, if it came in blocks.
    :param asked: kind or code of the command, only told on; the document says itself
        what it is.
    :param known: what the terminal told of itself (``DeviceInfo.options``).
    :param pins: ids known of the terminal, for lists that hold them as numbers.
    """
    word = call.return_code.upper()
    code = RETURNS.get(word, OTHER) if word else None
    result = CommandResult(call.message, code, asked, {}, shown(call.return_code))
    try:
        document, blocks = decode_frame(body)
    except ProtocolError as error:
        return result, Upload(refused=[Refused(shown(body), error.reason)], lines=1)
    return result, read_result(document, blocks, known=known, pins=pins)


def read_result(
    document: Mapping[str, object],
    blocks: Sequence[bytes] = (),
    *,
    known: Mapping[str, str] | None = None,
    pins: Collection[str] = (),
) -> Upload:
    """What a document brings, which says by its names what it is."""
    if document.keys() & {"one_log_size", "log_count"}:
        return read_log(document, blocks, known=known, pins=pins)
    if document.keys() & {"one_user_id_size", "user_id_count"}:
        return read_list(document, blocks, known=known, pins=pins)
    upload = Upload(lines=int(bool(document)))
    records = []
    if "io_time" in document:  # one of a log, kept as a message
        records = read_passage(document, blocks)
    elif "user_id" in document:
        records = read_person(document, blocks)
    elif document:
        upload.info = read_status(document)
    for record in records:
        upload.add(record)
    return upload


def is_doubtful(code: int | None, kind: str) -> bool:
    """Whether only reading back shows what became of a command.

    :param code: ``CommandResult.code``; ``None``: no answer, or one that does not say.
    """
    return kind in (_UNRELIABLE if code is None or code < 0 else _UNPROVEN)


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, str]:
    """Whether a command succeeded as the terminal has it, and a sentence for people.

    :param code: ``CommandResult.code``.
    :param kind: of ``protocols.commands.KINDS``.
    """
    if code is None:
        return False, "The terminal did not say what became of it."
    if code >= 0:
        proof = " Reading it back shows whether it is so." if kind in _UNPROVEN else ""
        return True, f"Done.{proof}"
    words = _WORDS.get(code, "The terminal refused it.")
    if kind in _UNRELIABLE:
        words += " It may be done all the same; its list of users shows it."
    return False, words
