"""Hide the secrets of terminals' requests from the log of Odoo's own server.

Odoo logs each request with its path and query, in which terminals send secret addresses
and communication keys. The listener's nginx logs neither.
"""

import logging
import re
from collections.abc import Iterable
from typing import Any

HIDDEN = "***"
#: Of Odoo's workers, and of its websocket worker.
LOGGERS = ("werkzeug", "longpolling")
#: The first word of a location of ``ListenerRules``.
_FIRST_WORD = re.compile(r"[\w-]+")
_SECRET_PATH = re.compile(r"(/+biometric/+)[^/]+(?=/)", re.IGNORECASE)
_LONG_PART = re.compile(r"[\w%~-]{16,}")


class RequestFilter(logging.Filter):
    """Rewrite log records of requests of terminals.

    The serial number stays.
    """

    def __init__(self, rules: Iterable[Any]):
        """Compile the patterns for the paths and serial numbers of brands.

        :param rules: the ``ListenerRules`` of all brands.
        """
        super().__init__()
        rules = list(rules)
        places = [place for each in rules for place in each.locations]
        found = (_FIRST_WORD.match(place) for place in places)
        words = sorted({match[0] for match in found if match})
        # The path of a terminal's request, and the query up to the HTTP version.
        self._request = re.compile(
            rf"(?P<path>/+(?:{'|'.join(['biometric', *words])})(?=[/?\s])[^\s?]*)"
            r"(?P<query>\?.*(?= HTTP/\d)|\?.*)?",
            re.IGNORECASE | re.DOTALL,
        )
        names = [each.serial for each in rules if each.serial.startswith("arg_")]
        serials = "|".join(name.removeprefix("arg_") for name in names)
        self._serial = re.compile(
            rf"[?&]((?:{serials})=[\w.:+%-]{{1,64}})(?=&|$)", re.IGNORECASE
        )

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        shown = self.shown(message)
        if shown != message:
            record.msg, record.args = shown, ()
        return True

    def shown(self, message: str) -> str:
        """Return a line of a log without secrets."""
        return self._request.sub(self._shown_request, message)

    def _shown_request(self, match: re.Match[str]) -> str:
        path = _SECRET_PATH.sub(rf"\1{HIDDEN}", match["path"])
        query = match["query"] or ""
        if query:
            serial = self._serial.search(query)
            query = f"?{serial[1]}" if serial else ""
            query += f"{'&' if query else '?'}{HIDDEN}"
        return _LONG_PART.sub(HIDDEN, path) + query


def hide_secrets(rules: Iterable[Any]) -> RequestFilter:
    """Filter the log of this process's requests, and return the filter."""
    own = RequestFilter(rules)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(each, RequestFilter) for each in logger.filters):
            logger.addFilter(own)
    return own
