"""How many tests passed and failed."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Tally:
    """Tests that passed, and tests that failed or broke."""

    passed: int = 0
    failed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"


def from_junit(path: Path) -> Tally:
    """Read what pytest wrote; skipped tests count as neither."""
    if not path.exists():
        return Tally(failed=1)
    suites = ElementTree.parse(path).getroot().iter("testsuite")
    passed = failed = 0
    for suite in suites:
        count = {
            name: int(suite.get(name, 0))
            for name in ("tests", "failures", "errors", "skipped")
        }
        bad = count["failures"] + count["errors"]
        passed += count["tests"] - bad - count["skipped"]
        failed += bad
    return Tally(passed, failed)
