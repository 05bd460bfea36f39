"""Answers of Odoo that are given again while it is away."""

import base64
import logging
import sqlite3
import threading
from typing import Any

from terminals.calls import Response

from .spool import Spool, SpoolFull

_logger = logging.getLogger(__name__)

_NOTE = "answers"
#: A longer answer is not kept.
MAX_BODY_BYTES = 16 * 1024


class KeptAnswers:
    """The last answer to each kind of call of a device, on the disk."""

    def __init__(self, spool: Spool):
        self._spool = spool
        self._lock = threading.Lock()
        self._known: dict[int, dict[str, Any]] = {}

    def keep(self, device: int, kind: str, response: Response) -> None:
        """Keep an answer; nothing is written where it is the one kept already."""
        if len(response.body) > MAX_BODY_BYTES:
            return
        # A date of then would set the terminal's clock back.
        headers = {k: v for k, v in response.headers.items() if k.lower() != "date"}
        body = base64.b64encode(response.body).decode()
        value = {"headers": headers, "body": body}
        with self._lock:
            answers = self._read(device)
            if answers.get(kind) == value:
                return
            answers[kind] = value
            try:
                self._spool.note(device, **{_NOTE: answers})
            except (SpoolFull, sqlite3.Error) as error:
                _logger.warning("An answer of Odoo could not be kept: %r", error)

    def find(self, device: int, kind: str) -> Response | None:
        """Return the answer kept, ``None`` for none."""
        with self._lock:
            value = self._read(device).get(kind)
        if value is None:
            return None
        return Response(200, value["headers"], base64.b64decode(value["body"]))

    def _read(self, device: int) -> dict[str, Any]:
        if device not in self._known:
            self._known[device] = self._spool.notes(device).get(_NOTE) or {}
        return self._known[device]
