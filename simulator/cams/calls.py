"""A call of the server, and what all generations check of it."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

from .statuses import INVALID_AUTHTOKEN, Refusal

if TYPE_CHECKING:
    from .endpoint import CamsEndpoint


class Call(NamedTuple):
    """A POST request of the server.

    :param path: with the query.
    :param peer: the address it comes from.
    :param busy: another call for the same device is under way.
    """

    path: str
    body: bytes
    peer: str = "127.0.0.1"
    busy: bool = False

    @property
    def query(self) -> dict[str, str]:
        found = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        return {name: values[-1] for name, values in found.items()}

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form-encoded body, ``{}`` when it is none.

        Bytes that are no UTF-8 become replacement characters.
        """
        found = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1] for name, values in found.items()}


def check_token(endpoint: CamsEndpoint, token: object) -> None:
    """Check the AuthToken of a call.

    :raises Refusal: it is not the one of API Monitor.
    """
    fields = token if isinstance(token, str) else ""
    right = endpoint.registration.token.encode()
    if not hmac.compare_digest(fields.encode("utf-8", "replace"), right):
        raise Refusal(INVALID_AUTHTOKEN)
