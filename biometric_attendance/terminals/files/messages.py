"""The sentences of the codes of files."""

from ..reasons import _

MESSAGES: dict[str, str] = {
    # An Access file.
    "database_library": _(
        "An Access database cannot be read, because this server lacks mdbtools and the "
        "Python package access-parser: install one of them, or export the table "
        "CHECKINOUT with the people's Badgenumber as CSV."
    ),
    "database_no_table": _(
        "The table %(table)s cannot be read: the file is damaged, or no att2000.mdb."
    ),
    "database_too_large": _(
        "The database is larger than access-parser can hold: install mdbtools on this "
        "server, or export its table CHECKINOUT as CSV."
    ),
    # The whole file.
    "file_days_mixed": _(
        "Some days of the file have the month first and others the day first: a "
        "spreadsheet program has changed them. Export the file again, and do not open it "
        "before the import."
    ),
    "file_empty": _("The file %(name)s is empty."),
    "file_encoding": _(
        "The text is not of the character set %(encoding)s, or there is none of this name."
    ),
    "file_many_moments": _(
        "A row of the file has more than %(maximum)s beginnings and ends. Export single "
        "punches."
    ),
    "file_no_clock": _(
        "The file %(name)s has days without a time of day. Export single punches, not a "
        "summary."
    ),
    "file_not_text": _(
        "The file %(name)s is not text. Terminals without a colour screen write such "
        "files, which do not name the PIN: fetch their punches over the network."
    ),
    "file_pin_unknown": _("Choose the column that holds the PIN."),
    "file_time_unknown": _("Choose the column that holds the time of the punch."),
    "file_unknown": _(
        "The file %(name)s has no punches that can be found: neither what a terminal "
        "writes to a USB stick nor a table with a column for the PIN and one for the time."
    ),
    "file_workbook": _("The file %(name)s is a workbook: save it as CSV first."),
    # Questions.
    "ask_date_order": _(
        "%(day)s may be %(readings)s: nothing in the file tells which. A wrong choice moves "
        "punches by months."
    ),
    "ask_device": _(
        "The rows name several terminals: %(devices)s. Say whether they are kept apart."
    ),
    "ask_event": _(
        "The file lists events, and no word in it says which of them let the person in. "
        "Denied entries are no punches."
    ),
    "ask_out_next_day": _(
        "In %(count)s rows the end is before the beginning. Say whether it is the next "
        "morning."
    ),
    "ask_pin_counter": _(
        "The column %(column)s counts up from row to row, as numbers of rows do. Say "
        "whether it is the PIN all the same."
    ),
    "ask_pin_internal": _(
        "The column %(column)s often is a number inside the program that wrote the file, "
        "not the PIN at the terminal. A wrong choice gives punches to another person."
    ),
    "ask_pin_unknown": _(
        "No column is named as the PIN. A wrong choice gives punches to another person."
    ),
    "ask_pin_weak": _(
        "The column %(column)s may hold numbers of rows or of people. A wrong choice gives "
        "punches to another person."
    ),
    "ask_pin_which": _(
        "The columns %(columns)s may both hold the PIN, and differ. A wrong choice gives "
        "punches to another person."
    ),
    "ask_pin_zeros": _(
        "The file fills PINs with zeros that a terminal may not show. Choose how the "
        "terminal shows them."
    ),
    "ask_pin_lost_zeros": _(
        "PINs of this terminal begin with zeros, and those of the file do not: a "
        "spreadsheet program may have removed them."
    ),
    "ask_pin_spreadsheet": _(
        "A spreadsheet program has made numbers of the PINs; zeros before them may be "
        "lost. Choose how long PINs are at the terminal."
    ),
    "ask_state": _(
        "The numbers of the column %(column)s may say who comes and goes, or how the "
        "person was recognised."
    ),
    "ask_state_codes": _(
        "Terminals do not agree on what the numbers %(codes)s of the column "
        "%(column)s mean. Without an answer the punches have no direction."
    ),
    "ask_time": _("The columns %(columns)s may both hold the time of the punch."),
    "ask_time_other": _(
        "The file has no time but that of %(columns)s, which often is when a row was "
        "stored, not when the punch was made."
    ),
    "ask_with_breaks": _(
        "Out may mean the end of work or the beginning of a break, as the file also says "
        "%(words)s."
    ),
    # Single lines.
    "line_blanks": _(
        "The row has not %(columns)s columns as the others, so blanks do not tell which "
        "value is in which column."
    ),
    "line_clock_missing": _("The row has a day without a time of day."),
    "line_columns": _("The row ends before the column of the PIN or the time."),
    "line_day_month": _(
        "Whether %(day)s has the day, the month or the year first is not known: choose "
        "the order of its dates."
    ),
    "line_denied": _("The person was not let in: this is no punch."),
    "line_end_first": _("The end of the row is before its beginning."),
    "line_event": _("The event is none that lets a person in: this is no punch."),
    "line_merged": _("The row holds a second moment: two rows may have merged."),
    "line_month_word": _(
        "The name of the month is of different months in different languages. Write days "
        "as YYYY-MM-DD."
    ),
    "line_pin_excel": _(
        "A spreadsheet program has changed the PIN to a rounded number, and it cannot be "
        "told any more. Export the file again, and do not open it before the import."
    ),
    "line_pin_missing": _("The row names no person."),
    "line_time": _("The day or time does not exist or is written in a way not known."),
    "line_time_missing": _("The row has no time."),
    "line_year": _(
        "The year is not of %(first)s to %(last)s: the clock was wrong, or the calendar "
        "is another one."
    ),
}
