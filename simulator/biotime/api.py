"""The REST API without its sockets: requests to responses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from . import people
from .database import Database
from .lists import LISTS, NoSuchPage, cut
from .releases import RELEASES, Oddities

JSON = "application/json"
HTML = "text/html; charset=utf-8"


class Reply(NamedTuple):
    """An HTTP response."""

    status: int
    body: bytes
    content_type: str = JSON

    @classmethod
    def json(cls, status: int, value: object) -> Reply:
        return cls(status, json.dumps(value).encode())

    @classmethod
    def page(cls, title: str, status: int = 200) -> Reply:
        text = f"<html><head><title>{title}</title></head><body></body></html>"
        return cls(status, text.encode(), HTML)


NOT_FOUND = Reply.page("Page not found")


class Api:
    """A server's API.

    :param accounts: user name to password.
    :param release: of :data:`.releases.RELEASES`.
    """

    def __init__(
        self,
        database: Database,
        *,
        accounts: Mapping[str, str],
        release: str = "9.5",
        oddities: Oddities | None = None,
    ):
        self.database, self.accounts = database, dict(accounts)
        self.release = RELEASES[release]
        self.oddities = oddities or Oddities()
        #: Logins tried: user name, and whether the password was right.
        self.logins: list[tuple[str, bool]] = []
        self._tokens: dict[str, int] = {}
        self._counter = count(1)

    def answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        """Return the response to a request.

        :param headers: names in small letters.
        """
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query))
        logins = dict(self.release.logins)
        if parts.path in logins:
            return self._log_in(method, body, logins[parts.path])
        if parts.path == "/api/docs/":
            wants = headers.get("accept", "")
            return Reply.page(self.release.title, 200 if "text/html" in wants else 406)
        is_person = parts.path.startswith(people.LIST)
        if parts.path not in LISTS and not is_person:
            return NOT_FOUND
        refusal = self._refusal(parts.path, headers.get("authorization", ""))
        if refusal:
            return refusal
        if is_person and method != "GET":
            return self._write_person(method, parts.path, body)
        if parts.path not in LISTS:
            return _detail(404, "Not found.")
        if method != "GET":
            return _detail(405, f'Method "{method}" not allowed.')
        rows = LISTS[parts.path](self.database, query, self.release, self.oddities)
        try:
            page = cut(rows, parts.path, query, self.release, self.oddities)
        except NoSuchPage:
            return _detail(404, "Invalid page.")
        return Reply.json(200, page)

    def forget_tokens(self) -> None:
        """Let every token expire."""
        self._tokens.clear()

    def _write_person(self, method: str, path: str, body: bytes) -> Reply:
        if not self.oddities.may_change:
            return _detail(403, "You do not have permission to perform this action.")
        written = people.write(method, path, body, self.database, self.oddities)
        if written is None:
            return _detail(405, f'Method "{method}" not allowed.')
        return Reply.json(*written)

    def _log_in(self, method: str, body: bytes, scheme: str) -> Reply:
        if method != "POST":
            return _detail(405, f'Method "{method}" not allowed.')
        try:
            values = json.loads(body)
            name, password = str(values["username"]), values["password"]
        except (ValueError, TypeError, KeyError):
            return Reply.json(400, {"username": ["This field is required."]})
        is_right = self.accounts.get(name) == password
        self.logins.append((name, is_right))
        if not is_right:
            words = ["Unable to log in with provided credentials."]
            return Reply.json(400, {"non_field_errors": words})
        if not self.oddities.has_licence:
            return _detail(403, "IsNotOpenAPI")
        token = f"{scheme}.{next(self._counter)}.abc"
        self._tokens[f"{scheme} {token}"] = 0
        return Reply.json(200, {"token": token})

    def _refusal(self, path: str, authorization: str) -> Reply | None:
        """Return why a call is refused, ``None`` where it is not."""
        if authorization not in self._tokens:
            return _detail(401, "Authentication credentials were not provided.")
        self._tokens[authorization] += 1
        limit = self.oddities.token_calls
        if limit is not None and self._tokens[authorization] > limit:
            return _detail(401, "Signature has expired.")
        if not self.oddities.has_licence:
            return _detail(403, "IsNotOpenAPI")
        if path in self.oddities.hidden:
            return _detail(403, "You do not have permission to perform this action.")
        return None


def _detail(status: int, words: str) -> Reply:
    return Reply.json(status, {"detail": words})
