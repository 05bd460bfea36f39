"""`./dev lint`: style, rings, Odoo's conventions, XML, translations."""

import argparse

from .paths import REPOSITORY
from .processes import run as run_program
from .progress import say
from .python_env import lint_env


def _ruff(fix: bool) -> bool:
    ruff = lint_env() / "bin" / "ruff"
    check = [ruff, "check", "--quiet", *(["--fix"] if fix else [])]
    form = [ruff, "format", "--quiet", *([] if fix else ["--diff"])]
    codes = [run_program(command, cwd=REPOSITORY) for command in (check, form)]
    return not any(codes)


CHECKS = {"ruff": _ruff}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--fix", action="store_true", help="repair what can be")


def run(options: argparse.Namespace) -> int:
    """Run every check, also after one failed."""
    failed = []
    for name, check in CHECKS.items():
        say(f"Lint: {name}")
        if not check(options.fix):
            failed.append(name)
    say(f"Lint: {', '.join(failed)} failed" if failed else "Lint: all well")
    return 1 if failed else 0
