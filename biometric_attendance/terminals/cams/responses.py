"""Responses of the gateway to calls of ours.

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
from ..reasons import Reason
from ..records import CommandResult, Upload
from ..text import number, shown
from .bodies import Fields, read_body
from .codes import LATER, PENDING, STATUS_NAMES, explain
from .encryption import ciphertext_in, decrypt_body
from .results import read_reference
from .uploads import decode_upload

_CODES = {name.lower(): code for code, name in STATUS_NAMES.items()}
_OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the gateway.

    :param code: of ``codes.STATUS_SENTENCES``, ``PENDING`` where the terminal answers later
        (v2), ``None`` where none was named.
    :param reason: what that means.
    :param reference: ours.
    :param operation: what was asked, in v2.
    :param upload: the rows, or what it says of the terminal.
    :param offset: where the next page begins, ``""`` if there is none.
    :param total: how many rows there are on all pages, ``None`` if not fields.
    """

    code: int | None
    reason: Reason
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
    """Decode an answer.

    :param status: of HTTP.
    :param keys: encryption keys, the current one first.
    :raises ProtocolError: for what is no answer of a gateway, or cannot be opened.
    """
    if status != _OK:
        raise ProtocolError("answer_status", status=status)
    fields, body = _open(body, keys)
    contents = fields.object("OperationData")
    page = fields.object("PunchLog") if dialect == "v3" else contents
    code = _code(fields)
    if dialect == "v2" and code == 0 and not contents:
        code = PENDING
    return Answer(
        code=code,
        reason=explain(code, "", dialect)[1],
        reference=read_reference(fields) or fields.text("OperationID"),
        operation=shown(fields.text("RequestedOperation")),
        upload=decode_upload("", body) if code == 0 else Upload(),
        offset=page.text("OffSet"),
        total=number(page.text("ActualRowCount")),
    )


def _open(body: bytes, keys: Sequence[str]) -> tuple[Fields, bytes]:
    fields = read_body(body)
    if ciphertext_in(fields):
        opened = decrypt_body(body, keys)
        if opened is None:
            raise ProtocolError("answer_encrypted")
        body = opened
        fields = read_body(body)
    if not isinstance(fields, Fields):
        raise ProtocolError("answer_not_json")
    return fields, body


def _code(fields: Fields) -> int | None:
    code = number(fields.text("StatusCode"))
    return _CODES.get(fields.text("Status").lower()) if code is None else code
