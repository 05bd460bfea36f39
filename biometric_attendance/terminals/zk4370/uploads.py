"""Rows kept as text, read once more."""

from collections.abc import Mapping

from ..reasons import Reason
from ..records import Refused, Upload
from . import events, punches

_TABLES = {
    punches.TABLE: punches.replay_rows,
    events.TABLE: events.replay_events,
}


def decode_upload(
    table: str,
    body: bytes,
    *,
    people: bool = True,
    name: str = "",
    pins: Mapping[int, str] | None = None,
) -> Upload:
    """Lines of ``Punch.line`` or ``Refused.line``, each read alone; never raises.

    :param table: ``attlog-row`` or ``attlog-event``, in any case.
    :param people: for the other brands; here no line has a person's values.
    :param name: for the other brands.
    :param pins: uid to PIN, for rows whose user was not in the terminal's list.
    """
    lines = [
        line for line in body.decode(errors="replace").splitlines() if line.strip()
    ]
    replay = _TABLES.get(table.lower())
    if replay:
        return replay(lines, pins=pins)
    reason = Reason("table_unknown", {"table": table[:40]})
    return Upload(refused=[Refused(line, reason) for line in lines], lines=len(lines))
