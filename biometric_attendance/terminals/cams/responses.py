"""What the gateway answers to a call of ours.

    {"StatusCode":0,"Status":"done","RequestedOperation":..,"OperationReferenceId":..,
        "OperationData":{"OffSet":"50","ActualRowCount":60,"Punch":[..]}}            v2
    {"Status":"done","StatusCode":0,"OperationID":..,
        "PunchLog":{"ReturnRowCount":"2","ActualRowCount":"2","Log":[..]}}           v3

Refusals come with the HTTP status of success. Sources: the vendor's Web API 2.0 document;
five public clients of v3, of which some answers lack ``StatusCode``, ``ActualRowCount``
and ``OffSet``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import ProtocolError
from ..records import CommandResult, Upload
from ..text import number, shown
from .bodies import Said, read_body
from .codes import LATER, PENDING, STATUS_WORDS, explain
from .encryption import open_sealed, sealed_part
from .results import reference_of
from .uploads import decode_upload

_CODES = {name.lower(): code for code, (name, _) in STATUS_WORDS.items() if name}
_OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, understood.

    :param code: of ``codes.STATUS_WORDS``, ``PENDING`` where the terminal answers later
        (v2), ``None`` where none was named.
    :param words: a sentence for people.
    :param reference: ours.
    :param operation: what was asked, in v2.
    :param upload: the rows, or what it says of the terminal.
    :param offset: where the next page begins, ``""`` if there is none.
    :param total: how many rows there are on all pages, ``None`` if not said.
    """

    code: int | None
    words: str
    reference: str
    operation: str
    upload: Upload
    offset: str = ""
    total: int | None = None

    @property
    def good(self) -> bool:
        return self.code in (0, PENDING)

    @property
    def later(self) -> bool:
        """Whether the same call may come to something in a while."""
        return self.code in LATER

    @property
    def result(self) -> CommandResult:
        return CommandResult(self.reference, self.code, self.operation, {}, "")


def decode_answer(
    dialect: str, status: int, body: bytes, keys: Sequence[str] = ()
) -> Answer:
    """Read an answer.

    :param status: of HTTP.
    :param keys: security keys, the current one first.
    :raises ProtocolError: for what is no answer of a gateway, or cannot be opened.
    """
    if status != _OK:
        raise ProtocolError(f"The gateway answered with HTTP status {status}.")
    said, body = _open(body, keys)
    contents = said.object("OperationData")
    page = said.object("PunchLog") if dialect == "v3" else contents
    code = _code(said)
    if dialect == "v2" and code == 0 and not contents:
        code = PENDING
    return Answer(
        code=code,
        words=explain(code, "", dialect)[1],
        reference=reference_of(said) or said.text("OperationID"),
        operation=shown(said.text("RequestedOperation")),
        upload=decode_upload("", body) if code == 0 else Upload(),
        offset=page.text("OffSet"),
        total=number(page.text("ActualRowCount")),
    )


def _open(body: bytes, keys: Sequence[str]) -> tuple[Said, bytes]:
    said = read_body(body)
    if sealed_part(said):
        opened = open_sealed(body, keys)
        if opened is None:
            raise ProtocolError("No security key opens the gateway's answer.")
        body = opened
        said = read_body(body)
    if not isinstance(said, Said):
        raise ProtocolError("The gateway's answer is no JSON object.")
    return said, body


def _code(said: Said) -> int | None:
    code = number(said.text("StatusCode"))
    return _CODES.get(said.text("Status").lower()) if code is None else code
