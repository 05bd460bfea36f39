"""The sentences of the codes of files."""

from ..reasons import _

MESSAGES: dict[str, str] = {
    "file_day_month": _(
        "Whether %(day)s has the day or the month first cannot be told from the file. "
        "Write days as YYYY-MM-DD."
    ),
    "file_days_mixed": _(
        "Some days of the file have the month first and others the day first."
    ),
    "file_empty": _("The file %(name)s is empty."),
    "file_header": _("The first line names no columns for PIN and time."),
    "file_not_text": _(
        "The file %(name)s is not text. Terminals without a colour screen write such "
        "files, which do not name the PIN: fetch their punches over the network."
    ),
    "file_unknown": _(
        "The file %(name)s is neither what a terminal writes to a USB stick nor a table "
        "whose first line names a column for the PIN and one for the time."
    ),
    "file_workbook": _("The file %(name)s is a workbook: save it as CSV first."),
    "line_state": _(
        "The state is none of: in, out, break in, break out, overtime in, overtime out, "
        "0 to 5."
    ),
    "line_tab_missing": _("The line has no TAB between PIN and time."),
    "line_time": _("The day or time does not exist or is written in a way not known."),
}
