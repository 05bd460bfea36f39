"""How the releases of BioTime differ, and the oddities a server may have.

Sources: the vendor's API manuals of 8.0, 8.5 and 9.0; what a public client found out about
a server of 9.5. That EasyTime Pro has the same lists is inferred.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """One release.

    :param title: of its page of documentation.
    :param logins: path of each way in, and the word before its tokens.
    :param rows_parameter: what the number of rows of a page is called.
    :param most_rows: rows of a page, whatever is asked for.
    :param has_names: rows of punches tell names and words.
    """

    title: str
    logins: tuple[tuple[str, str], ...]
    rows_parameter: str = "page_size"
    most_rows: int = 5000
    has_names: bool = True


_LOGINS = (("/jwt-api-token-auth/", "JWT"), ("/api-token-auth/", "Token"))
RELEASES = {
    "8.0": Release("BIOTIME API DOCS", _LOGINS, "limit"),
    "8.5": Release("BIOTIME API DOCS", _LOGINS, "limit"),
    "9.0": Release("ZKBio Time API DOCS", _LOGINS, "limit", has_names=False),
    "9.5": Release("BioTime 9.5 API DOCS", _LOGINS),
    "easytime": Release("EasyTime Pro", (("/api/jwt-api-token-auth/", "JWT"),)),
}
#: What a list of punches can be sorted by; another word is ignored, and nobody told.
ORDERS = ("punch_time", "-punch_time", "upload_time", "-upload_time")


@dataclass(slots=True)
class Oddities:
    """What a server does that a client has to bear; may be changed while it runs.

    :param sorts: whether it heeds ``ordering`` at all.
    :param state: sent for every punch, ``None``: what the terminal sent.
    :param verify_as_text: send the way to verify as text.
    :param has_licence: whether the licence has the API.
    :param hidden: paths the user has no right to.
    :param token_calls: calls a token is good for, ``None``: any number.
    :param counts: whether lists tell how many rows there are.
    :param strict: whether the ends of a time window belong to it no more.
    :param may_change: whether the user may add and change people.
    :param ignores: values of people it says yes to and does not store.
    :param area_of_terminal: how rows of terminals name their area: ``object``, ``number`` or
        ``name``.
    :param filters_people: whether lists of people heed what they are asked for.
    """

    sorts: bool = True
    state: int | None = None
    verify_as_text: bool = False
    has_licence: bool = True
    hidden: tuple[str, ...] = ()
    token_calls: int | None = None
    counts: bool = True
    strict: bool = False
    may_change: bool = True
    ignores: tuple[str, ...] = ()
    area_of_terminal: str = "object"
    filters_people: bool = True
