"""Calls to Odoo over HTTPS: certificates and proxies as the system has them."""

import gzip
import json
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPResponse
from typing import Any

from .errors import OdooAway, OdooRefused
from .routes import Route, find_route

PROTOCOL = "1"
TIMEOUT_SECONDS = 30.0
MAX_ANSWER_BYTES = 32 * 1024 * 1024
#: A body shorter than this is sent as it is.
MIN_GZIP_BYTES = 1024
#: Answers that say nothing about the request itself.
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """What Odoo answered."""

    status: int
    headers: Message
    body: bytes


class OdooClient:
    """Calls one Odoo. Each thread has a connection of its own, which stays open.

    :param url: as it was paired, with ``https://``.
    :param token: ``""`` before pairing.
    :param ca: file with the certificates to trust instead of the system's, ``""``: none.
    :param insecure_lan: ``http://`` is allowed.
    :param instance: of the spool, by which Odoo tells two computers with one token apart.
    """

    def __init__(
        self,
        url: str,
        token: str = "",
        *,
        ca: str = "",
        insecure_lan: bool = False,
        version: str = "",
        instance: str = "",
        timeout: float = TIMEOUT_SECONDS,
    ):
        self._context = ssl.create_default_context(cafile=ca or None)
        self._route: Route = find_route(url, insecure_lan, self._context, timeout)
        self._headers = {
            "Accept": "application/json",
            "Biometric-Protocol": PROTOCOL,
            "User-Agent": f"biometric-bridge/{version}",
        }
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        if instance:
            self._headers["Biometric-Instance"] = instance
        self._own = threading.local()

    def json(self, method: str, path: str, value: Any = None) -> dict[str, Any]:
        """Send JSON and return the object that came back.

        :param path: below the address of Odoo, with its query.
        :raises OdooAway: no answer of Odoo's: ask again later.
        :raises OdooRefused: it does not take this.
        """
        body = None
        headers = {"Content-Type": "application/json"}
        if value is not None:
            body = json.dumps(value, separators=(",", ":")).encode()
            if len(body) >= MIN_GZIP_BYTES:
                body = gzip.compress(body, 5, mtime=0)
                headers["Content-Encoding"] = "gzip"
        return read_json(self.request(method, path, body=body, headers=headers))

    def request(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request and return the answer, whatever its status but a busy one.

        :raises OdooAway: no answer, or that there is no time for one.
        """
        sent = {**self._headers, **(headers or {})}
        answer = self.exchange(method, path, body=body, headers=sent)
        if answer.status in BUSY:
            text = f"{self._route.name} answered {answer.status}"
            raise OdooAway(text, _seconds(answer.headers.get("Retry-After")))
        return answer

    def exchange(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request with these headers alone, and return the answer as it is.

        :raises OdooAway: none came.
        """
        sent = {"User-Agent": self._headers["User-Agent"], **(headers or {})}
        try:
            return self._exchange(method, self._route.target(path), body, sent)
        except (OSError, HTTPException, ValueError) as error:
            raise OdooAway(_describe(error)) from error

    def close(self) -> None:
        """Close the connection of this thread."""
        connection = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()
            self._own.connection = None

    def _exchange(
        self, method: str, target: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        """Exchange over the open connection; over a new one if that was closed meanwhile.

        To send something twice does no harm: Odoo knows items and rows by their keys.
        """
        is_new = getattr(self._own, "connection", None) is None
        try:
            return self._send(method, target, body, headers)
        except (OSError, HTTPException) as error:
            self.close()
            if is_new or isinstance(error, TimeoutError | ssl.SSLError):
                raise
        try:
            return self._send(method, target, body, headers)
        except (OSError, HTTPException):
            self.close()
            raise

    def _send(
        self, method: str, target: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        connection = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = self._route.connect()
        connection.request(
            method, target, body=body, headers={**headers, **self._route.headers}
        )
        response: HTTPResponse = connection.getresponse()
        content = response.read(MAX_ANSWER_BYTES + 1)
        if len(content) > MAX_ANSWER_BYTES:
            self.close()
            raise HTTPException("the answer has no end")
        return Answer(response.status, response.headers, content)


def read_json(answer: Answer) -> dict[str, Any]:
    """Return the object of an answer.

    :raises OdooAway: something else than Odoo's API answered.
    :raises OdooRefused: an error of the API.
    """
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        value = None
    if answer.status >= 400:
        error = value.get("error") if isinstance(value, dict) else None
        error = error if isinstance(error, dict) else {}
        code, message = (str(error.get(name) or "") for name in ("code", "message"))
        raise OdooRefused(answer.status, code, message)
    if answer.status != 200 or not isinstance(value, dict):
        raise OdooAway(f"an answer that is none of Odoo's ({answer.status})")
    return value


def _describe(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of Odoo is not trusted: {error.verify_message}"
    return str(error) or type(error).__name__


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.strip().isdecimal() else None
