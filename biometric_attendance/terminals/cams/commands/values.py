"""Values of a user or template, as far as the gateway has words for them.

What it has no words for is refused, never left out in silence: a limit that was not
written would let somebody in.
"""

from collections.abc import Iterator, Mapping

from ...errors import Unsupported
from ..users import PHOTOS, TEMPLATES

_WORDS = {**TEMPLATES, **PHOTOS}


def names_of(payload: Mapping) -> dict[str, str]:
    """The name whole and in two; the two together are the whole again."""
    name = " ".join(str(payload.get("name") or "").split())
    first, _, last = name.rpartition(" ")
    if not name:
        return {}
    return {"Name": name, "FirstName": first or last, "LastName": last if first else ""}


def privilege_of(payload: Mapping, words: Mapping[str, str]) -> str | None:
    """:raises Unsupported: for anything between user and administrator."""
    privilege = payload.get("privilege")
    if privilege in (None, ""):
        return None
    if privilege not in words:
        raise Unsupported("This gateway knows users and administrators only.")
    return words[privilege]


def items_of(payload: Mapping) -> Iterator[tuple[str, str]]:
    """Card and password, in the words templates have.

    :raises Unsupported: for one that shall be taken away.
    """
    for name, word in (("card", "Card"), ("password", "Password")):
        value = payload.get(name)
        if value == "":
            raise Unsupported(f"This gateway cannot take a {name} away.")
        if value is not None:
            yield word, str(value)


def refuse_limits(payload: Mapping) -> None:
    """:raises Unsupported: for an access group or a first or last moment."""
    if any(payload.get(name) for name in ("group", "valid_from", "valid_until")):
        raise Unsupported("This gateway cannot limit when somebody is let in.")


def template_word(payload: Mapping) -> str:
    """:raises Unsupported: for a kind the gateway does not name."""
    word = _WORDS.get(payload["kind"])
    if word is None:
        raise Unsupported("This gateway has no word for this kind of template.")
    return word
