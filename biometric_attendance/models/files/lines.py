"""Lines of files that cannot be read: kept as messages, with their number."""

from collections import defaultdict
from io import BytesIO
from typing import NamedTuple

from ...terminals.errors import ProtocolError
from ...terminals.files.inspection import inspect
from ...terminals.files.reading import read, read_line
from ...terminals.files.source import TextSource
from ...terminals.reasons import Reason
from ...terminals.records import Refused, Upload
from ..push.biometric_message import FILE, MAX_MESSAGES_PER_UPLOAD

ANOTHER_DEVICE = "of_another_device"


class Line(NamedTuple):
    """A line that becomes no punch.

    :param number: in its file.
    """

    number: int
    text: str
    reason: Reason


def keep_lines(file_import, device, lines):
    """Keep lines as messages of a device.

    Where there are many, those of one chunk are one message. Lines of another terminal are
    never together with lines of this one.

    :param lines: list of :class:`Line`, in order.
    :raises MessagesFull: too much waits already.
    """
    messages = file_import.env["biometric.message"]
    groups = defaultdict(list)
    for line in lines:
        groups[
            line.reason.code == ANOTHER_DEVICE and line.reason.values["serial"]
        ].append(line)
    kept = [each for group in groups.values() for each in _united(group)]
    messages._keep_new(
        device,
        [
            {
                **messages._prepare_values(FILE, Refused(line.text, line.reason)),
                "file_import_id": file_import.id,
                "line_number": line.number,
            }
            for line in kept
        ],
    )


def _united(lines):
    if len(lines) <= MAX_MESSAGES_PER_UPLOAD:
        return lines
    first = lines[0].reason.as_dict()
    reason = Reason("many_lines", {"count": len(lines), "first": first})
    return [Line(lines[0].number, "\n".join(line.text for line in lines), reason)]


def is_of_another_device(message):
    """Whether a message holds lines of a file that are of another terminal than its own."""
    code, values = message.reason_code, message.reason_values or {}
    if code == "many_lines":
        code = (values.get("first") or {}).get("code")
    return bool(message.file_import_id) and code == ANOTHER_DEVICE


def decode_lines(message, name):
    """Decode the lines of a message that came in a file, in the way the file was read.

    :param name: of the file, for error messages.
    :return: the :class:`~.terminals.records.Upload`.
    """
    upload = Upload()
    try:
        for row in _read_rows(message, name):
            if row.refused is not None:
                upload.add(Refused(row.line, row.refused))
            for punch in row.punches:
                upload.add(punch)
    except ProtocolError as error:
        upload.add(Refused(message.line, error.reason))
    return upload


def _read_rows(message, name):
    text = message.line or ""
    if message.file_import_id:
        layout = message.file_import_id._get_layout()
        rows = (read_line(line, layout) for line in text.splitlines())
        return [row for row in rows if row is not None]
    # Of before files were remembered.
    source = TextSource(name, lambda: BytesIO(text.encode()))
    found = inspect(source)
    if found.questions:
        reason = found.questions[0].reason
        raise ProtocolError(reason.code, **reason.values)
    return list(read(source, found.layout))
