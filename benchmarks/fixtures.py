"""What benches need: databases with a company in them, and one-worker servers."""

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import psycopg2

from devkit import databases
from devkit.errors import DevError
from devkit.paths import ADDON, REPOSITORY
from devkit.progress import say
from devkit.server import Server
from devkit.stack import Stack

from .punches import PINS, SERIALS, ZONE

FLOORS = "biometric_bench"
ANSWER = "bench answer: "
CALL = """
import json, sys
sys.path.insert(0, {repository!r})
from benchmarks.inside import {module}
print({mark!r} + json.dumps({module}.run(env, **json.loads({arguments!r}))))
"""


class Fixtures:
    """One durable database server; each bench gets a copy of the same company.

    :param scale: shrinks the numbers of punches, for a quick look.
    """

    def __init__(self, stack: Stack, scale: float = 1.0):
        self._stack = stack
        self._scale = scale
        self._company: str | None = None
        self._numbers = count(1)

    def scaled(self, number: int) -> int:
        return max(1, math.ceil(number * self._scale))

    @contextmanager
    def database(self) -> Iterator[str]:
        """Yield a fresh database: five hundred people, mapped on five terminals."""
        server = self._stack.postgres()
        company = self._company_database()
        name = f"{company}_copy{next(self._numbers)}"
        databases.sql(server, f'CREATE DATABASE "{name}" TEMPLATE "{company}"')
        try:
            yield name
        finally:
            databases.drop(server, name)

    @contextmanager
    def served(
        self, database: str, cron: int = 0, workers: int = 1
    ) -> Iterator[Server]:
        """Yield a server of one worker.

        :param cron: by default nobody pairs, so that only requests are measured.
        :param workers: 0: one process, which serves the websocket, too.
        """
        quiet = ["--log-level=warn"]
        server = self._stack.server(database, workers=workers, cron=cron, options=quiet)
        try:
            yield server
        finally:
            server.stop()

    @contextmanager
    def connection(self, database: str) -> Iterator[Any]:
        """Yield a psycopg2 connection."""
        server = self._stack.postgres()
        words = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user"}
        words |= {"PGPASSWORD": "password", "PGSSLMODE": "sslmode"}
        named = {word: server[key] for key, word in words.items() if key in server}
        connection = psycopg2.connect(dbname=database, **named)
        try:
            yield connection
        finally:
            connection.close()

    def inside(self, database: str, module: str, **arguments: Any) -> Any:
        """Run `benchmarks/inside/<module>.py` within Odoo and return its answer.

        :param arguments: anything JSON can say.
        """
        script = CALL.format(
            repository=str(REPOSITORY),
            module=module,
            mark=ANSWER,
            arguments=json.dumps(arguments),
        )
        printed = self._stack.odoo_shell(database, script)
        for line in printed.splitlines():
            if line.startswith(ANSWER):
                return json.loads(line.removeprefix(ANSWER))
        raise DevError(f"{printed[-2000:]}\nbenchmarks.inside.{module} did not answer.")

    def _company_database(self) -> str:
        if self._company is None:
            company = self._stack.database("company", modules=[ADDON.name, FLOORS])
            say("Making the company")
            people = {"pins": PINS, "serials": SERIALS, "zone": ZONE.key}
            self.inside(company, "company", **people)
            databases.sql(self._stack.postgres(), "VACUUM ANALYZE", company)
            self._company = company
        return self._company
