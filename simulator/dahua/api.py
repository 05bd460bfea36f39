"""What a Dahua terminal answers over HTTP, without sockets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from ..entries import Op
from ..memory import Terminal
from .firmware import DahuaFirmware
from .records import Records
from .users import OK, BadRequest, Users


class Reply(NamedTuple):
    """An answer; a stream has no body."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain"
    streams: bool = False


BAD_REQUEST = Reply(400, b"Error\r\nBad Request!\r\n")
NOT_FOUND = Reply(404, b"<html><body>404 Not Found</body></html>", "text/html")


def present() -> datetime:
    return datetime.now(timezone.utc)


class Api:
    """The HTTP API of one terminal.

    :param now: the true instant (aware).
    :ivar doors_opened: the doors that were opened from afar.
    :ivar restarts: how often it was restarted.
    """

    def __init__(
        self,
        terminal: Terminal,
        firmware: DahuaFirmware,
        *,
        now: Callable[[], datetime] = present,
    ):
        self.terminal, self.firmware, self.now = terminal, firmware, now
        self.records = Records(terminal, firmware)
        self.users = Users(terminal, firmware)
        self.doors_opened: list[int] = []
        self.restarts = 0

    def answer(self, method: str, target: str, body: bytes) -> Reply:
        """Return the answer to a request that was let in."""
        parts = urlsplit(target)
        name = parts.path.removeprefix("/cgi-bin/").removesuffix(".cgi")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        handler = getattr(self, f"_{name}_{query.get('action', '')}", None)
        if name in ("AccessUser", "AccessCard"):
            return self._people(name, query.get("action", ""), parts.query, body)
        if handler is None:
            return NOT_FOUND
        try:
            found = handler(query)
        except (BadRequest, KeyError, ValueError):
            return BAD_REQUEST
        return found if isinstance(found, Reply) else Reply(body=found.encode())

    def _magicBox_getSerialNo(self, query: dict) -> str:
        return f"sn={self.terminal.serial}\r\n"

    def _magicBox_getSystemInfo(self, query: dict) -> str:
        return (
            "deviceType=ASI7213X\r\nprocessor=ST7108\r\nupdateSerial=ASI7213X-T1\r\n"
            f"serialNumber={self.terminal.serial}\r\n"
        )

    def _magicBox_getSoftwareVersion(self, query: dict) -> str:
        return "version=1.000.0000001.0.R,build:2021-06-01\r\n"

    def _magicBox_reboot(self, query: dict) -> str:
        self.restarts += 1
        return OK

    def _global_getCurrentTime(self, query: dict) -> str:
        wall = self.terminal.clock.wall(self.now())
        return f"result={wall:%Y-%m-%d %H:%M:%S}\r\n"

    def _global_setCurrentTime(self, query: dict) -> str:
        wall = datetime.strptime(query["time"], "%Y-%m-%d %H:%M:%S")
        self.terminal.clock.set(self.now(), wall)
        self.terminal.note(Op.TIME_SET, self.now())
        return OK

    def _accessControl_openDoor(self, query: dict) -> str:
        self.doors_opened.append(int(query["channel"]))
        return OK

    def _recordFinder_find(self, query: dict) -> str:
        count = int(query.get("count", "0"))
        if query["name"] == "AccessControlCard":
            pin = query.get("condition.UserID", "")
            heeded = pin if self.firmware.heeds_conditions else ""
            return self.users.list(pin=heeded, count=count or 1024)
        has_span = "StartTime" in query or "EndTime" in query
        if has_span and not self.firmware.has_spans:
            raise BadRequest
        if not has_span:
            return self.records.find(None, None, count)
        return self.records.find(int(query["StartTime"]), int(query["EndTime"]), count)

    def _recordFinder_doSeekFind(self, query: dict) -> str | Reply:
        if not self.firmware.seeks:
            return BAD_REQUEST
        offset, count = int(query["offset"]), int(query["count"])
        return self.users.list(offset=offset, count=count)

    def _recordUpdater_insert(self, query: dict) -> str:
        return self.users.write_row("insert", query)

    def _recordUpdater_update(self, query: dict) -> str:
        return self.users.write_row("update", query)

    def _recordUpdater_remove(self, query: dict) -> str:
        return self.users.write_row("remove", query)

    def _people(self, name: str, action: str, query: str, body: bytes) -> Reply:
        if not self.firmware.takes_json:
            return NOT_FOUND
        try:
            return Reply(body=self.users.write_json(name, action, query, body).encode())
        except (BadRequest, KeyError, ValueError):
            return BAD_REQUEST

    def _eventManager_attach(self, query: dict) -> Reply:
        return Reply(streams=True) if self.firmware.stream == "events" else NOT_FOUND

    def _snapManager_attachFileProc(self, query: dict) -> Reply:
        return Reply(streams=True) if self.firmware.stream == "pictures" else NOT_FOUND
