"""Callbacks of the second generation (Web API 2.0): JSON in one form field."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from random import Random
from urllib.parse import urlencode

from ..entries import StoredPunch
from ..people import Template, User
from .aes import encrypt
from .callbacks import Callbacks, Content, Lazy, compact, first_and_last, parts
from .codes import ATTENDANCE, INPUT, NO_KEY, PRIORITY, TYPES, USER
from .picture import PICTURE
from .times import epoch

PUNCH, USER_SET = "RealTimePunchLog", "ManuallyUserUpdated"


class CallbacksV2(Callbacks):
    """Times are the display's, written as seconds as if it hung in Greenwich."""

    generation = "v2"

    def punch(self, punch: StoredPunch, now: datetime) -> Iterable[Content]:
        values = {**self.words(punch)}
        if self.registration.measures and values["InputType"] == "Face":
            values |= {"Temperature": "36.8", "FaceMask": "false"}
        yield self._values(PUNCH, punch.pin, punch.local, values)
        if self.registration.photographs:
            yield from self.photo(punch)

    def words(self, punch: StoredPunch) -> dict[str, str]:
        """How and which way somebody passed, as callbacks and loaded rows say it."""
        words = ATTENDANCE[self.generation]
        return {
            "AttendanceType": words.get(punch.status, words[NO_KEY]),
            "InputType": INPUT.get(punch.verify, INPUT[1]),
        }

    def photo(self, punch: StoredPunch) -> Iterable[Content]:
        values = {"AttendancePhoto": b64encode(PICTURE).decode()}
        yield self._values(PUNCH, punch.pin, punch.local, values)

    def user(self, user: User, now: datetime) -> Iterable[Content]:
        """Card and password come with the name. How a user without either is sent is not
        documented; here it comes with an empty list."""
        first, last = first_and_last(user.name)
        secrets = {"Card": user.card, "Password": user.password}
        values = {
            "Name": user.name,
            "FirstName": first,
            "LastName": last,
            "Priority": PRIORITY.get(user.privilege, PRIORITY[USER]),
            "Signature": [_signature(*pair) for pair in secrets.items() if pair[1]],
        }
        yield self._values(USER_SET, user.pin, self._wall(now), values)

    def template(self, template: Template, now: datetime) -> Iterable[Content]:
        """Each part in its own request, without the name."""
        kind = TYPES.get(template.place.kind)
        for number, blob in parts(template) if kind else ():
            text = b64encode(blob).decode()
            signature = [_signature(kind, text, number)]
            values = {"Name": "", "Priority": "", "Signature": signature}
            yield self._values(USER_SET, template.place.pin, self._wall(now), values)

    def removed(self, pin: str, wall: datetime, now: datetime) -> Iterable[Content]:
        yield self._values("ManuallyUserDeleted", pin, wall, None)

    def clock_set(self, wall: datetime, now: datetime) -> Iterable[Content]:
        yield self._values("ManuallyDateModified", "", wall, None)

    def lazy(self, lazy: Lazy, now: datetime) -> Iterable[Content]:
        """Where a device's own "no" would stand is not documented: it says nothing."""
        wall = self._wall(now)
        yield self._values(lazy.operation, lazy.pin, wall, "", lazy.reference)

    def garbage(self, rng: Random, now: datetime) -> Content:
        wall = self._wall(now)
        punch = {"AttendanceType": "CheckIn", "InputType": "Card"}
        sound = self._values(PUNCH, "1001", wall, punch)
        return rng.choice(
            [
                self._values("WaterThePlants", "1001", wall, punch),
                {**sound, "OperationTime": "yesterday"},
                {**sound, "OperationTime": "9" * 30},
                {**sound, "UserId": None},
                {**sound, "OperationData": None},
                {**sound, "OperationData": {"AttendanceType": "Sideways"}},
                {"Operation": [PUNCH]},
            ]
        )

    def body(self, content: Content) -> bytes:
        info: object = {"AuthToken": self.registration.token, **content}
        if self.registration.key:
            info = encrypt(compact(info), self.registration.key)
        whole = {"ServiceTagId": self.terminal.serial, "ApiRequestInfo": info}
        return urlencode({"request_data": compact(whole)}).encode()

    def _wall(self, now: datetime) -> datetime:
        return self.terminal.clock.wall(now)

    def _values(
        self,
        operation: str,
        pin: str,
        wall: datetime,
        values: object,
        reference: str = "",
    ) -> Content:
        return {
            "Operation": operation,
            "UserId": pin,
            "OperationTime": epoch(wall),
            "OperationReferenceId": reference,
            "OperationData": values,
        }


def _signature(kind: str, text: str, number: str = "") -> dict[str, str]:
    return {
        "Template": text,
        "Type": kind,
        "AdditionalData1": number,
        "AdditionalData2": "",
    }
