"""Lines as rows of databases are kept: read again."""

from zoneinfo import ZoneInfo

from ..reasons import Reason
from ..records import Refused, Upload
from ..text import decode_text
from .directory import Directory
from .rows import RowDecoder
from .schemas import SCHEMAS

_UTC = ZoneInfo("UTC")


def decode_upload(table: str, body: bytes, *, name: str = "") -> Upload:
    """Return the records of lines ``schema=...``, as they were kept.

    What a line names by a number of the database is not known here: such a line stays
    refused until it is read from the database again.
    """
    upload = Upload()
    for line in filter(None, decode_text(body).split("\n")):
        _decode(line, upload)
    return upload


def _decode(line: str, upload: Upload) -> None:
    upload.lines += 1
    pairs = [pair.partition("=") for pair in line.rstrip("\r").split("\t")]
    values = {name: value for name, _, value in pairs}
    schema = SCHEMAS.get(values.pop("schema", ""))
    names = {name.lower(): name for name in values}
    parts = {
        part: names[column.lower()]
        for part, columns in (schema.columns.items() if schema else ())
        for column in columns[::-1]
        if column.lower() in names
    }
    if schema is None or "time" not in parts or not {"pin", "person"} & set(parts):
        upload.refused.append(Refused(line, Reason("database_line")))
        return
    epoch = schema.epoch and values[parts["time"]]
    row = [
        int(value) if epoch and name == parts["time"] and value.isdecimal() else value
        for name, value in values.items()
    ]
    decoder = RowDecoder(schema, list(values), parts, Directory(), _UTC)
    for found in decoder.decode([row]).values():
        upload.punches += found.punches
        upload.refused += [Refused(line, each.reason) for each in found.refused]
