"""The ways to log in. Which one a server knows is found out by asking for it.

    /jwt-api-token-auth/        {"token": ..}  Authorization: JWT ..     8.x, 9.x; expires
    /api-token-auth/            {"token": ..}  Authorization: Token ..   8.x, 9.x
    /api/jwt-api-token-auth/    {"token": ..}  Authorization: JWT ..     EasyTime Pro

A path a server does not know is answered with a web page, or 404: no password was looked at.
"""

import json
from typing import NamedTuple


class Form(NamedTuple):
    """A way to log in.

    :param path: where name and password are posted to.
    :param scheme: of the header ``Authorization``, before the token.
    """

    path: str
    scheme: str


FORMS = {
    "jwt": Form("/jwt-api-token-auth/", "JWT"),
    "token": Form("/api-token-auth/", "Token"),
    "easytime": Form("/api/jwt-api-token-auth/", "JWT"),
    "easytime_token": Form("/api/api-token-auth/", "Token"),
}


def forms_to_try(known: str) -> list[str]:
    """Return the names of the ways in, the one known to work first."""
    return sorted(FORMS, key=lambda name: name != known)


def encode_login(username: str, password: str) -> bytes:
    """Return the body of a login."""
    return json.dumps({"username": username, "password": password}).encode()
