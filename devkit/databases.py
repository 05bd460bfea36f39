"""Make and drop Odoo databases, quickly: by copying a template kept in the cache."""

import hashlib
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from .environments import odoo_command, odoo_environment
from .errors import DevError
from .odoo_source import odoo_source
from .paths import cache_folder
from .postgres_home import binaries
from .processes import quiet
from .progress import locked, say

TEMPLATE_MODULES = ["hr_attendance"]
SCRATCH = re.compile(r"^scratch_(?P<pid>\d+)_")


def sql(server: Mapping[str, str], statement: str, database: str = "postgres") -> str:
    """Run a statement as psql does and return its rows, `|` between columns.

    :param server: PG* variables.
    :raises DevError: the server refuses it.
    """
    command = [binaries() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database]
    environment = {**os.environ, **server}
    return quiet([*command, "-c", statement], env=environment)


def exists(server: Mapping[str, str], name: str) -> bool:
    """Tell whether there is a database of this name."""
    return bool(sql(server, f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def create(server: Mapping[str, str], name: str, demo: bool = False) -> None:
    """Make a database with Odoo and Attendances installed, with its filestore."""
    template = _template(server, demo)
    with locked(cache_folder() / f".{template}.lock"):
        sql(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    files = filestore(template)
    if files.exists():
        # A stored file is never changed, so a second name for it is a copy.
        shutil.copytree(files, filestore(name), copy_function=os.link)


def drop(server: Mapping[str, str], name: str) -> None:
    """Drop a database, whoever is connected, and its filestore."""
    sql(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(filestore(name), ignore_errors=True)


def drop_left_over(server: Mapping[str, str]) -> None:
    """Drop scratch databases of runs that were killed before they could."""
    names = sql(server, "SELECT datname FROM pg_database WHERE datname ~ '^scratch_'")
    for name in names.split():
        match = SCRATCH.match(name)
        if match and not Path(f"/proc/{match['pid']}").exists():
            drop(server, name)


def install(
    server: Mapping[str, str], name: str, modules: Sequence[str], demo: bool, log: Path
) -> None:
    """Install modules into a database.

    :raises DevError: one did not get installed; the log file says why.
    """
    arguments = ["server", "-d", name, "-i", ",".join(modules), "--stop-after-init"]
    arguments += ["--no-http", f"--logfile={log}", *(["--with-demo"] if demo else [])]
    environment = odoo_environment(**server)
    quiet(
        odoo_command(*arguments),
        env=environment,
        hint=f"{', '.join(modules)} could not be installed, see {log}",
    )
    query = "SELECT name FROM ir_module_module WHERE state = 'installed'"
    missing = set(modules) - set(sql(server, query, name).split())
    if missing:
        raise DevError(f"Odoo did not install {', '.join(missing)}: see {log}.")


def filestore(name: str) -> Path:
    """Return the folder in which Odoo keeps the attachments of a database."""
    return cache_folder() / "odoo-data" / "filestore" / name


def _template(server: Mapping[str, str], demo: bool) -> str:
    """Return the name of a finished template, made now when there is none."""
    source = odoo_source()
    marks = [source / "odoo" / "release.py", *source.glob("*.egg-info/PKG-INFO")]
    traits = b"".join(mark.read_bytes() for mark in marks)
    digest = hashlib.sha256(traits + str(source).encode()).hexdigest()[:8]
    name = f"template_odoo_{digest}{'_demo' if demo else ''}"
    with locked(cache_folder() / f".{name}.lock"):
        if not exists(server, name) or not filestore(name).exists():
            say(f"A template database{' with demo data' if demo else ''} (about 30 s)")
            draft = f"{name}_draft"
            drop(server, draft)
            drop(server, name)
            sql(
                server,
                f"CREATE DATABASE \"{draft}\" TEMPLATE template0 ENCODING 'UTF8'",
            )
            log = cache_folder() / f"{name}.log"
            install(server, draft, TEMPLATE_MODULES, demo, log)
            filestore(draft).mkdir(parents=True, exist_ok=True)
            filestore(draft).rename(filestore(name))
            sql(server, f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return name
