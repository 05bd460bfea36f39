"""Inspect a file of punches: propose how to read it, and ask what it does not say."""

from collections.abc import Collection, Mapping

from ..errors import ProtocolError
from .layout import Layout, signature
from .proposal import Fixed, Inspection, SampleRow
from .reading import read
from .source import Source


def inspect(
    source: Source,
    *,
    encoding: str = "utf-8",
    remembered: Mapping[str, Layout] | None = None,
    fixed: Fixed | None = None,
    known_pins: Collection[str] = (),
) -> Inspection:
    """Read the whole file, and propose a layout for it.

    :param encoding: used where the text is neither UTF-8 nor UTF-16.
    :param remembered: signature to the layout that was chosen for it before.
    :param fixed: what a person has decided; nothing of it is asked again.
    :param known_pins: of the device, to tell PINs that lost their zeros.
    :raises ProtocolError: the file is empty, no text, or has no moment in it.
    """
    layout = Layout(encoding=encoding)
    rows = list(read(source, layout))
    if not rows:
        raise ProtocolError("file_empty", name=source.name)
    punches = [punch for row in rows for punch in row.punches]
    refused = [row for row in rows if row.refused]
    shown = [
        SampleRow(row.number, tuple(row.line.split("\t")), row.device, *row[3:])
        for row in rows
    ]
    times = [punch.time for punch in punches]
    return Inspection(
        layout=layout,
        questions=(),
        sample=tuple(shown[:10]),
        columns=(),
        candidates={},
        signature=signature(layout),
        row_count=len(rows),
        punch_count=len(punches),
        refused_count=len(refused),
        pins=frozenset(punch.pin for punch in punches),
        first=min(times, default=None),
        last=max(times, default=None),
    )
