"""How Odoo is called: its interpreter, environment and the options always given."""

import os
from pathlib import Path

from .odoo_source import addons_folders, odoo_source
from .paths import ADDON, REPOSITORY, cache_folder
from .python_env import runtime_env

SCRIPT = Path(__file__).parent / "launch" / "odoo_main.py"
OWN_ADDONS = (REPOSITORY, REPOSITORY / "benchmarks" / "addons")


def python() -> Path:
    """Return the interpreter that has everything installed."""
    return runtime_env() / "bin" / "python"


def odoo_environment(**more: str) -> dict[str, str]:
    """Return the environment variables in which any Odoo subcommand works.

    `more` is added, for instance a database server's PGHOST and its fellows.
    """
    source = odoo_source()
    # The simulator is no part of the addon; its tests and the demo use it.
    path = [str(source), os.environ.get("PYTHONPATH", ""), str(REPOSITORY), str(ADDON)]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
        "PYTHONUNBUFFERED": "1",
        # A personal configuration file must not change what the tests see.
        "ODOO_RC": os.devnull,
        "ODOO_ADDONS_PATH": ",".join(map(str, (*addons_folders(source), *OWN_ADDONS))),
        "ODOO_DATA_DIR": str(cache_folder() / "odoo-data"),
        **more,
    }


def odoo_command(*arguments: str) -> list[str | Path]:
    """Return the command line that calls Odoo, subcommand first."""
    return [python(), SCRIPT, *arguments]
