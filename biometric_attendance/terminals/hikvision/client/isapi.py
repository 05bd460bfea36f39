"""Calls of ISAPI: JSON or XML there and back, and what the account says of itself."""

import json
import time
from collections.abc import Mapping
from typing import Any

from ...client.budget import Budget
from ...client.web import WebAnswer, WebClient, WebStream
from ...errors import TransportError, WrongKey
from ...web import WebAddress
from ..answers import read_json_answer, read_xml_body
from ..device_info import CHECK_PATH, read_login
from ..xml_values import write_xml

#: How often a terminal that is busy is asked, and the pause between.
BUSY_TRIES = 3
BUSY_PAUSE_SECONDS = 0.5
_JSON = {"Accept": "application/json", "Content-Type": "application/json"}
_XML = {"Accept": "application/xml", "Content-Type": "application/xml"}


class Isapi:
    """Calls one terminal, one request at a time. A context manager.

    :param timeout: seconds of one call.
    """

    def __init__(self, address: WebAddress, budget: Budget, timeout: float):
        self._tries_left: int | None = None
        self._web = WebClient(address, budget, timeout, explain=self._explain)
        self.pause = BUSY_PAUSE_SECONDS

    def __enter__(self) -> "Isapi":
        return self

    def __exit__(self, *_error: object) -> None:
        self._web.close()

    @property
    def address(self) -> WebAddress:
        """Where the terminal is."""
        return self._web.address

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        self._web.close()

    def stream(self, target: str) -> WebStream | None:
        """Return an answer without an end, ``None`` where it is refused."""
        found = self._web.stream(target)
        return found if isinstance(found, WebStream) else None

    @property
    def budget(self) -> Budget:
        """Seconds of the whole session; may be replaced."""
        return self._web.budget

    @budget.setter
    def budget(self, budget: Budget) -> None:
        self._web.budget = budget

    def get(self, target: str) -> dict[str, Any]:
        """Return the values of a resource, JSON or XML.

        :raises TransportError: it is refused, or there is no answer.
        """
        kind = _JSON if "format=json" in target else _XML
        return self._call("GET", target, b"", {"Accept": kind["Accept"]}, True)

    def search(self, target: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a search found, which changes nothing and may be sent again."""
        return self._call("POST", target, _dump(values), _JSON, True)

    def send_json(
        self, method: str, target: str, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the answer to a change."""
        return self._call(method, target, _dump(values), _JSON, False)

    def send_xml(
        self,
        method: str,
        target: str,
        root: str,
        values: Mapping[str, Any],
        *,
        seconds: float | None = None,
    ) -> dict[str, Any]:
        """Return the answer to a change that is written as XML.

        :param seconds: to wait for it, where that takes longer than other calls.
        """
        timeout, self._web.timeout = self._web.timeout, seconds or self._web.timeout
        try:
            return self._call(method, target, write_xml(root, values), _XML, False)
        finally:
            self._web.timeout = timeout

    def send_parts(
        self, method: str, target: str, body: bytes, content_type: str
    ) -> dict[str, Any]:
        """Return the answer to a change of several parts."""
        headers = {"Accept": "application/json", "Content-Type": content_type}
        return self._call(method, target, body, headers, False)

    def check_login(self) -> None:
        """Log in where the terminal says how the account stands.

        :raises WrongKey: the name or the password is wrong.
        :raises TransportError: the account is locked, or the terminal not activated.
        """
        state = read_login(self.get(CHECK_PATH))
        if not state.is_activated:
            raise TransportError("hikvision_not_activated")
        if state.minutes_locked:
            raise TransportError("hikvision_locked", minutes=state.minutes_locked)

    def _call(
        self,
        method: str,
        target: str,
        body: bytes,
        headers: Mapping[str, str],
        repeatable: bool,
    ) -> dict[str, Any]:
        for left in reversed(range(BUSY_TRIES)):
            answer = self._exchange(method, target, body, headers, repeatable)
            try:
                return read_json_answer(*answer)
            except TransportError as error:
                if error.code != "hikvision_busy" or not left:
                    raise
            # It was refused before it was begun, so it may be sent again.
            time.sleep(self.pause)
        raise TransportError("hikvision_busy")

    def _exchange(
        self,
        method: str,
        target: str,
        body: bytes,
        headers: Mapping[str, str],
        repeatable: bool,
    ) -> WebAnswer:
        try:
            return self._web.call(
                method,
                target,
                body=body,
                headers=headers,
                repeatable=repeatable,
                renew=True,
            )
        except WrongKey as error:
            if self._tries_left is None or error.code != "digest_wrong_login":
                raise
            left = self._tries_left
            raise WrongKey("hikvision_wrong_login", tries=left) from error

    def _explain(self, body: bytes) -> TransportError | None:
        """Return why a 401 is no matter of this password, ``None`` where it may be.

        A terminal that says that one try is left is not given that one.
        """
        values = read_xml_body(body) if body.lstrip().startswith(b"<") else None
        if values is None:
            return None
        state = read_login(values)
        if not state.is_activated:
            return TransportError("hikvision_not_activated")
        if state.minutes_locked:
            return TransportError("hikvision_locked", minutes=state.minutes_locked)
        self._tries_left = state.tries_left
        if state.tries_left is not None and state.tries_left <= 1:
            return WrongKey("hikvision_last_try")
        return None


def _dump(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
