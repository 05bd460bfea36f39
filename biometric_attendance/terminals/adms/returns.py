"""Return codes of commands, in words for people.

Sources: appendix 1 of the vendor's attendance push document 2.4 and of its security push
document 3.1; -22, -1001, -1002 and -1004 as met on terminals.
"""

#: A terminal in front has passed the command on; its own answer comes later.
PENDING = -5000

_ATTENDANCE = {
    -1: "A value of the command was wrong, or there was nothing to send.",
    -2: "The photo's size did not match, or a file was missing.",
    -3: "The terminal could not read or write its memory.",
    -9: "The template's size did not match.",
    -10: "The terminal has no user with this PIN.",
    -11: "The terminal cannot read this layout of fingerprints.",
    -12: "The fingerprint is not valid.",
    -22: "The terminal does not know this command.",
    -30: "The template is of another version than the terminal's algorithm.",
    -1001: "The terminal is full, or the photo is too large or not upright.",
    -1002: "The terminal does not support this command.",
    -1003: "The terminal took too long.",
    -1004: "The terminal does not know this table, or its settings forbid it.",
    -1005: "The terminal was busy.",
    -1006: "The command was too long for the terminal.",
    -1007: "The terminal ran out of memory.",
    -1008: "The terminal could not fetch a file from the server.",
}
_INTERNAL = "The terminal met an error of its own."
_SECURITY = {
    -1: "The command could not be sent on.",
    -2: "The command was not answered.",
    -3: "The terminal's buffer was too small.",
    -4: "The terminal could not unpack it.",
    -5: "The length read was wrong.",
    -6: "The length unpacked was not the one expected.",
    -7: "The command came twice.",
    -8: "The connection was not authorized.",
    -9: "The checksum was wrong.",
    -10: "The terminal could not make sense of the values.",
    -11: "A value of the command was wrong.",
    -12: "The command failed.",
    -13: "The terminal does not know this command.",
    -14: "The communication password was wrong.",
    -15: "The terminal could not write a file.",
    -16: "The terminal could not read a file.",
    -17: "A file is missing on the terminal.",
    -18: "The terminal is full.",
    -19: "The checksum was wrong.",
    -20: "The length received was not the one announced.",
    -21: "The terminal's platform is not set.",
    -22: "The firmware is made for another platform.",
    -23: "The firmware is older than the terminal's.",
    -24: "The firmware's mark was wrong.",
    -25: "The firmware's name was wrong.",
    -26: "The fingerprint was empty.",
    -27: "The terminal has no user with the fingerprint's PIN.",
    -28: "The door is open by schedule.",
    -30: "The template is of another version than the terminal's algorithm.",
    -100: "The terminal does not have this table.",
    -101: "The terminal does not have this field to choose by.",
    -102: "The number of fields was wrong.",
    -103: "The order of the fields was wrong.",
    -104: "The event was wrong.",
    -105: "The terminal could not read the values.",
    -106: "The command was longer than 4 MB.",
    -107: "The terminal could not read its own tables.",
    -108: "The terminal does not have this option.",
    **dict.fromkeys((-201, -202, -203, -206, -301), _INTERNAL),
    **dict.fromkeys((-601, -603, -609, -619, -628), _INTERNAL),
    -604: "The terminal ran out of memory.",
    -612: "The terminal could not save its options.",
    -614: "The alarm could not be cancelled.",
    -615: "The terminal could not restart.",
    -616: "The door could not be held open or released.",
    -618: "The address was not written correctly.",
    -620: "The terminal could not read the command.",
    -621: "The terminal's table does not have this field.",
    -629: "The terminal does not have this table.",
    -630: "The terminal could not run it.",
    -631: "The length of the base64 text was wrong.",
    -632: "The file's name was wrong.",
    **dict.fromkeys(range(-707, -700), _INTERNAL),
    -708: "The terminal's firmware does not support this command.",
    -709: "The terminal could not send its options.",
    -720: "The firmware could not be installed.",
    -721: "The terminal could not fetch a file.",
    -722: "The terminal could not send its rows.",
    **dict.fromkeys((-723, -724, -727, -729, -732), _INTERNAL),
    -725: "The terminal waited too long.",
    -726: "The server answered the terminal with an error.",
    -728: "The terminal could not send its counts.",
    -730: "The server did not answer the terminal.",
    -731: "The server could not take the terminal's rows.",
    -801: "The command was not written correctly.",
    PENDING: "A terminal in front has passed it on and waits for the answer.",
}
#: Dialect to return code to a sentence.
RETURNS = {"attendance": _ATTENDANCE, "security": _SECURITY}

#: Enrolment at the terminal counts its refusals upwards.
ENROLL = {
    2: "It is enrolled already.",
    4: "Enrolment failed: the quality was poor or the attempts differed.",
    5: "It belongs to somebody else already, or nobody came in time.",
    6: "Enrolment was cancelled at the terminal.",
    7: "The terminal was busy.",
}
#: Kinds whose positive return is a number of rows.
_COUNTED = {"query_users", "query_punches"}
#: Dialect to the code of a PIN the terminal does not have: then a deletion is done.
NOBODY = {"attendance": -10}
_DELETING = {"delete_user", "delete_template"}


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, str]:
    """Whether a command succeeded, and a sentence for people.

    Success means the terminal took it; that the rows are there only a query can tell.
    A code of :data:`PENDING` is no success yet, and another result will follow.

    :param code: ``CommandResult.code``.
    :param kind: of ``protocols.commands.KINDS``.
    """
    if code is None:
        return False, "The terminal did not say what became of it."
    if kind == "enroll" and code in ENROLL:
        return False, ENROLL[code]
    if code == NOBODY.get(dialect) and kind in _DELETING:
        return True, "It was not there any more."
    if code > 0 and kind in _COUNTED:
        return True, f"The terminal sent {code} rows."
    if code >= 0:
        return True, "Done."
    known = RETURNS.get(dialect, {})
    return False, known.get(code, f"The terminal refused it with its code {code}.")
