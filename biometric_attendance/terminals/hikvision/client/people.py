"""Users, cards, fingers and faces on a terminal, each verified by reading it back."""

import secrets
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import DeviceRefused, Garbled, Impossible
from ...reasons import Reason
from ...records import Refused, Template, Upload
from .. import fingers, users
from ..answers import MISSING, NOBODY, UNDONE, read_integer, read_section
from .isapi import Isapi

#: How often a user is looked for after a deletion, which some firmware does later.
DELETION_LOOKS = 5
ENROL_SECONDS = 60.0

Row = dict[str, Any]


class People:
    """The users of one terminal. What is not given to change stays as it is."""

    def __init__(self, isapi: Isapi):
        self._isapi = isapi

    # Users

    def find(self, pin: str) -> Row | None:
        """Return the row of a user, ``None`` where there is nobody."""
        rows = self._rows(users.SEARCH_PATH, "UserInfo", users.search_users, pin)
        return next((row for row in rows if users.read_user_pin(row) == pin), None)

    def read(self, pin: str = "") -> Upload:
        """Return all users, or one, with their cards."""
        upload = Upload()
        cards = self.cards(pin)
        for row in self._rows(users.SEARCH_PATH, "UserInfo", users.search_users, pin):
            upload.lines += 1
            user = users.decode_user(row, cards)
            if user is None:
                reason = Reason("row_pin", {"maximum": users.MAX_PIN_BYTES})
                upload.refused.append(Refused("UserInfo", reason))
            elif not pin or user.pin == pin:
                upload.users.append(user)
        return upload

    def write(self, payload: Mapping[str, Any]) -> None:
        """Write a user, new or known, and the card; and read both back.

        :raises DeviceRefused: the terminal refuses it, or shows something else then.
        """
        pin = payload["pin"]
        known = self.find(pin)
        sent = users.write_user(payload, known)
        if known is None:
            self._isapi.send_json("POST", users.RECORD_PATH, sent)
        else:
            self._isapi.send_json("PUT", users.MODIFY_PATH, sent)
        other = users.differs(sent, self.find(pin))
        if other:
            raise DeviceRefused("hikvision_not_kept", UNDONE, name=other)
        if payload.get("card"):
            self._write_card(pin, str(payload["card"]))

    def _write_card(self, pin: str, card: str) -> None:
        """Give a user a card. A new one takes the place of those before: they are lost."""
        before = self.cards(pin).get(pin, [])
        if card in before:
            return
        if before:
            self._isapi.send_json(
                "PUT", users.CARD_DELETE_PATH, users.delete_cards(before)
            )
        self._isapi.send_json(
            "POST", users.CARD_RECORD_PATH, users.write_card(pin, card)
        )
        if card not in self.cards(pin).get(pin, []):
            raise DeviceRefused("hikvision_not_kept", UNDONE, name="cardNo")

    def delete(self, pin: str) -> None:
        """Delete a user, with cards and templates, and look whether they are gone.

        :raises DeviceRefused: with :data:`NOBODY` where there was none.
        """
        if self.find(pin) is None:
            raise DeviceRefused("hikvision_nobody", NOBODY)
        self._isapi.send_json("PUT", users.DELETE_PATH, users.delete_users([pin]))
        for _look in range(DELETION_LOOKS):
            if self.find(pin) is None:
                return
        raise DeviceRefused("hikvision_still_there", UNDONE)

    def cards(self, pin: str = "") -> dict[str, list[str]]:
        """Return PIN to numbers of cards, of one user or of all."""
        found: dict[str, list[str]] = {}
        try:
            rows = list(
                self._rows(users.CARD_SEARCH_PATH, "CardInfo", users.search_cards, pin)
            )
        except Impossible:  # a terminal without a reader for cards
            return {}
        for row in rows:
            card = row.get("cardNo")
            if isinstance(card, str | int) and card not in ("", 0):
                found.setdefault(users.read_user_pin(row), []).append(str(card))
        return found

    def _rows(self, path: str, name: str, body: Any, pin: str) -> Iterator[Row]:
        """Yield the rows of a list, page by page."""
        search, at = secrets.token_hex(8), 0
        while True:
            answer = self._isapi.search(path, body(search, at, pin))
            section = read_section(answer, f"{name}Search")
            rows = section.get(name) or []
            rows = [rows] if isinstance(rows, dict) else rows
            if not isinstance(rows, list):
                raise Garbled("hikvision_unreadable")
            yield from (row for row in rows if isinstance(row, dict))
            at += len(rows)
            status = str(section.get("responseStatusStrg") or "").upper()
            if status != "MORE":
                return
            if not rows:
                raise Garbled("hikvision_more_empty")

    # Fingers and faces

    def templates(self) -> Upload:
        """Return the fingers of all users."""
        upload = Upload()
        for row in self._rows(users.SEARCH_PATH, "UserInfo", users.search_users, ""):
            pin = users.read_user_pin(row)
            if pin and read_integer(row.get("numOfFP")) != 0:
                upload.templates += self.fingers(pin, read_integer(row.get("numOfFP")))
        return upload

    def fingers(self, pin: str, count: int | None = None) -> list[Template]:
        """Return the fingers of a user.

        :param count: how many there are, ``None``: not known.
        """
        found: list[Template] = []
        for slot in range(fingers.FINGERS):
            body = fingers.read_fingers_body(pin, slot)
            answer = self._isapi.search(fingers.READ_PATH, body)
            found += [
                each
                for each in fingers.decode_fingers(answer, pin)
                if each.slot == slot
            ]
            if count is not None and len(found) >= count:
                break
        return found

    def write_template(self, template: Template) -> None:
        """Give a user who is there a finger, or the picture of a face.

        :raises DeviceRefused: with :data:`NOBODY` where there is no such user.
        """
        if self.find(template.pin) is None:
            raise DeviceRefused("hikvision_nobody", NOBODY)
        if template.kind == "visible_face":
            body, kind = fingers.write_face(template.pin, template.blob)
            self._isapi.send_parts("POST", fingers.FACE_PATH, body, kind)
            row = self.find(template.pin) or {}
            if read_integer(row.get("numOfFace")) == 0:
                raise DeviceRefused("hikvision_not_kept", MISSING, name="FaceImage")
            return
        text = b64encode(template.blob).decode()
        sent = fingers.write_finger(
            template.pin, template.slot, text, duress=template.duress
        )
        self._set_up(sent)
        if not any(each.slot == template.slot for each in self.fingers(template.pin)):
            raise DeviceRefused("hikvision_not_kept", MISSING, name="fingerData")

    def _set_up(self, sent: Mapping[str, Any]) -> None:
        try:
            self._isapi.send_json("POST", fingers.SETUP_PATH, sent)
        except Impossible:  # older models
            self._isapi.send_json("POST", fingers.OLD_SETUP_PATH, sent)

    def delete_template(self, pin: str, kind: str, slot: int | None) -> None:
        """Delete one finger of a user, or all, or the face; what is not there is no error.

        :raises DeviceRefused: with :data:`NOBODY` where there is no such user.
        """
        if self.find(pin) is None:
            raise DeviceRefused("hikvision_nobody", NOBODY)
        if kind == "visible_face":
            self._isapi.send_json(
                "PUT", fingers.FACE_DELETE_PATH, fingers.delete_face(pin)
            )
            return
        slots = list(range(fingers.FINGERS)) if slot is None else [slot]
        self._isapi.send_json(
            "PUT", fingers.DELETE_PATH, fingers.delete_fingers(pin, slots)
        )
        if any(each.slot in slots for each in self.fingers(pin)):
            raise DeviceRefused("hikvision_still_there", UNDONE)

    def enrol(self, pin: str, slot: int) -> list[Template]:
        """Have the terminal ask for a finger now, store it, and return it.

        :raises DeviceRefused: nobody put a finger on it.
        """
        if self.find(pin) is None:
            raise DeviceRefused("hikvision_nobody", NOBODY)
        sent = {"fingerNo": slot + 1}
        found = self._isapi.send_xml(
            "POST",
            fingers.CAPTURE_PATH,
            "CaptureFingerPrintCond",
            sent,
            seconds=ENROL_SECONDS,
        )
        text = found.get("fingerData")
        if not isinstance(text, str) or not text:
            raise DeviceRefused("hikvision_no_finger", UNDONE)
        self._set_up(fingers.write_finger(pin, slot, text, duress=False))
        # Nothing else reports the new finger, and other terminals wait for it.
        return self.fingers(pin)
