"""What a terminal answers to each request of ISAPI."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ..digest import OK, STALE, DigestGuard
from ..entries import Op
from ..memory import Terminal
from .alerts import mac_of, write_offset
from .event_log import EventLog
from .firmware import IsapiFirmware
from .hosts import RESOURCE, PushFirmware
from .pushing import PushEndpoint
from .replies import Reply
from .stream import CONTENT_TYPE as STREAM_TYPE, PATH as STREAM, AlertStream
from .users import People

_CHECK = "/ISAPI/Security/userCheck"
_DOOR = re.compile(r"/ISAPI/AccessControl/RemoteControl/door/(\d+)").fullmatch


def present() -> datetime:
    return datetime.now(timezone.utc)


class Isapi:
    """One terminal that is called.

    :param guard: who may call.
    :param now: the true instant (aware).
    :param push: how its firmware pushes.
    :ivar storage: how events are kept.
    :ivar low_privilege: paths, by their beginning, that the account may not call.
    :ivar doors_opened: numbers of doors, in order.
    """

    def __init__(
        self,
        terminal: Terminal,
        firmware: IsapiFirmware,
        guard: DigestGuard,
        *,
        now: Callable[[], datetime] = present,
        push: PushFirmware | None = None,
    ):
        self.terminal, self.firmware, self.guard = terminal, firmware, guard
        self.now = now
        self.log = EventLog(terminal, firmware)
        self.people = People(terminal, firmware)
        self.push = PushEndpoint(terminal, push, number_of=self.log.number_of)
        self.stream = AlertStream(terminal, push, number_of=self.log.number_of)
        self.storage = "cycle"
        self.is_activated = True
        self.low_privilege: tuple[str, ...] = ()
        self.doors_opened: list[int] = []
        self.restarts = 0
        self.time_mode = "NTP"
        self.requests: list[tuple[str, str]] = []

    def answer(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> Reply:
        """Return the answer to one request."""
        path = urlsplit(target).path
        verdict = self.guard.check(method, target, headers.get("authorization", ""))
        if not self.is_activated:
            return Reply.result("notActivated", as_xml=True)
        if verdict != OK:
            return self._challenge(stale=verdict == STALE)
        self.requests.append((method, target))
        if path.startswith(self.low_privilege or ("\0",)):
            return Reply.result("lowPrivilege", as_xml=not _is_json(target))
        handler = self._find(method, path)
        if handler is None:
            word = "methodNotAllowed" if self._is_known(path) else "notSupport"
            return Reply.result(word, as_xml=not _is_json(target))
        return handler(headers, body)

    # The account

    def _challenge(self, *, stale: bool) -> Reply:
        reply = Reply.xml("userCheck", self._account(401), 401)
        if not self.firmware.shows_account:
            reply = Reply.page("Unauthorized", 401)
        header = f"WWW-Authenticate: {self.guard.challenge(stale=stale)}"
        return reply._replace(headers=(header,))

    def _account(self, status: int) -> dict:
        user = next(iter(self.guard.accounts), "")
        is_locked = self.guard.is_locked(user)
        left = self.guard.attempts - self.guard.wrong.get(user, 0)
        found = {
            "statusValue": status,
            "statusString": "OK" if status == 200 else "Unauthorized",
            "isDefaultPassword": "false",
            "isActivated": "true",
            "lockStatus": "locked" if is_locked else "unlock",
            "unlockTime": int(self.guard.lock_seconds) if is_locked else 0,
        }
        if self.guard.attempts:
            found["retryLoginTime"] = left
        return found

    # Which request is which

    def _find(self, method: str, path: str) -> Callable[[dict, bytes], Reply] | None:
        found = self._routes().get((method, path))
        door = _DOOR(path)
        if path.startswith(RESOURCE):
            return lambda _headers, body: self._push_host(method, path, body)
        if path == STREAM and method == "GET":
            return lambda _headers, _body: self._listen()
        if door and method == "PUT":
            return lambda headers, body: self._open(int(door[1]), body)
        return found

    def _is_known(self, path: str) -> bool:
        return any(known == path for _method, known in self._routes())

    def _routes(self) -> dict[tuple[str, str], Callable[[dict, bytes], Reply]]:
        access, people = "/ISAPI/AccessControl", self.people
        setup = (
            "/FingerPrintDownload"
            if self.firmware.old_fingers
            else "/FingerPrint/SetUp"
        )
        routes = {
            ("GET", _CHECK): lambda h, b: Reply.xml("userCheck", self._account(200)),
            ("GET", "/ISAPI/System/deviceInfo"): self._device_info,
            ("GET", "/ISAPI/System/time"): self._time,
            ("PUT", "/ISAPI/System/time"): self._set_time,
            ("PUT", "/ISAPI/System/reboot"): self._reboot,
            ("POST", f"{access}/AcsEvent"): _json(self._search),
            ("GET", f"{access}/AcsEvent/StorageCfg"): lambda h, b: Reply.json(
                {"EventStorageCfg": {"mode": self.storage}}
            ),
            ("GET", f"{access}/UserInfo/capabilities"): self._user_limits,
            ("GET", f"{access}/UserInfo/Count"): lambda h, b: people.count(),
            ("POST", f"{access}/UserInfo/Search"): _json(people.search),
            ("POST", f"{access}/UserInfo/Record"): _json(people.record),
            ("PUT", f"{access}/UserInfo/Modify"): _json(people.modify),
            ("PUT", f"{access}/UserInfo/Delete"): _json(people.delete),
            ("POST", f"{access}/CardInfo/Search"): _json(people.search_cards),
            ("POST", f"{access}/CardInfo/Record"): _json(people.record_card),
            ("PUT", f"{access}/CardInfo/Delete"): _json(people.delete_cards),
            ("POST", access + setup): _json(people.set_finger),
            ("POST", f"{access}/FingerPrintUpload"): _json(people.read_finger),
            ("PUT", f"{access}/FingerPrint/Delete"): _json(people.delete_fingers),
            ("POST", f"{access}/CaptureFingerPrint"): self._capture,
            ("POST", "/ISAPI/Intelligent/FDLib/FaceDataRecord"): lambda h, b: (
                people.set_face(b, h.get("content-type", ""))
            ),
            ("PUT", "/ISAPI/Intelligent/FDLib/FDSearch/Delete"): _json(
                people.delete_face
            ),
        }
        if self.firmware.names_abilities:
            routes["GET", f"{access}/AcsEvent/capabilities"] = self._abilities
        return routes

    def _push_host(self, method: str, path: str, body: bytes) -> Reply:
        status, kind, answer = self.push.hosts.answer(method, path, body)
        return Reply(status, answer, kind)

    def _listen(self) -> Reply:
        """Return the head of the stream; who has it is served by the stream itself."""
        if self.stream.is_full:
            return Reply.result("deviceBusy", as_xml=True)._replace(status=503)
        return Reply(200, content_type=STREAM_TYPE)

    # The terminal itself

    def _device_info(self, _headers: dict, _body: bytes) -> Reply:
        return Reply.xml(
            "DeviceInfo",
            {
                "deviceName": "Access Controller",
                "model": "DS-K1T341AM",
                "serialNumber": self.terminal.serial,
                "macAddress": mac_of(self.terminal),
                "firmwareVersion": self.firmware.release,
                "firmwareReleasedDate": "build 240101",
                "deviceType": "ACS",
            },
        )

    def _zone(self) -> timedelta:
        now = self.now().astimezone(ZoneInfo(self.terminal.zone))
        return now.utcoffset() or timedelta()

    def _time(self, _headers: dict, _body: bytes) -> Reply:
        wall, east = self.terminal.clock.wall(self.now()), self._zone()
        minutes = round(abs(east.total_seconds()) / 60)
        sign = "-" if east >= timedelta() else "+"
        return Reply.xml(
            "Time",
            {
                "timeMode": self.time_mode,
                "localTime": wall.isoformat() + write_offset(east),
                "timeZone": f"CST{sign}{minutes // 60}:{minutes % 60:02d}:00",
            },
        )

    def _set_time(self, _headers: dict, body: bytes) -> Reply:
        found = re.search(rb"<localTime>([-0-9T:]{19})", body)
        if not found:
            return Reply.result("badXmlContent", as_xml=True)
        wall = datetime.fromisoformat(found[1].decode())
        self.terminal.clock.set(self.now(), wall)
        self.time_mode = "manual" if b"<timeMode>manual" in body else "NTP"
        self.terminal.note(Op.TIME_SET, self.now())
        return Reply.result(as_xml=True)

    def _reboot(self, _headers: dict, _body: bytes) -> Reply:
        self.restarts += 1
        self.push.hosts.restart()
        self.guard.forget_nonces()
        return Reply.result(as_xml=True)

    def _open(self, door: int, body: bytes) -> Reply:
        if b"<cmd>open</cmd>" not in body and b'"open"' not in body:
            return Reply.result("badXmlContent", as_xml=True)
        self.doors_opened.append(door)
        return Reply.result(as_xml=b"<" in body[:5])

    def _capture(self, _headers: dict, body: bytes) -> Reply:
        found = re.search(rb"<fingerNo>(\d+)</fingerNo>", body)
        if not found:
            return Reply.result("badXmlContent", as_xml=True)
        return self.people.capture(int(found[1]))

    def _user_limits(self, _headers: dict, _body: bytes) -> Reply:
        return Reply.json(
            {
                "UserInfo": {
                    "supportFunction": {"@opt": "post,delete,put,get"},
                    "employeeNo": {"@min": 1, "@max": 32},
                    "name": {"@min": 0, "@max": 128},
                    "maxRecordNum": self.terminal.user_capacity,
                }
            }
        )

    # Events

    def _abilities(self, _headers: dict, _body: bytes) -> Reply:
        firmware = self.firmware
        condition: dict = {
            "searchID": {"@min": 1, "@max": 64},
            "searchResultPosition": {"@min": 0, "@max": 300000},
            "maxResults": {"@min": 1, "@max": firmware.page},
            "major": {"@opt": "0,1,2,3,5"},
            "startTime": {"@min": 0, "@max": 32},
            "endTime": {"@min": 0, "@max": 32},
        }
        if firmware.by_number:
            limits = {"@min": 1, "@max": 3000000000}
            condition |= {"beginSerialNo": limits, "endSerialNo": limits}
        if firmware.reverse:
            condition["timeReverseOrder"] = {"@opt": "true,false"}
        return Reply.json({"AcsEvent": {"AcsEventCond": condition}})

    def _search(self, values: dict) -> Reply:
        wanted = values.get("AcsEventCond")
        if not isinstance(wanted, dict):
            return Reply.result("MessageParametersLack", message="AcsEventCond")
        firmware = self.firmware
        known = {"searchID", "searchResultPosition", "maxResults", "major", "minor"}
        known |= {"startTime", "endTime"}
        known |= {"beginSerialNo", "endSerialNo"} if firmware.by_number else set()
        known |= {"timeReverseOrder"} if firmware.reverse else set()
        if set(wanted) - known:
            return Reply.result("badParameters")
        if not 1 <= len(str(wanted.get("searchID") or "")) <= 64:
            return Reply.result("badParameters", message="searchID")
        try:
            since, until = (_instant(wanted.get(n)) for n in ("startTime", "endTime"))
        except ValueError:
            return Reply.result("badJsonContent")
        if wanted.get("major") not in (0, 5):
            events = []
        else:
            events = self.log.search(
                since=since,
                until=until,
                begin=int(wanted.get("beginSerialNo") or 0),
                end=int(wanted.get("endSerialNo") or 1 << 40),
            )
        if wanted.get("timeReverseOrder"):
            events.reverse()
        return self._page(wanted, events)

    def _page(self, wanted: dict, events: list) -> Reply:
        firmware = self.firmware
        start = int(wanted.get("searchResultPosition") or 0)
        most = min(int(wanted.get("maxResults") or 1), firmware.page)
        page = events[start : start + most]
        is_last = start + len(page) >= len(events)
        found: dict = {
            "searchID": wanted["searchID"],
            "responseStatusStrg": "OK" if is_last or not firmware.more else "MORE",
            "numOfMatches": len(page),
        }
        if firmware.totals:
            found["totalMatches"] = len(events)
        if page:
            found["InfoList"] = list(self.log.rows(page))
        else:
            found["responseStatusStrg"] = firmware.no_match
        return Reply.json({"AcsEvent": found})


def _json(handler: Callable[[dict], Reply]) -> Callable[[dict, bytes], Reply]:
    def answer(_headers: dict, body: bytes) -> Reply:
        try:
            values = json.loads(body)
        except ValueError:
            return Reply.result("badJsonFormat")
        if not isinstance(values, dict):
            return Reply.result("badJsonFormat")
        return handler(values)

    return answer


def _instant(text: object) -> datetime | None:
    """Return the instant of a limit.

    :raises ValueError: it is none.
    """
    if text in (None, ""):
        return None
    if not isinstance(text, str) or len(text) > 32:
        raise ValueError(text)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def _is_json(target: str) -> bool:
    return "format=json" in target
