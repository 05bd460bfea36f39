"""A server of its own to attack, with its listener, and the table of what was tried."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from demo.api import Api, new_key
from demo.company import add_devices
from demo.listener import Listener
from devkit.server import Server
from e2e.listening import nginx_or_skip

#: ``full`` is `./dev attack`; all else is the short form within `./dev test`.
IS_FULL = os.environ.get("BIOMETRIC_ATTACK") == "full"
RATES = ("--device-rate=60000", "--address-rate=60000")


@dataclass
class Attempts:
    """One row of the table.

    :param tried: how often it was tried.
    :param through: what got through, a line each; empty is good.
    :param note: figures worth telling.
    """

    name: str
    tried: int = 0
    through: list[str] = field(default_factory=list)
    note: str = ""

    def check(self) -> None:
        """Fail where anything got through."""
        assert not self.through, self.through[:20]


TABLE: list[Attempts] = []


@pytest.fixture
def attempts(request: pytest.FixtureRequest) -> Attempts:
    """The row of the present test."""
    row = Attempts(request.node.name.removeprefix("test_").replace("_", " "))
    TABLE.append(row)
    return row


def pytest_terminal_summary(terminalreporter) -> None:
    """Print what was tried and what got through."""
    if not TABLE:
        return
    terminalreporter.section("attacks: tried, got through")
    for row in TABLE:
        got = len(row.through)
        terminalreporter.line(
            f"{row.tried:7} tried {got:5} through  {row.name}  {row.note}"
        )
        for each in row.through[:20]:
            terminalreporter.line(f"          {each}")


@dataclass(frozen=True)
class Target:
    """A server, the listener in front of it, and a terminal of each protocol."""

    server: Server
    listener: Listener
    api: Api
    database: str
    serials: dict[str, str]


@pytest.fixture(scope="session")
def target(stack, keyring) -> Iterator[Target]:
    """Serve a database that may be filled up."""
    nginx_or_skip()
    database = stack.database("attack")
    server = stack.server(database, workers=2, cron=1)
    api = Api(server.url, database, new_key(stack, database))
    quiet = {"import_since": "2015-01-01 00:00:00"}
    serials = {"adms": "FUZZADMS", "cams": "FUZZCAMS", "ebkn": "FUZZEBKN"}
    for brand, serial in serials.items():
        own = {"communication_key": "T"} if brand == "cams" else {}
        add_devices(
            api, {serial: f"Fuzz {brand}"}, "Asia/Kolkata", brand, **quiet, **own
        )
    with Listener(stack, server, RATES) as listener:
        yield Target(server, listener, api, database, serials)
