"""Commands: from a kind and its values to the line a terminal is given.

    C:17:DATA UPDATE USERINFO PIN=1 TAB Name=Ada L LF
    C:18:REBOOT LF

What a terminal can be told is an allow-list for each dialect: shell, file and firmware commands
do not exist here.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ...commands import check, plain_text
from ...errors import Forbidden, ProtocolError, Unsupported
from ..templates import TYPES
from . import attendance, security
from .encoding import encode_text

#: Bytes of one answer that every firmware takes.
ANSWER_BYTES = 64 * 1024
#: Bytes of one command that the most forgiving firmware takes: a photo.
COMMAND_BYTES = 900_000

_Encode = Callable[[dict, Mapping[str, str]], str]


def _always(text: str) -> _Encode:
    return lambda payload, known: text


_ENCODERS: dict[str, dict[str, _Encode]] = {
    "attendance": {
        "set_user": attendance.set_user,
        "delete_user": attendance.delete_user,
        "set_template": attendance.set_template,
        "delete_template": attendance.delete_template,
        "query_users": attendance.query_users,
        "query_punches": attendance.query_punches,
        "enroll": attendance.enroll,
        "clear_punches": _always("CLEAR LOG"),
        "set_clock": attendance.set_clock,
        "introduce": _always("CHECK"),
        "restart": _always("REBOOT"),
        "unlock": attendance.unlock,
        "information": _always("INFO"),
        "show_message": attendance.show_message,
        "address_message": attendance.address_message,
    },
    "security": {
        "set_user": security.set_user,
        "delete_user": security.delete_user,
        "grant_access": security.grant_access,
        "deny_access": security.deny_access,
        "set_template": security.set_template,
        "delete_template": security.delete_template,
        "query_users": security.query_users,
        "query_punches": security.query_punches,
        "enroll": security.enroll,
        "clear_punches": _always("DATA DELETE transaction *"),
        "set_clock": security.set_clock,
        "restart": _always("CONTROL DEVICE 03000000"),
        "unlock": security.unlock,
        "information": security.information,
    },
}
#: Dialect to the kinds of ``commands.KINDS`` it has words for.
CAPABILITIES = {dialect: frozenset(encoders) for dialect, encoders in _ENCODERS.items()}
# Decimal or letters: firmware with a buffer of 20 echoes no more.
_ID = re.compile(r"[0-9A-Za-z]{1,16}", re.ASCII).fullmatch


def encode_command(
    kind: str,
    payload: Mapping[str, Any],
    dialect: str,
    *,
    known: Mapping[str, str] | None = None,
) -> str:
    """Encode one command as text without id and LF.

    Values of the payload that are missing or ``None`` are left as they are on the
    terminal; ``""`` empties a card, password or name and lifts a limit.

    :param kind: of ``commands.KINDS``.
    :param payload: as its kind says; ``blob`` is the text of ``Template.text``; days
        and times as objects or in ISO format, in the terminal's own time.
    :param dialect: ``attendance`` or ``security``.
    :param known: the terminal's options (``DeviceInfo.options``).
    :raises Unsupported: where the dialect has no words for it.
    :raises Forbidden: for a value that could add a line or a value of its own.
    :raises ProtocolError: for a payload that is not its kind's.
    """
    check(kind, payload)
    encode = _ENCODERS.get(dialect, {}).get(kind)
    if encode is None:
        raise Unsupported("command_unsupported")
    return encode(dict(payload), known or {})


def steps(
    kind: str,
    payload: Mapping[str, Any],
    dialect: str,
    *,
    known: Mapping[str, str] | None = None,
) -> list[tuple[str, dict[str, Any]]]:
    """Return the commands this dialect needs for one, in order.

    A user of the security dialect is let in by a command of its own, and does not take
    rights and templates along when deleted; a personal message is addressed separately.
    """
    pin = {"pin": payload.get("pin")}
    if dialect == "security" and kind == "set_user":
        return [(kind, dict(payload)), ("grant_access", pin)]
    if dialect == "security" and kind == "delete_user":
        deletions = [
            ("delete_template", {**pin, "kind": k})
            for k in _template_kinds(known or {})
        ]
        return [("deny_access", pin), *deletions, (kind, dict(payload))]
    if kind == "show_message" and payload.get("pin"):
        return [
            (kind, dict(payload)),
            ("address_message", {**pin, "text": payload["text"]}),
        ]
    return [(kind, dict(payload))]


def _template_kinds(known: Mapping[str, str]) -> list[str]:
    """Return the kinds of templates the terminal says it can hold."""
    places = known.get("MultiBioDataSupport", "").split(":")
    kinds = [kind for kind, place in zip(TYPES, places, strict=False) if place == "1"]
    return list(dict.fromkeys(["finger", *(kinds or ["visible_face"])]))


def encode_commands(
    commands: Iterable[tuple[object, str]], *, encoding: str = "utf-8"
) -> bytes:
    """Encode the answer to a poll: one line a command, or ``OK`` if there is none.

    :param commands: ids of 1 to 16 letters or digits, with texts of
        :func:`encode_command`.
    :param encoding: what the terminal reads texts in.
    :raises Forbidden: for an id or text that could add a line of its own.
    :raises ProtocolError: for more than a terminal takes at once.
    """
    lines = [_line(str(number), text, encoding) for number, text in commands]
    size = sum(map(len, lines))
    if size > (ANSWER_BYTES if len(lines) > 1 else COMMAND_BYTES):
        raise ProtocolError("commands_too_large")
    return b"".join(lines) or b"OK"


def _line(name: str, text: str, encoding: str) -> bytes:
    if not _ID(name):
        raise Forbidden("command_id")
    if not text or plain_text(text.replace("\t", "")) != text.replace("\t", ""):
        raise Forbidden("command_line")
    return b"C:%s:%s\n" % (name.encode(), encode_text(text, encoding))
