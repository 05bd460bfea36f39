"""Fixtures of the end-to-end tier: real servers, real sockets, a real browser.

Run by `./dev test e2e`, in an interpreter that has everything installed.
"""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from demo.api import Api, new_key
from devkit import databases
from devkit.stack import Stack
from e2e.browser import Browser
from e2e.committed import Committed
from rules.vault import new_key_line

SCREENSHOTS = Path(__file__).parent.parent / "build" / "screenshots"


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """PostgreSQL, and the means to make databases and servers."""
    with Stack("e2e") as running:
        yield running


@pytest.fixture(scope="session")
def database(stack: Stack) -> str:
    """A database with the addon and its demo data, shared by the whole run."""
    return stack.database("shared", demo=True)


@pytest.fixture(scope="session")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The key ring file of every server started from here."""
    path = tmp_path_factory.mktemp("vault") / "keyring"
    path.touch(0o600)
    path.write_text(new_key_line())
    with pytest.MonkeyPatch.context() as environment:
        environment.setitem(os.environ, "BIOMETRIC_KEYRING_FILE", str(path))
        yield path


@pytest.fixture(scope="session")
def bridge_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where every server started from here looks for the bridge's program; there is none."""
    path = tmp_path_factory.mktemp("program") / "biometric-bridge.pyz"
    with pytest.MonkeyPatch.context() as environment:
        environment.setitem(os.environ, "BIOMETRIC_BRIDGE_FILE", str(path))
        yield path


@pytest.fixture(scope="session")
def server(stack: Stack, database: str, keyring: Path, bridge_file: Path):
    """Odoo on `database`: prefork, two workers, one cron worker."""
    return stack.server(database, workers=2, cron=1)


@pytest.fixture(scope="session")
def api(stack: Stack, server, database: str) -> Api:
    """The administrator's rights over Odoo's public API."""
    return Api(server.url, database, new_key(stack, database))


@pytest.fixture(scope="session")
def committed(stack: Stack, database: str) -> Committed:
    """What is committed, read past Odoo."""
    return Committed(partial(databases.sql, stack.postgres(), database=database))


@pytest.fixture
def browser(server, tmp_path: Path) -> Iterator[Browser]:
    """A fresh Chromium at the server; its screenshots are kept in build/."""
    with Browser(server.url, tmp_path / "profile", SCREENSHOTS) as running:
        yield running
