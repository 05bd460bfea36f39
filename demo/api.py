"""Odoo's public API, JSON-2, as an outside program uses it."""

import json
import urllib.error
import urllib.request
from typing import Any

from devkit.errors import DevError
from devkit.stack import Stack

ASK_FOR_KEY = """
from datetime import timedelta
from odoo import fields
user = env["res.users"].search([("login", "=", {login!r})])
keys = env["res.users.apikeys"].with_user(user).sudo()
tomorrow = fields.Datetime.now() + timedelta(days=1)
print("key", keys._generate("rpc", "./dev", tomorrow))
env.cr.commit()
"""


class Api:
    """The rights of one user at one server."""

    def __init__(self, url: str, database: str, key: str):
        """Take the server's address and a key as `new_key` returns it."""
        self._url = url
        self._headers = {
            "Authorization": f"bearer {key}",
            "Content-Type": "application/json",
            "X-Odoo-Database": database,
        }

    def call(self, model: str, method: str, **arguments: Any) -> Any:
        """Call a public method of a model; `ids` names the records.

        Instants are UTC in the form `YYYY-MM-DD HH:MM:SS`.

        :raises DevError: Odoo refuses it, and says why.
        """
        request = urllib.request.Request(
            f"{self._url}/json/2/{model}/{method}",
            json.dumps(arguments).encode(),
            self._headers,
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            reason = error.read().decode(errors="replace")
            raise DevError(f"{reason}\n{model}.{method} was refused.") from error


def new_key(stack: Stack, database: str, login: str = "admin") -> str:
    """Make an API key of a user, good for a day."""
    printed = stack.odoo_shell(database, ASK_FOR_KEY.format(login=login))
    return next(
        line.split()[1] for line in printed.splitlines() if line.startswith("key ")
    )
