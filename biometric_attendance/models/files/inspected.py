"""Storing of what was found in a file: how it is read, its columns, and what is asked."""

from ..poll.connection import ENCODINGS
from ..reason import as_stored

DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "blank": " "}
_DELIMITER_KEYS = {delimiter: key for key, delimiter in DELIMITERS.items()}
FILE_ENCODINGS = [
    *ENCODINGS,
    ("utf-8-sig", "Unicode (UTF-8 with mark)"),
    ("utf-16", "Unicode (UTF-16)"),
    ("utf-16-le", "Unicode (UTF-16 LE)"),
    ("utf-16-be", "Unicode (UTF-16 BE)"),
]
# Meaning of a column to the field that names the column.
COLUMN_FIELDS = {
    "pin": "pin_column_id",
    "time": "time_column_id",
    "day": "day_column_id",
    "clock": "clock_column_id",
    "clock_in": "clock_in_column_id",
    "clock_out": "clock_out_column_id",
    "state": "state_column_id",
    "verify": "verify_column_id",
    "workcode": "workcode_column_id",
    "device": "device_column_id",
    "event": "event_column_id",
}


def store_inspection(file_import, found):
    """Store what an inspection found.

    :param file_import: the import, as superuser.
    :param found: the :class:`~.terminals.files.proposal.Inspection`.
    """
    file_import.write(_prepare_values(found))
    _replace_columns(file_import, found)
    _replace_options(file_import, found)


def _prepare_values(found):
    layout = found.layout
    keys = dict(FILE_ENCODINGS)
    return {
        "layout": layout.as_dict(),
        "encoding": layout.encoding if layout.encoding in keys else False,
        "delimiter": _DELIMITER_KEYS.get(layout.delimiter, False),
        "header_row": layout.rows_above if layout.header else 0,
        "date_order": layout.date_order or False,
        "pin_width": layout.pin_width,
        "state_codes": layout.state_codes,
        "with_breaks": layout.with_breaks,
        "out_next_day": layout.out_next_day,
        "questions": [
            {"code": each.code, "reason": as_stored(each.reason)}
            for each in found.questions
        ],
        "sample": [_stored_row(row) for row in found.sample],
        "row_count": found.row_count,
        "punch_count": found.punch_count,
        "unreadable_count": found.refused_count,
        "unreadable": [_stored_row(row) for row in found.refused],
        "person_count": len(found.pins),
        "first_time": str(found.first) if found.first else False,
        "last_time": str(found.last) if found.last else False,
        "unknown_words": ", ".join(found.unknown_words) or False,
    }


def _replace_columns(file_import, found):
    """Store the columns of the file; one that is still there keeps its record."""
    by_number = {column.number: column for column in file_import.column_ids}
    columns = file_import.column_ids.browse()
    for each in found.columns:
        values = {
            "name": each.name,
            "examples": ", ".join(filter(None, each.examples)),
        }
        column = by_number.get(each.number)
        if column:
            column.write(values)
        else:
            values |= {"import_id": file_import.id, "number": each.number}
            column = by_number[each.number] = columns.create(values)
        columns |= column
    (file_import.column_ids - columns).unlink()
    none = columns.browse()
    taken = found.layout.columns
    file_import.write(
        {
            name: by_number.get(taken.get(meaning), none).id
            for meaning, name in COLUMN_FIELDS.items()
        }
    )


def _replace_options(file_import, found):
    file_import.option_ids.unlink()
    for question in found.questions[:1]:
        file_import.option_ids.create(
            [
                {
                    "import_id": file_import.id,
                    "code": question.code,
                    "value": option.value,
                    "text": option.text,
                }
                for option in question.options
            ]
        )


def _stored_row(row):
    """Return a row of the sample as JSON can hold it."""
    return {
        "number": row.number,
        "line": row.line,
        "device": row.device,
        "punches": [
            [each.pin, str(each.time), each.status, each.verify, each.workcode]
            for each in row.punches
        ],
        "reason": as_stored(row.refused),
    }
