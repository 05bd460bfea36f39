"""Which brand a request belongs to, and how Odoo's route for it is called.

Both come from the brand's own capability *push*, as the routes of Odoo and the listener's
configuration do.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

from terminals import BRANDS
from terminals.push import AnyPath, ListenerRules, Path, Push

from .relay_http import Request

#: Longest body of a request that is of no brand.
NO_BODY_BYTES = 64 * 1024

_CONVERTERS = {"string": "[^/]+", "path": "[^/].*"}
_PART = re.compile(r"<(\w+):\w+>")
_SECRET = re.compile("/biometric/([^/]+)/.*").fullmatch


class Route(NamedTuple):
    """How Odoo is called for a request.

    :param brand: its key.
    :param target: path and query at Odoo.
    :param path: the path alone, decoded.
    :param query: the parameters, decoded; the first of a name counts.
    :param headers: those the brand reads, under the names Odoo reads them by.
    :param max_body_bytes: a body this long or longer is refused.
    """

    brand: str
    target: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    max_body_bytes: int

    @property
    def push(self) -> Push:
        """The brand's capability."""
        return push_of(self.brand)

    @property
    def path_digest(self) -> str:
        """SHA-256 of the secret in the address, as Odoo keeps it; ``""`` for none."""
        found = _SECRET(self.path)
        return hashlib.sha256(found[1].encode()).hexdigest() if found else ""


def push_of(brand: str) -> Push:
    """Return the capability *push* of a brand that has it."""
    push: Push | None = BRANDS[brand].push
    if push is None:
        raise KeyError(brand)
    return push


def relayed_brands() -> list[str]:
    """Return the brands whose terminals may call a bridge.

    Gateways that call for many terminals are in the Internet, and find Odoo by themselves.
    """
    return [
        key
        for key, brand in BRANDS.items()
        if brand.push and not brand.push.key_required
    ]


def find_route(request: Request, brands: Collection[str]) -> Route | None:
    """Return the route of a request, ``None`` where it is of none of the brands."""
    raw_path, _mark, raw_query = request.target.partition("?")
    path = unquote(raw_path, "utf-8", "replace")
    for brand in brands:
        push = push_of(brand)
        rules: ListenerRules = push.listener
        fitting = _path(push, path, request.method)
        if fitting is None and rules.any_path and _is_any(request, rules.any_path):
            raw_path = path = f"/biometric/{rules.any_path.route}"
            fitting = _path(push, path, request.method)
        if fitting is None:
            continue
        query = dict(reversed(parse_qsl(raw_query, keep_blank_values=True)))
        most = push.max_body_bytes(path, query)
        return Route(
            brand,
            f"{raw_path}?{raw_query}" if raw_query else raw_path,
            path,
            query,
            _headers(request, rules.headers),
            min(fitting.max_body_bytes, most or fitting.max_body_bytes),
        )
    return None


def _path(push: Push, path: str, method: str) -> Path | None:
    fitting: Any = (
        rules
        for rules in push.paths
        if method in rules.methods
        and any(_pattern(pattern).fullmatch(path) for pattern in rules.patterns)
    )
    return next(fitting, None)


def _pattern(pattern: str) -> re.Pattern[str]:
    """Return a pattern of Odoo's routes as a regular expression."""
    # The pieces between are plain text, each second piece is the name of a converter.
    pieces = _PART.split(pattern)
    texts = [
        _CONVERTERS[piece] if place % 2 else re.escape(piece)
        for place, piece in enumerate(pieces)
    ]
    return re.compile("".join(texts))


def _is_any(request: Request, rules: AnyPath) -> bool:
    """Whether a terminal sends this that calls at any path.

    :param rules: ``header`` is nginx's variable: ``http_`` and the name in small letters,
        with ``_`` for ``-``.
    """
    if request.method != "POST":
        return False
    wanted = rules.header.removeprefix("http_")
    if any(name.lower().replace("-", "_") == wanted for name, _v in request.headers):
        return True
    path = request.target.partition("?")[0]
    return re.fullmatch(rules.forms, path) is not None


def _headers(request: Request, names: Mapping[str, str]) -> dict[str, str]:
    found = {own: request.header(name) for name, own in names.items()}
    return {own: value for own, value in found.items() if value}
