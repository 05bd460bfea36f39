"""The tiers that pytest runs: pure (`tests/`) and e2e (`e2e/`)."""

import os
import tempfile
from pathlib import Path

from .odoo_command import python
from .paths import REPOSITORY
from .processes import run
from .tally import Tally, from_junit


def run_pytest(folder: str, expression: str = "", *more: str) -> Tally:
    """Run the tests of one folder of the repository.

    A run that breaks, or that has no test although none was picked out, is a failure.
    """
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.xml"
        command = [python(), "-m", "pytest", folder, f"--junitxml={report}", *more]
        if expression:
            command += ["-k", expression]
        code = run(command, cwd=REPOSITORY, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        tally = from_junit(report)
    if code and not tally.failed and not (code == 5 and expression):
        return tally + Tally(failed=1)
    return tally
