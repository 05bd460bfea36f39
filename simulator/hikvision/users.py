"""Users, cards, fingers and faces as ISAPI changes them."""

from __future__ import annotations

import base64
import json
from datetime import datetime

from ..memory import Terminal
from ..people import Full, Place, Refused, Template, User
from .firmware import IsapiFirmware
from .replies import Reply

_FIRST, _LAST = "2000-01-01T00:00:00", "2037-12-31T23:59:59"
PAGE = 30
MAX_FACE_BYTES = 200 * 1024


class People:
    """The people of one terminal.

    :ivar cards: number to PIN.
    :ivar faces: PIN to the picture.
    :ivar kept: PIN to what else of a user was written.
    """

    def __init__(self, terminal: Terminal, firmware: IsapiFirmware):
        self.terminal, self.firmware = terminal, firmware
        self.cards: dict[str, str] = {
            user.card: pin for pin, user in terminal.users.items() if user.card
        }
        self.kept: dict[str, dict] = {}
        self.faces: dict[str, bytes] = {}
        self.enrols = True
        self._leaving: dict[str, int] = {}
        self._gone: dict[str, User] = {}

    def _record(self, user: User) -> dict:
        kept = self.kept.get(user.pin, {})
        limited = user.valid_from is not None or user.valid_until is not None
        begin = user.valid_from.isoformat() if user.valid_from else _FIRST
        end = user.valid_until.isoformat() if user.valid_until else _LAST
        fingers = list(self.terminal.places(user.pin, "finger"))
        return {
            "employeeNo": user.pin,
            "name": user.name,
            "userType": "normal",
            "closeDelayEnabled": False,
            "Valid": {
                "enable": limited,
                "beginTime": begin,
                "endTime": end,
                "timeType": "local",
            },
            "doorRight": kept.get("doorRight", ""),
            "RightPlan": kept.get("RightPlan", []),
            "localUIRight": user.privilege == 14,
            "numOfCard": sum(1 for pin in self.cards.values() if pin == user.pin),
            "numOfFP": len(fingers),
            "numOfFace": int(user.pin in self.faces),
        }

    def count(self) -> Reply:
        return Reply.json({"UserInfoCount": {"userNumber": len(self.terminal.users)}})

    def search(self, values: dict) -> Reply:
        """List users, as ``UserInfo/Search`` does."""
        condition = values.get("UserInfoSearchCond")
        if not isinstance(condition, dict):
            return Reply.result("MessageParametersLack", message="UserInfoSearchCond")
        listed = [*self.terminal.users.values(), *self._still_listed()]
        users = [self._record(user) for user in listed]
        return _page("UserInfo", condition, users, self.firmware)

    def _still_listed(self) -> list[User]:
        """Return users who were deleted, and are shown a while longer."""
        shown = []
        for pin in list(self._leaving):
            self._leaving[pin] -= 1
            if self._leaving[pin] < 0:
                del self._leaving[pin]
            else:
                shown.append(self._gone[pin])
        return shown

    def record(self, values: dict) -> Reply:
        """Add a user."""
        user = _inner(values, "UserInfo")
        pin = str(user.get("employeeNo") or "")
        if not 0 < len(pin) <= 32:
            return Reply.result("badJsonContent", message="employeeNo")
        if pin in self.terminal.users:
            return Reply.result("employeeNoAlreadyExist")
        return self._set(pin, user)

    def modify(self, values: dict) -> Reply:
        """Change a user."""
        user = _inner(values, "UserInfo")
        pin = str(user.get("employeeNo") or "")
        if pin not in self.terminal.users:
            return Reply.result("employeeNoNotExist")
        return self._set(pin, user)

    def _set(self, pin: str, user: dict) -> Reply:
        changed: dict = {}
        if "name" in user:
            if len(user["name"].encode()) > 128:
                return Reply.result("badJsonContent", message="name")
            changed["name"] = user["name"]
        valid = user.get("Valid")
        if valid:
            limits = _limits(valid)
            if limits is None:
                return Reply.result("badJsonContent", message="Valid")
            changed |= limits
        if "localUIRight" in user:
            changed["privilege"] = 14 if user["localUIRight"] else 0
        if "password" in user:
            changed["password"] = user["password"]
        try:
            self.terminal.set_user(pin, **changed)
        except Full:
            return Reply.result("badParameters", message="userFull")
        for name in ("doorRight", "RightPlan"):
            if name in user:
                self.kept.setdefault(pin, {})[name] = user[name]
        self.terminal.rights[pin] = int(
            bool(self.kept.get(pin, {}).get("doorRight"))
            and bool(self.kept.get(pin, {}).get("RightPlan"))
        )
        return Reply.result()

    def delete(self, values: dict) -> Reply:
        """Delete users; everybody, where nobody is named."""
        condition = _inner(values, "UserInfoDelCond")
        named = condition.get("EmployeeNoList") or []
        pins = [str(each.get("employeeNo")) for each in named]
        for pin in pins or list(self.terminal.users):
            if pin not in self.terminal.users:
                continue
            self._gone[pin] = self.terminal.users[pin]
            if self.firmware.slow_deletion:
                self._leaving[pin] = self.firmware.slow_deletion
            self.terminal.delete_user(pin)
            self.cards = {card: who for card, who in self.cards.items() if who != pin}
            self.faces.pop(pin, None)
            self.kept.pop(pin, None)
        return Reply.result()

    # Cards

    def search_cards(self, values: dict) -> Reply:
        condition = _inner(values, "CardInfoSearchCond")
        cards = [
            {"employeeNo": pin, "cardNo": card, "cardType": "normalCard"}
            for card, pin in self.cards.items()
        ]
        return _page("CardInfo", condition, cards, self.firmware)

    def record_card(self, values: dict) -> Reply:
        card = _inner(values, "CardInfo")
        number, pin = str(card.get("cardNo") or ""), str(card.get("employeeNo") or "")
        if pin not in self.terminal.users:
            return Reply.result("employeeNoNotExist")
        if number in self.cards:
            return Reply.result("cardNoAlreadyExist")
        if not 0 < len(number) <= 20:
            return Reply.result("badJsonContent", message="cardNo")
        self.cards[number] = pin
        self.terminal.set_user(pin, card=number)
        return Reply.result()

    def delete_cards(self, values: dict) -> Reply:
        named = _inner(values, "CardInfoDelCond").get("CardNoList") or []
        for number in [str(each.get("cardNo")) for each in named] or list(self.cards):
            pin = self.cards.pop(number, None)
            if pin and self.terminal.users[pin].card == number:
                self.terminal.set_user(pin, card="")
        return Reply.result()

    # Fingers and faces

    def set_finger(self, values: dict) -> Reply:
        finger = _inner(values, "FingerPrintCfg")
        pin = str(finger.get("employeeNo") or "")
        slot = int(finger.get("fingerPrintID") or 0) - 1
        blob = base64.b64decode(finger.get("fingerData") or "")
        if not blob or slot not in range(10):
            return Reply.result("badParameters")
        try:
            duress = finger.get("fingerType") == "hijackFP"
            place = Place(pin, "finger", slot)
            self.terminal.set_template(Template(place, blob, duress=duress))
        except Refused:
            return Reply.result("employeeNoNotExist")
        return Reply.json({"FingerPrintStatus": {"status": "success"}})

    def read_finger(self, values: dict) -> Reply:
        wanted = _inner(values, "FingerPrintCond")
        place = Place(
            str(wanted.get("employeeNo")),
            "finger",
            int(wanted.get("fingerPrintID") or 1) - 1,
        )
        found = self.terminal.templates.get(place)
        info = {"searchID": wanted.get("searchID"), "status": "OK" if found else "NoFP"}
        if found:
            info["FingerPrintList"] = [
                {
                    "cardReaderNo": 1,
                    "fingerPrintID": place.slot + 1,
                    "fingerType": "hijackFP" if found.duress else "normalFP",
                    "fingerData": base64.b64encode(found.blob).decode(),
                }
            ]
        return Reply.json({"FingerPrintInfo": info})

    def delete_fingers(self, values: dict) -> Reply:
        detail = _inner(values, "FingerPrintDelete").get("EmployeeNoDetail") or {}
        pin = str(detail.get("employeeNo") or "")
        for number in detail.get("fingerPrintID") or range(1, 11):
            self.terminal.templates.pop(Place(pin, "finger", number - 1), None)
        return Reply.result()

    def capture(self, number: int) -> Reply:
        """Have somebody put a finger on the terminal."""
        if not self.enrols:
            return Reply.result("badXmlContent", as_xml=True, message="timeout")
        blob = bytes([number]) * 40
        text = base64.b64encode(blob).decode()
        return Reply.xml(
            "CaptureFingerPrint",
            {"fingerData": text, "fingerNo": number, "fingerPrintQuality": 80},
        )

    def set_face(self, body: bytes, content_type: str) -> Reply:
        """Take the picture of a face from a body of parts."""
        boundary = content_type.partition("boundary=")[2].strip('"').encode()
        parts = {}
        for part in body.split(b"--" + boundary)[1:-1]:
            head, _, content = part.partition(b"\r\n\r\n")
            name = head.partition(b'name="')[2].partition(b'"')[0]
            parts[name] = content.removesuffix(b"\r\n")
        record = json.loads(parts.get(b"FaceDataRecord") or b"{}")
        image, pin = parts.get(b"FaceImage", b""), str(record.get("FPID") or "")
        if pin not in self.terminal.users:
            return Reply.result("employeeNoNotExist")
        if not image.startswith(b"\xff\xd8\xff") or len(image) > MAX_FACE_BYTES:
            return Reply.result("SubpicAnalysisModelingError")
        self.faces[pin] = image
        return Reply.result()

    def delete_face(self, values: dict) -> Reply:
        for each in values.get("FPID") or []:
            self.faces.pop(str(each.get("value")), None)
        return Reply.result()


def _page(
    name: str, condition: dict, rows: list[dict], firmware: IsapiFirmware
) -> Reply:
    named = condition.get("EmployeeNoList")
    if named:
        pins = {str(each.get("employeeNo")) for each in named}
        rows = [row for row in rows if row["employeeNo"] in pins]
    start = int(condition.get("searchResultPosition") or 0)
    most = min(int(condition.get("maxResults") or PAGE), PAGE)
    page = rows[start : start + most]
    status = "OK" if start + len(page) >= len(rows) else "MORE"
    found = {
        "searchID": condition.get("searchID"),
        "responseStatusStrg": status if page else firmware.no_match,
        "numOfMatches": len(page),
        "totalMatches": len(rows),
    }
    if page:
        found[name] = page
    return Reply.json({f"{name}Search": found})


def _limits(valid: dict) -> dict | None:
    """Return first and last moment, ``None`` for what is refused."""
    try:
        begin = datetime.fromisoformat(valid["beginTime"])
        end = datetime.fromisoformat(valid["endTime"])
    except (KeyError, ValueError):
        return None
    if begin < datetime.fromisoformat(_FIRST) or end > datetime.fromisoformat(_LAST):
        return None
    if not valid.get("enable"):
        return {"valid_from": None, "valid_until": None}
    return {"valid_from": begin, "valid_until": end}


def _inner(values: dict, name: str) -> dict:
    found = values.get(name)
    return found if isinstance(found, dict) else {}
