"""The Python environments: one to run Odoo and the tests, one for the linters."""

import hashlib
import os
import sys
from pathlib import Path

from .debian import fetch, machine_source
from .errors import DevError
from .paths import REPOSITORY, cache_folder
from .processes import quiet
from .progress import once

HERE = Path(__file__).parent
PIP_REMEDY = "look whether Python's package index can be reached"


def runtime_env() -> Path:
    """Return the environment folder with all that Odoo, the addon and tests need."""
    lists = [HERE / "requirements-odoo.txt", REPOSITORY / "requirements.txt"]
    return _environment("python", lists)


def lint_env() -> Path:
    """Return the environment folder with ruff and pylint-odoo."""
    return _environment("lint", [HERE / "requirements-lint.txt"])


def install_into(folder: Path, package: str) -> None:
    """Unpack one package without its needs below `folder` (for binaries)."""
    _uv("pip", "install", "-q", "--no-deps", "--target", folder, package)


def _environment(name: str, lists: list[Path]) -> Path:
    version = ".".join(map(str, sys.version_info[:3]))
    wanted = version.encode() + b"".join(path.read_bytes() for path in lists)
    digest = hashlib.sha256(wanted).hexdigest()[:8]

    def build(folder: Path) -> None:
        _uv("venv", "-q", "--clear", "--python", sys.executable, folder)
        needs = [part for path in lists for part in ("-r", path)]
        _uv("pip", "install", "-q", "--python", folder / "bin" / "python", *needs)

    return once(cache_folder() / f"{name}-{digest}", f"Python packages ({name})", build)


def _uv(*arguments: str | Path) -> None:
    folder = once(cache_folder() / "uv", "The installer uv", _install_uv)
    settings = {
        "UV_CACHE_DIR": str(cache_folder() / "uv-cache"),
        "UV_NO_CONFIG": "1",
        "UV_SYSTEM_CERTS": "1",  # a company's proxy may have a certificate of its own
    }
    quiet(
        [folder / "bin" / "uv", *arguments],
        env={**os.environ, **settings},
        remedy=PIP_REMEDY,
    )


def _install_uv(folder: Path) -> None:
    command = [*_pip(), "install", "-q", "--no-deps", "--target", folder, "uv"]
    quiet(command, remedy=PIP_REMEDY)


def _pip() -> list[str | Path]:
    """Return a command that runs pip; Debian's Python often comes without it."""
    try:
        quiet([sys.executable, "-m", "pip", "--version"])
    except DevError:
        folder = once(cache_folder() / "pip", "pip from Debian", _fetch_pip)
        wheel = next(folder.glob("usr/share/python-wheels/pip-*.whl"))
        return [sys.executable, wheel / "pip"]
    return [sys.executable, "-m", "pip"]


def _fetch_pip(folder: Path) -> None:
    source = machine_source()
    fetch(folder, ["python3-pip-whl"], source, source.suite)
