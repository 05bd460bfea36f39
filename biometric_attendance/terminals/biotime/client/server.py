"""A server that was logged in to: its lists, page by page."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from ...client.budget import Budget
from ...client.http import Trust, open_session
from ...errors import OtherProtocol
from ...poll import Limits
from ..address import Address
from ..answers import JSON_TYPE, Expired, Page, read_page, read_token, read_written
from ..login import FORMS, encode_login, forms_to_try
from .http import Channel

_Answer = TypeVar("_Answer")


class Server:
    """Calls with a token, which is renewed once where it expires.

    :param form: name of the way in that worked before, ``""``: not known. Afterwards the
        one that does.
    """

    def __init__(self, channel: Channel, address: Address, form: str):
        self.channel, self.form = channel, form
        self._address = address
        self._authorization = ""
        self._renewed = False

    def log_in(self) -> None:
        """Get a token, in the first way the server knows: a wrong password is tried once.

        :raises DeviceRefused: wrong name or password, or no API.
        :raises OtherProtocol: no way in is known there.
        """
        body = encode_login(self._address.username, self._address.password)
        for name in forms_to_try(self.form):
            path, scheme = FORMS[name]
            response = self.channel.call(
                "POST", path, body=body, headers={"Content-Type": JSON_TYPE}
            )
            token = read_token(response)
            if token:
                self.form, self._authorization = name, f"{scheme} {token}"
                return
        raise OtherProtocol("biotime_no_login")

    def allow_renewal(self) -> None:
        """Let a token that expires be renewed once more: other work begins."""
        self._renewed = False

    def get_page(self, path: str, page: int, rows: int, **filters: Any) -> Page:
        """Return a page of a list.

        :param page: from 1.
        :param rows: how many are wanted; a server may give another number.
        :param filters: as the API names them; ``None`` for none.
        """
        # The number of rows has one name in the manuals and another in 9.5.
        params = {"page": page, "page_size": rows, "limit": rows, **filters}
        return self._with_token(lambda: self._get(path, params))

    def send(self, method: str, path: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Write a row, and return what the server answers."""
        body = json.dumps(values, ensure_ascii=False).encode()
        return self._with_token(lambda: self._send(method, path, body))

    def get_all(self, path: str, rows: int, **filters: Any) -> Iterator[dict[str, Any]]:
        """Yield all rows of a short list."""
        page, count, ids = 1, 0, set()
        while True:
            answer = self.get_page(path, page, rows, **filters)
            if not answer.rows or answer.is_behind:
                return
            new = [row for row in answer.rows if repr(row.get("id")) not in ids]
            if not new:  # the same page again, whichever is asked for
                return
            ids |= {repr(row.get("id")) for row in new}
            yield from new
            count += len(answer.rows)
            if answer.total is not None and count >= answer.total:
                return
            page += 1

    def _with_token(self, call: Callable[[], _Answer]) -> _Answer:
        """Return what a call returns; where the token has expired, with another one."""
        try:
            return call()
        except Expired:
            if self._renewed:
                raise
        self._renewed = True
        self.log_in()
        return call()

    def _send(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        headers = {
            "Authorization": self._authorization,
            "Content-Type": JSON_TYPE,
        }
        return read_written(self.channel.call(method, path, body=body, headers=headers))

    def _get(self, path: str, params: dict[str, Any]) -> Page:
        headers = {"Authorization": self._authorization}
        return read_page(self.channel.call("GET", path, params=params, headers=headers))


@contextmanager
def connect(address: Address, limits: Limits, form: str) -> Iterator[Server]:
    """Give a server that was logged in to.

    :param form: name of the way in that worked before, ``""``: not known.
    :raises TransportError: the address may not be called, or the login failed.
    """
    address.check()
    address.check_login()
    trust = Trust(address.ca_certificate, address.fingerprint)
    with open_session(
        allow_loopback=address.allow_loopback,
        trust=trust if address.is_encrypted else None,
    ) as session:
        channel = Channel(session, address, Budget(limits.deadline), limits.timeout)
        server = Server(channel, address, form)
        server.log_in()
        yield server
