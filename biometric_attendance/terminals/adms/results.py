"""What became of commands: bodies of ``POST /iclock/devicecmd``.

    ID=1&Return=0&CMD=DATA LF                    one line a result, lines of values after
    ID=68 LF SN=.. LF Return=0 LF CMD=.. LF Content=..   one result, Content to the end

Sources: the vendor's attendance push document, captures of two models.
"""

from ..records import CommandResult
from ..text import decode_text, kept, number, shown, storable


def decode_results(body: bytes) -> list[CommandResult]:
    """The results in the order sent; text that belongs to none is skipped. Never raises.

    Ids are text of any length. ``values`` holds all but id, code, echo and content,
    names as sent, secrets replaced by a mark; content is cut to 2,000 characters.
    """
    results: list[CommandResult] = []
    said: dict[str, str] = {}
    lines = decode_text(body).replace("\r\n", "\n").split("\n")
    for place, line in enumerate(lines):
        if line[:3].upper() == "ID=":
            results += _result(said)
            said = {}
        elif not said:
            continue
        if line[:8].upper() == "CONTENT=":
            said["Content"] = "\n".join([line[8:], *lines[place + 1 :]]).strip("\n")
            break
        _read(line, said)
    return results + _result(said)


def _read(line: str, said: dict[str, str]) -> None:
    """Add a line's values; a line of values has no ``&`` of its own after the first."""
    pieces = line.split("&") if line[:3].upper() == "ID=" else [line]
    last = ""
    for piece in pieces:
        key, equals, value = piece.partition("=")
        if equals:
            last = _NAMES.get(key.strip().upper(), key.strip())
            said.setdefault(last, value.strip())
        elif last:
            said[last] += f"&{piece}"


_NAMES = {"ID": "ID", "RETURN": "Return", "CMD": "CMD", "CONTENT": "Content"}


def _result(said: dict[str, str]) -> list[CommandResult]:
    if not said.get("ID"):
        return []
    values = {
        shown(name): kept(name, value)
        for name, value in said.items()
        if name not in _NAMES.values()
    }
    return [
        CommandResult(
            id=storable(said["ID"]),
            code=number(said.get("Return", "")),
            echo=shown(said.get("CMD", "")),
            values=values,
            content=shown(said.get("Content", "")),
        )
    ]
