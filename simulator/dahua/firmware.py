"""What differs from firmware to firmware of Dahua's terminals."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DahuaFirmware:
    """One firmware.

    :param cap: records sent at once, whatever is asked for.
    :param newest_first: the newest of a span are sent, not the oldest.
    :param descending: they are printed from the newest to the oldest.
    :param wall_times: ``CreateTime`` is the wall clock as if it were UTC.
    :param real_utc: ``CreateTimeRealUTC`` is sent, too.
    :param wall_spans: spans are taken by the wall clock whatever is written.
    :param sends_total: ``totalCount`` is sent.
    :param prefix: before each record.
    :param newline: behind each line.
    :param has_spans: searches by time are known at all.
    :param takes_json: users are written as JSON, else as rows.
    :param seeks: users are listed by pages.
    :param heeds_conditions: searches for one user are.
    :param stream: ``events``, ``pictures`` or ``""`` for no stream.
    """

    cap: int = 1000
    newest_first: bool = False
    descending: bool = False
    wall_times: bool = False
    real_utc: bool = False
    wall_spans: bool = False
    sends_total: bool = False
    prefix: str = "records"
    newline: str = "\r\n"
    has_spans: bool = True
    takes_json: bool = True
    seeks: bool = True
    heeds_conditions: bool = True
    stream: str = "events"


FIRMWARES = {
    "asi": DahuaFirmware(),
    "asi_new": DahuaFirmware(wall_times=True, real_utc=True),
    "asi_wall": DahuaFirmware(wall_times=True, wall_spans=True),
    "asi_mixed": DahuaFirmware(wall_spans=True, newest_first=True, descending=True),
    "old": DahuaFirmware(
        cap=100,
        sends_total=True,
        prefix="Records",
        newline="\n",
        takes_json=False,
        seeks=False,
        heeds_conditions=False,
        stream="pictures",
    ),
    "basic": DahuaFirmware(has_spans=False, takes_json=False, stream=""),
}
