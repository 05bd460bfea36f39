"""Searches of events: what is asked, and pages of rows as they are answered.

    {"AcsEventCond": {"searchID", "searchResultPosition", "maxResults", "major", "minor",
                      "startTime", "endTime" | "beginSerialNo", "endSerialNo"}}
    {"AcsEvent": {"searchID", "totalMatches", "responseStatusStrg": "OK|MORE|NO MATCH",
                  "numOfMatches", "InfoList": [...]}}

Sources: recorded searches and capabilities of four terminals; one public guide spells
``NO_MATCHES``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import Garbled
from .answers import read_integer, read_section
from .codes import EVENT

PATH = "/ISAPI/AccessControl/AcsEvent?format=json"
CAPABILITIES_PATH = "/ISAPI/AccessControl/AcsEvent/capabilities?format=json"
#: Rows of a page, and the most that is asked for whatever the terminal says.
PAGE_ROWS = 30
MAX_SERIAL = 3_000_000_000
_SECTION = "AcsEvent"


@dataclass(frozen=True, slots=True)
class Abilities:
    """What searches of a terminal can do, as its capabilities say.

    :param page: most rows of a page.
    :param by_serial: events can be searched by their number.
    :param reverse: the newest first.
    """

    page: int = PAGE_ROWS
    by_serial: bool = False
    reverse: bool = False

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "Abilities":
        """Return what an answer of capabilities says; what it does not name is missing."""
        section = values.get(_SECTION)
        condition = section.get("AcsEventCond") if isinstance(section, dict) else None
        if not isinstance(condition, dict):
            return cls()
        most = condition.get("maxResults")
        page = read_integer(most.get("@max")) if isinstance(most, dict) else None
        return cls(
            min(max(page or PAGE_ROWS, 1), PAGE_ROWS),
            {"beginSerialNo", "endSerialNo"} <= condition.keys(),
            "timeReverseOrder" in condition,
        )

    def as_list(self) -> list[Any]:
        """As JSON can hold it."""
        return [self.page, self.by_serial, self.reverse]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one answer.

    :param total: how many match altogether, ``None`` where the terminal does not say.
    :param has_more: others follow.
    """

    rows: list[dict[str, Any]] = field(repr=False)
    total: int | None = None
    has_more: bool = False


def condition(
    search: str, position: int, rows: int, **limits: str | int | bool
) -> dict[str, Any]:
    """Return the body of a search for events at doors and readers.

    :param search: id, the same for all pages of one search.
    :param limits: further members, by the terminal's names.
    """
    return {
        "AcsEventCond": {
            "searchID": search,
            "searchResultPosition": position,
            "maxResults": rows,
            "major": EVENT,
            "minor": 0,
            **limits,
        }
    }


def read_page(values: dict[str, Any]) -> Page:
    """Return the page an answer holds.

    :raises Garbled: it is none, or says that more follows and is empty: whoever went on
        would ask for ever.
    """
    section = read_section(values, _SECTION)
    status = str(section.get("responseStatusStrg") or "")
    word = status.upper().replace("_", "").replace(" ", "")
    found = section.get("InfoList")
    if isinstance(found, dict):
        found = [found]
    rows = [row for row in found or () if isinstance(row, dict)]
    total = read_integer(section.get("totalMatches"))
    if word.startswith("NOMATCH"):
        return Page([], total or 0)
    if found is not None and not isinstance(found, list):
        raise Garbled("hikvision_unreadable")
    if word not in ("OK", "MORE"):
        raise Garbled("hikvision_search_failed", word=status[:40])
    if word == "MORE" and not rows:
        raise Garbled("hikvision_more_empty")
    return Page(rows, total, word == "MORE")
