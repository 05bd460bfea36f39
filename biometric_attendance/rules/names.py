"""Whether two names a terminal gave one PIN are spellings of one person's name."""

import re
import unicodedata
from collections.abc import Sequence

# Letters that are no accented ones of another, as they are written without them.
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
    }
)
# Instead of letters that a terminal's character set lacks.
_LOST = re.compile("[?\N{REPLACEMENT CHARACTER}]+")
_WORD = re.compile(r"[^\W_]+")
# Fewer letters than this in common may be chance.
_MIN_CUT = 6
# Words of so many letters may differ by one letter, or by two, but not by the first.
_ONE_TYPO, _TWO_TYPOS = 4, 8
# More of a name is not compared: a terminal may send anything.
_MAX_LENGTH, _MAX_WORDS, _MAX_GAPS = 60, 6, 4


def is_name(text: str) -> bool:
    """Whether a text holds a name: terminals show a number for a person without one."""
    return bool(_words(text[:_MAX_LENGTH]))


def is_spelling(old: str, new: str) -> bool:
    """Whether a new name may be the old one, written otherwise.

    So are other case, accents, order of words, initials and abbreviations, more or
    fewer names of a person, a slip of the finger, a name cut short, letters that a
    terminal has not, and no name at all. Another first or last name is another person's.
    """
    old, new = old[:_MAX_LENGTH], new[:_MAX_LENGTH]
    if _with_lost_letters(old, new) or _with_lost_letters(new, old):
        return True
    one, other = _words(old), _words(new)
    if not one or not other:
        return True
    short, long = sorted((one, other), key=len)
    return _is_cut(one, other) or _match(short, long)


def _plain(name: str) -> str:
    """Return a name without case and accents."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in bare if not unicodedata.combining(c)).translate(_PLAIN)


def _words(name: str) -> list[str]:
    """Return the words of a name; a number is none."""
    words = [word for word in _WORD.findall(_plain(name)) if not word.isdigit()]
    return words[:_MAX_WORDS]


def _with_lost_letters(damaged: str, whole: str) -> bool:
    """Whether a name with question marks can be another one that has the letters."""
    if not _LOST.search(damaged) or not _words(damaged):
        return False
    parts = [re.escape(part) for part in _LOST.split(damaged.casefold())]
    if len(parts) > _MAX_GAPS + 1:
        return False
    return re.fullmatch(".{1,8}".join(parts), whole.casefold()) is not None


def _is_cut(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one name is the other without spaces, perhaps cut off at its end."""
    short, long = sorted(("".join(one), "".join(other)), key=len)
    return short == long or (len(short) >= _MIN_CUT and long.startswith(short))


def _match(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether each word of a name has a word of its own in the other."""
    if not short:
        return True
    first, rest = short[0], short[1:]
    return any(
        _is_same_word(first, word) and _match(rest, [*long[:at], *long[at + 1 :]])
        for at, word in enumerate(long)
    )


def _is_same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return True
    if short[0] != long[0]:
        return False
    allowed = (len(short) >= _ONE_TYPO) + (len(short) >= _TWO_TYPOS)
    return _distance(short, long) <= allowed


def _distance(one: str, other: str) -> int:
    """How many letters have to be put in, left out, replaced, or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
