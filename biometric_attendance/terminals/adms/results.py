"""Results of commands: bodies of ``POST /iclock/devicecmd``.

    ID=1&Return=0&CMD=DATA LF                    one line a result, lines of values after
    ID=68 LF SN=.. LF Return=0 LF CMD=.. LF Content=..   one result, Content to the end

Sources: the vendor's attendance push document, captures of two models; the return codes
from appendix 1 of the vendor's attendance push document 2.4 and of its security push
document 3.1; -22, -1001, -1002 and -1004 as met on terminals.
"""

from codecs import BOM_UTF8

from ..reasons import Reason, _
from ..records import CommandResult
from ..text import decode_text, kept, number, shown, storable


def decode_results(body: bytes) -> list[CommandResult]:
    """Return the results of a body in the order sent; never raises.

    Text that belongs to no result is left out. Ids are text of any length. ``values`` holds all but id, code, echo and content,
    names as sent, secrets replaced by a mark; content is cut to 2,000 characters.
    """
    results: list[CommandResult] = []
    fields: dict[str, str] = {}
    lines = decode_text(body.removeprefix(BOM_UTF8)).replace("\r\n", "\n").split("\n")
    for place, line in enumerate(lines):
        if line[:3].upper() == "ID=":
            results += _result(fields)
            fields = {}
        elif not fields:
            continue
        if line[:8].upper() == "CONTENT=":
            fields["Content"] = "\n".join([line[8:], *lines[place + 1 :]]).strip("\n")
            break
        _read(line, fields)
    return results + _result(fields)


def _read(line: str, fields: dict[str, str]) -> None:
    """Add the values of a line to ``fields``.

    Only the line that begins with ``ID=`` has several, separated by ``&``.
    """
    pieces = line.split("&") if line[:3].upper() == "ID=" else [line]
    last = ""
    for piece in pieces:
        key, equals, value = piece.partition("=")
        if equals:
            last = _NAMES.get(key.strip().upper(), key.strip())
            fields.setdefault(last, value.strip())
        elif last:
            fields[last] += f"&{piece}"


_NAMES = {"ID": "ID", "RETURN": "Return", "CMD": "CMD", "CONTENT": "Content"}


def _result(fields: dict[str, str]) -> list[CommandResult]:
    if not fields.get("ID"):
        return []
    values = {
        shown(name): kept(name, value)
        for name, value in fields.items()
        if name not in _NAMES.values()
    }
    return [
        CommandResult(
            id=storable(fields["ID"]),
            code=number(fields.get("Return", "")),
            echo=shown(fields.get("CMD", "")),
            values=values,
            content=shown(fields.get("Content", "")),
        )
    ]


#: Return code of a terminal that passed the command on to another one; the result of that
#: one follows later.
PENDING = -5000

_ATTENDANCE = {
    -1: _("A value of the command was wrong, or there was nothing to send."),
    -2: _("The photo's size did not match, or a file was missing."),
    -3: _("The terminal could not read or write its memory."),
    -9: _("The template's size did not match."),
    -10: _("The terminal has no user with this PIN."),
    -11: _("The terminal cannot read this layout of fingerprints."),
    -12: _("The fingerprint is not valid."),
    -22: _("The terminal does not know this command."),
    -30: _("The template is of another version than the terminal's algorithm."),
    -1001: _("The terminal is full, or the photo is too large or not upright."),
    -1002: _("The terminal does not support this command."),
    -1003: _("The terminal took too long."),
    -1004: _("The terminal does not know this table, or its settings forbid it."),
    -1005: _("The terminal was busy."),
    -1006: _("The command was too long for the terminal."),
    -1007: _("The terminal ran out of memory."),
    -1008: _("The terminal could not fetch a file from the server."),
}
_INTERNAL = _("The terminal met an error of its own.")
_SECURITY = {
    -1: _("The command could not be sent on."),
    -2: _("The command was not answered."),
    -3: _("The terminal's buffer was too small."),
    -4: _("The terminal could not unpack it."),
    -5: _("The length read was wrong."),
    -6: _("The length unpacked was not the one expected."),
    -7: _("The command came twice."),
    -8: _("The connection was not authorized."),
    -9: _("The checksum was wrong."),
    -10: _("The terminal could not make sense of the values."),
    -11: _("A value of the command was wrong."),
    -12: _("The command failed."),
    -13: _("The terminal does not know this command."),
    -14: _("The communication password was wrong."),
    -15: _("The terminal could not write a file."),
    -16: _("The terminal could not read a file."),
    -17: _("A file is missing on the terminal."),
    -18: _("The terminal is full."),
    -19: _("The checksum was wrong."),
    -20: _("The length received was not the one announced."),
    -21: _("The terminal's platform is not set."),
    -22: _("The firmware is made for another platform."),
    -23: _("The firmware is older than the terminal's."),
    -24: _("The firmware's mark was wrong."),
    -25: _("The firmware's name was wrong."),
    -26: _("The fingerprint was empty."),
    -27: _("The terminal has no user with the fingerprint's PIN."),
    -28: _("The door is open by schedule."),
    -30: _("The template is of another version than the terminal's algorithm."),
    -100: _("The terminal does not have this table."),
    -101: _("The terminal does not have this field to choose by."),
    -102: _("The number of fields was wrong."),
    -103: _("The order of the fields was wrong."),
    -104: _("The event was wrong."),
    -105: _("The terminal could not read the values."),
    -106: _("The command was longer than 4 MB."),
    -107: _("The terminal could not read its own tables."),
    -108: _("The terminal does not have this option."),
    **dict.fromkeys((-201, -202, -203, -206, -301), _INTERNAL),
    **dict.fromkeys((-601, -603, -609, -619, -628), _INTERNAL),
    -604: _("The terminal ran out of memory."),
    -612: _("The terminal could not save its options."),
    -614: _("The alarm could not be cancelled."),
    -615: _("The terminal could not restart."),
    -616: _("The door could not be held open or released."),
    -618: _("The address was not written correctly."),
    -620: _("The terminal could not read the command."),
    -621: _("The terminal's table does not have this field."),
    -629: _("The terminal does not have this table."),
    -630: _("The terminal could not run it."),
    -631: _("The length of the base64 text was wrong."),
    -632: _("The file's name was wrong."),
    **dict.fromkeys(range(-707, -700), _INTERNAL),
    -708: _("The terminal's firmware does not support this command."),
    -709: _("The terminal could not send its options."),
    -720: _("The firmware could not be installed."),
    -721: _("The terminal could not fetch a file."),
    -722: _("The terminal could not send its rows."),
    **dict.fromkeys((-723, -724, -727, -729, -732), _INTERNAL),
    -725: _("The terminal waited too long."),
    -726: _("The server answered the terminal with an error."),
    -728: _("The terminal could not send its counts."),
    -730: _("The server did not answer the terminal."),
    -731: _("The server could not take the terminal's rows."),
    -801: _("The command was not written correctly."),
    PENDING: _("A terminal in front has passed it on and waits for the answer."),
}
#: Dialect to return code to a sentence.
RETURNS = {"attendance": _ATTENDANCE, "security": _SECURITY}

#: Return codes of a failed enrolment, which are positive, to their sentences.
_ENROLL = {
    2: _("It is enrolled already."),
    4: _("Enrolment failed: the quality was poor or the attempts differed."),
    5: _("It belongs to somebody else already, or nobody came in time."),
    6: _("Enrolment was cancelled at the terminal."),
    7: _("The terminal was busy."),
}
#: The sentences of reasons :func:`explain` gives.
RESULT_MESSAGES = {
    **{f"{d}_return_{-n}": text for d, by in RETURNS.items() for n, text in by.items()},
    **{f"enroll_return_{n}": text for n, text in _ENROLL.items()},
}
#: Kinds whose positive return is a number of rows.
_COUNTED_KINDS = {"query_users", "query_punches"}
#: Dialect to the code of a PIN the terminal does not have; a deletion has succeeded then.
_NO_SUCH_USER = {"attendance": -10}
_DELETING_KINDS = {"delete_user", "delete_template"}


def deletes_user(code: int | None, kind: str) -> bool:
    """Return whether a command has deleted a user, as far as the terminal says."""
    return kind == "delete_user" and code is not None and code >= 0


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, Reason]:
    """Return whether a command succeeded, and the reason.

    Success means that the terminal accepted it; whether the rows are stored there only a
    query shows. :data:`PENDING` counts as no success; another result will follow.

    :param code: ``CommandResult.code``.
    :param kind: of ``commands.KINDS``.
    """
    if code is None:
        return False, Reason("no_result")
    if kind == "enroll" and code in _ENROLL:
        return False, Reason(f"enroll_return_{code}")
    if code == _NO_SUCH_USER.get(dialect) and kind in _DELETING_KINDS:
        return True, Reason("not_there")
    if code > 0 and kind in _COUNTED_KINDS:
        return True, Reason("rows_sent", {"count": code})
    if code >= 0:
        return True, Reason("done")
    if code in RETURNS.get(dialect, {}):
        return False, Reason(f"{dialect}_return_{-code}")
    return False, Reason("refused_with_code", {"code": code})
