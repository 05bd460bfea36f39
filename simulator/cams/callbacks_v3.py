"""Callbacks of the third generation (Web API 3.0): raw JSON."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from random import Random
from string import ascii_lowercase, digits
from urllib.parse import quote

from ..entries import StoredPunch
from ..people import Template, User
from .aes import encrypt
from .callbacks import JSON, Callbacks, Content, compact, first_and_last, parts
from .codes import ATTENDANCE, IN, INPUT, TYPES, USER, USER_TYPE
from .times import offset_at, stamp


class CallbacksV3(Callbacks):
    """Times are the display's, with the offset set in API Monitor.

    The keys of a user come from public receivers. What a device says of a deleted user or
    a changed clock is published nowhere: these two names follow the pattern of the others.
    """

    generation = "v3"
    content_type = JSON

    def __init__(self, terminal, registration):
        super().__init__(terminal, registration)
        self._rng = Random(f"operations:{terminal.serial}")

    def punch(self, punch: StoredPunch, now: datetime) -> Iterable[Content]:
        yield self._values("PunchLog", self.words(punch, "UserId"), now)

    def words(self, punch: StoredPunch, key: str) -> Content:
        """A punch as callbacks say it, and with another ``key`` loaded rows, too."""
        words, verify = ATTENDANCE[self.generation], INPUT.get(punch.verify, INPUT[1])
        values: Content = {"Type": words.get(punch.status, words[IN])}
        if self.registration.measures and verify == "Face":
            values |= {"Temperature": "36.8", "FaceMask": False}
        local = stamp(punch.local, offset_at(self.terminal, punch.utc))
        return {**values, "InputType": verify, key: punch.pin, "LogTime": local}

    def user(self, user: User, now: datetime) -> Iterable[Content]:
        first, last = first_and_last(user.name)
        secrets = {"Card": user.card, "Password": user.password}
        yield self._user(
            user.pin,
            {
                "FirstName": first,
                "LastName": last,
                "UserType": USER_TYPE.get(user.privilege, USER_TYPE[USER]),
            },
            [(kind, text) for kind, text in secrets.items() if text],
            now,
        )

    def template(self, template: Template, now: datetime) -> Iterable[Content]:
        kind, nameless = (
            TYPES.get(template.place.kind),
            {"FirstName": "", "LastName": ""},
        )
        for _, blob in parts(template) if kind else ():
            text = b64encode(blob).decode()
            yield self._user(template.place.pin, nameless, [(kind, text)], now)

    def removed(self, pin: str, wall: datetime, now: datetime) -> Iterable[Content]:
        time = stamp(wall, self._offset(now))
        yield self._values("UserDeleted", {"UserID": pin, "OperationTime": time}, now)

    def clock_set(self, wall: datetime, now: datetime) -> Iterable[Content]:
        time = stamp(wall, self._offset(now))
        yield self._values("DateModified", {"OperationTime": time}, now)

    def garbage(self, rng: Random, now: datetime) -> Content:
        sound = {
            "Type": "CheckIn",
            "InputType": "Face",
            "UserId": "1001",
            "LogTime": stamp(self.terminal.clock.wall(now), self._offset(now)),
        }
        kind, values = rng.choice(
            [
                ("WaterThePlants", sound),
                ("PunchLog", {**sound, "LogTime": "2024-02-30 25:61:00 GMT +0300"}),
                ("PunchLog", {**sound, "LogTime": None}),
                ("PunchLog", {**sound, "UserId": ["1001"]}),
                ("PunchLog", {**sound, "Type": "Sideways", "UserId": ""}),
                ("PunchLog", "CheckIn"),
                ("UserUpdated", {"Template": [{"Type": "Face"}, None]}),
            ]
        )
        return self._values(kind, values, now)

    def body(self, content: Content) -> bytes:
        content = {**content}
        time = content.pop("Time")
        token = self.registration.token
        whole = {"RealTime": {**content, "AuthToken": token, "Time": time}}
        text = compact(whole)
        key = self.registration.key
        return encrypt(text, key).encode() if key else text

    def _path(self) -> str:
        path = self.registration.path
        values = f"stgid={quote(self.terminal.serial)}"
        if self.registration.doubles_tag:
            values = f"{values}?{values}"
        return f"{path}{'&' if '?' in path else '?'}{values}"

    def _offset(self, now: datetime) -> timedelta:
        return offset_at(self.terminal, now)

    def _user(
        self,
        pin: str,
        name: Content,
        templates: Iterable[tuple[str, str]],
        now: datetime,
    ) -> Content:
        own = [{"Type": kind, "UserID": pin, "Data": text} for kind, text in templates]
        wall = self.terminal.clock.wall(now)
        values = {"OperationTime": stamp(wall, self._offset(now)), "Template": own}
        return self._values("UserUpdated", {"UserID": pin, **name, **values}, now)

    def _values(self, kind: str, values: object, now: datetime) -> Content:
        """``Time`` is when the gateway made it, in UTC."""
        drawn = self._rng.choices(ascii_lowercase + digits, k=12)
        return {
            "OperationID": "".join(drawn),
            "LabelName": self.registration.label,
            "SerialNumber": self.terminal.serial,
            kind: values,
            "Time": stamp(_utc(now), timedelta()),
        }


def _utc(at: datetime) -> datetime:
    return at.astimezone(timezone.utc).replace(tzinfo=None)
