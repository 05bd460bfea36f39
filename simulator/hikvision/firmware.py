"""How firmwares differ where they are asked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IsapiFirmware:
    """What one firmware does of ISAPI.

    :param by_number: events can be searched by their number.
    :param reverse: and with the newest first.
    :param names_abilities: it answers what its searches can do.
    :param page: most rows of a page.
    :param numbered: rows have a number.
    :param offset: their times have their offset.
    :param no_match: how it says that nothing was found.
    :param more: it says that a page is not the last one.
    :param totals: it says how many rows match.
    :param is_sorted: rows come in order of time.
    :param states: rows say which key was pressed.
    :param noise: events of the door between two punches.
    :param shows_account: it says how the account stands, also to whoever is not logged in.
    :param slow_deletion: a user is still listed for so many searches after the deletion.
    :param old_fingers: fingers are written in the older way alone.
    :param release: its version.
    """

    by_number: bool = True
    reverse: bool = True
    names_abilities: bool = True
    page: int = 30
    numbered: bool = True
    offset: bool = True
    no_match: str = "NO MATCH"
    more: bool = True
    totals: bool = True
    is_sorted: bool = True
    states: bool = True
    noise: int = 2
    shows_account: bool = True
    slow_deletion: int = 0
    old_fingers: bool = False
    release: str = "V4.38.0"


ISAPI_FIRMWARES = {
    "new": IsapiFirmware(),
    "old": IsapiFirmware(
        by_number=False,
        reverse=False,
        states=False,
        shows_account=False,
        slow_deletion=2,
        old_fingers=True,
        release="V3.2.30",
    ),
    "odd": IsapiFirmware(
        by_number=False,
        reverse=False,
        names_abilities=False,
        page=10,
        numbered=False,
        offset=False,
        no_match="NO_MATCHES",
        more=False,
        is_sorted=False,
        release="V1.4.71",
    ),
    "sparse": IsapiFirmware(reverse=False, page=12, noise=40, is_sorted=False),
}
