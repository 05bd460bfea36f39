"""``python -m tests.mutation [brand]``: mutate every format, and demand a red test."""

import os
import sys
from collections import Counter

from .formats import FORMATS
from .runner import ROOT, Mutant, NotFound, mutants, run


def main(arguments: list[str]) -> int:
    """Print the table; return 1 where a mutant survives or the list is out of date."""
    formats = [f for f in FORMATS if not arguments or f.brand in arguments]
    try:
        made = [mutant for mutant in mutants(formats) if not mutant.is_equivalent]
        tests = {each: each.test_files() for each in formats}
    except NotFound as error:
        print(f"Not found, see tests/mutation/formats/: {error}")
        return 1
    processes = os.cpu_count() or 1
    files = sorted({path for each in tests.values() for path in each})
    for _none, red in run([(files, None)], 1):
        if red:
            print(f"Red without any mutation: {red}")
            return 1
    killed, survived = Counter(), Counter()
    for mutant, red in run(((tests[m.format], m) for m in made), processes):
        (killed if red else survived)[mutant.format] += 1
        print(_row(mutant, red), flush=True)
    print()
    for each in formats:
        print(
            f"{each.brand:8} {each.name:28} {killed[each]:4} killed"
            f" {survived[each]:3} survived {len(each.equivalent or {}):3} equivalent"
        )
    print(f"{killed.total()} mutants killed, {survived.total()} survived")
    return int(bool(survived))


def _row(mutant: Mutant, red: str) -> str:
    where = f"{mutant.definition}: {mutant.words}"
    by = red.replace(f"{ROOT}/", "").partition("[")[0] or "SURVIVED"
    return f"{mutant.format.brand:8} {mutant.format.name:22} {where:70} {by}"


if __name__ == "__main__":
    import hypothesis  # noqa: F401

    import simulator  # noqa: F401

    sys.path[:0] = [str(ROOT), str(ROOT / "biometric_attendance")]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.exit(main(sys.argv[1:]))
