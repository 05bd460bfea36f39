"""Results of commands: late answers of v2.

    {"ServiceTagId":..,"ApiRequestInfo":{"Operation":"AddUser",
        "OperationReferenceId":"17",..}}

The vendor does not say where a failure would stand, so an answer that names no status
means that the terminal did it. Answers of v3 come at once, see :mod:`.answers`.
"""

from ..errors import ProtocolError
from ..records import CommandResult
from ..text import number, shown
from .bodies import Fields, read_body

_NO_REFERENCE = {"", "null"}


def read_reference(info: Fields) -> str:
    """Return our reference, ``""`` in a callback nobody asked for."""
    text = info.text("OperationReferenceId")
    return "" if text.lower() in _NO_REFERENCE else text


def decode_results(body: bytes) -> list[CommandResult]:
    """Decode one result, or none where the body is no late answer. Never raises.

    Users a terminal was asked for come as ``ManuallyUserUpdated`` with the reference, as
    often as there are some.
    """
    try:
        fields = read_body(body)
    except ProtocolError:
        return []
    if not isinstance(fields, Fields):
        return []
    info = fields.object("ApiRequestInfo")
    reference = read_reference(info)
    if not reference:
        return []
    contents = info.object("OperationData")
    codes = (each.text("StatusCode") for each in (fields, info, contents))
    code = next(filter(None, codes), "0")
    return [
        CommandResult(
            id=reference,
            code=number(code),
            echo=shown(info.text("Operation")),
            values={},
            content="",
        )
    ]
