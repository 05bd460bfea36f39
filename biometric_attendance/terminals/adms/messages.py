"""The sentences of the codes of terminals that push (ADMS)."""

from ..reasons import _
from .results import RESULT_MESSAGES

MESSAGES: dict[str, str] = {
    "access_event_missing": _("The row does not say what happened."),
    "access_pin": _("The PIN is not up to %(maximum)s printable characters."),
    "access_time": _("The time is missing or does not exist."),
    "commands_too_large": _("This is more than a terminal takes at once."),
    "body_not_gzip": _("The body is cut, or compressed otherwise than by gzip."),
    "card_missing": _("The row holds no card."),
    "command_id": _("The id of a command is 1 to 16 letters or digits."),
    "command_line": _("A command is one line of text."),
    "message_bytes": _("A message on a terminal is %(maximum)s bytes at the most."),
    "offset_inexpressible": _(
        "A clock %(minutes)s minutes from UTC cannot be told to this terminal."
    ),
    "offset_too_large": _("No clock is %(minutes)s minutes from UTC."),
    "operation_code": _("The operation is not a number."),
    "operation_columns": _(
        "An OPLOG row has at least three columns: operation, operator and time."
    ),
    "option_not_named": _("This is not name=value."),
    "photo_header": _("The photo has no header that names its time and PIN."),
    "photo_missing": _("The row holds no photo."),
    "value_pin": _(
        "A value must not contain “PIN=”: terminals mark the number of a user like this."
    ),
    "pin_comma": _("A PIN with a comma cannot be asked for."),
    "punch_columns": _(
        "A punch has at least four columns: PIN, time, status and verification."
    ),
    "registry_code": _("A code is 1 to 32 letters or digits."),
    "row_kind_unknown": _("No known kind of row begins like this."),
    "row_nul": _("The line holds a NUL character."),
    "rows_sent": _("The terminal sent %(count)s rows."),
    "serial_missing": _(
        "The request has no serial number of 1 to 64 printable characters."
    ),
    "serial_unprintable": _("A serial number of printable characters is needed."),
    "stamp": _("A stamp must be a number."),
    "table_missing": _("No table named."),
    "row_merged": _("A column comes twice in the row: two rows may have merged."),
    "template_kind_unknown": _("There is no kind of template %(kind)s."),
    "template_missing": _("The row holds no template."),
    **RESULT_MESSAGES,
}
