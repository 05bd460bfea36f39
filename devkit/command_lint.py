"""`./dev lint`: style, rings, Odoo's conventions, XML, scripts, translations."""

import argparse
import sys
from collections.abc import Callable

from .command_pot import is_current
from .node import node_modules, node_tool
from .paths import ADDON, REPOSITORY
from .processes import Command, quiet, require, run as run_program
from .progress import say
from .python_env import lint_env

# pylint-odoo wants a README.rst in the addon, and each model in one file however large.
NOT_OURS = ["missing-readme", "consider-merging-classes-inherited"]


def _passes(command: Command) -> bool:
    return run_program(command, cwd=REPOSITORY) == 0


def _files(*patterns: str) -> list[str]:
    """Return the files git knows, or would add, that match."""
    # In containers the folder often belongs to another user than the one who runs.
    git = [require("git", "install git"), "-c", f"safe.directory={REPOSITORY}"]
    listing = [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = dict.fromkeys(quiet([*listing, *patterns], cwd=REPOSITORY).split("\0"))
    return [name for name in names if (REPOSITORY / name).is_file()]


def _ruff(fix: bool) -> bool:
    ruff = lint_env() / "bin" / "ruff"
    check = [ruff, "check", "--quiet", *(["--fix"] if fix else [])]
    form = [ruff, "format", "--quiet", *([] if fix else ["--diff"])]
    codes = [_passes([*command, "dev", "."]) for command in (check, form)]
    return all(codes)


def _pylint_odoo(_fix: bool) -> bool:
    if not (ADDON / "__manifest__.py").exists():
        return True
    pylint = [lint_env() / "bin" / "pylint", "--rcfile=.pylintrc"]
    return _passes([*pylint, "--disable=" + ",".join(NOT_OURS), ADDON.name])


def _prettier(fix: bool) -> bool:
    files = _files("*.xml", "*.js", "*.mjs", "*.scss", "*.css")
    mode = "--write" if fix else "--check"
    # The plug-in is not beside the configuration, so it is named with its folder.
    plugin = node_modules() / "@prettier" / "plugin-xml" / "src" / "plugin.js"
    command = [*node_tool("prettier"), mode, "--log-level=warn", f"--plugin={plugin}"]
    return not files or _passes([*command, *files])


def _eslint(fix: bool) -> bool:
    files = _files("biometric_attendance/static/src/*.js")
    config = REPOSITORY / "eslint.config.mjs"
    command = [*node_tool("eslint"), "--config", config, *(["--fix"] if fix else [])]
    return not files or _passes([*command, *files])


def _translations(_fix: bool) -> bool:
    return is_current()


Check = Callable[[bool], bool]
QUICK: dict[str, Check] = {
    "ruff": _ruff,
    "pylint-odoo": _pylint_odoo,
    "prettier": _prettier,
    "eslint": _eslint,
}
# These need a database.
SLOW: dict[str, Check] = {"translations": _translations}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--fix", action="store_true", help="repair what can be")
    parser.add_argument(
        "--quick", action="store_true", help="leave out " + ", ".join(SLOW)
    )
    parser.add_argument(
        "--words", action="store_true", help="only list names that left the glossary"
    )


def run(options: argparse.Namespace) -> int:
    """Run every check, also after one failed."""
    if options.words:
        return run_program([sys.executable, "-m", "devkit.words"], cwd=REPOSITORY)
    checks = QUICK if options.quick else {**QUICK, **SLOW}
    failed = []
    for name, check in checks.items():
        say(f"Lint: {name}")
        if not check(options.fix):
            failed.append(name)
    say(f"Lint: {', '.join(failed)} failed" if failed else "Lint: all well")
    return 1 if failed else 0
