"""Carry out mutations, each in a process of its own, and see which tests notice.

The process is a fork of this one, which has not imported the codecs; the fork compiles the
changed source in memory when a test imports it. No file is written.
"""

import ast
import gc
import importlib.util
import io
import os
import re
import selectors
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from pathlib import Path

import pytest

from .operators import mutations

ROOT = Path(__file__).parents[2]
TERMINALS = ROOT / "biometric_attendance" / "terminals"
#: Seconds for the tests of one mutant; a mutant that never ends is noticed, too.
TEST_TIMEOUT_SECONDS = 180
#: Without what a run of this kind never looks at.
OPTIONS = [
    "-x",
    "-q",
    "-Wignore",
    *(
        f"-pno:{plugin}"
        for plugin in (
            "cacheprovider",
            "faulthandler",
            "threadexception",
            "unraisableexception",
        )
    ),
]


class NotFound(Exception):
    """The list of formats names what is no longer there."""


@dataclass(frozen=True, eq=False)
class Format:
    """A format of a brand, where it is written down, and what has to notice a slip.

    :param file: below ``terminals/``; a glob.
    :param names: regular expressions of top-level definitions.
    :param tests: files below ``tests/``; globs.
    :param equivalent: descriptions of mutations that change nothing, and why.
    """

    brand: str
    name: str
    file: str
    names: tuple[str, ...]
    tests: tuple[str, ...]
    equivalent: dict[str, str] | None = None

    def definitions(self) -> Iterator[tuple[Path, str]]:
        """Yield file and name of each definition.

        :raises NotFound: a file or name is missing.
        """
        files = sorted(TERMINALS.glob(self.file))
        for pattern in self.names:
            found = [
                (path, name)
                for path in files
                for name in _defined(path)
                if re.fullmatch(pattern, name)
            ]
            if not found:
                raise NotFound(f"{self.brand} {self.name}: {pattern} in {self.file}")
            yield from found

    def test_files(self) -> list[str]:
        """Return the files of tests by their names.

        :raises NotFound: no file has such a name.
        """
        found = []
        for pattern in self.tests:
            files = sorted((ROOT / "tests").glob(pattern))
            if not files:
                raise NotFound(f"{self.brand} {self.name}: tests/{pattern}")
            found += [str(path) for path in files]
        return found


@dataclass(frozen=True)
class Mutant:
    """One definition with one mutation.

    :param place: which of several mutations with the same words.
    """

    format: Format
    path: Path
    definition: str
    words: str
    place: int

    @property
    def is_equivalent(self) -> bool:
        return f"{self.definition}: {self.words}" in (self.format.equivalent or {})

    def tree(self) -> ast.Module:
        """Return the changed source."""
        tree = ast.parse(self.path.read_text("utf-8"))
        same = [
            apply
            for words, apply in mutations(_definition(tree, self.definition))
            if words == self.words
        ]
        same[self.place]()
        return ast.fix_missing_locations(tree)

    @property
    def module(self) -> str:
        path = self.path.relative_to(TERMINALS.parent).with_suffix("")
        return ".".join(path.parts).removesuffix(".__init__")


def _defined(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return [name for node in tree.body for name in _names(node)]


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return [
        name.id
        for target in targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    ]


def _definition(tree: ast.Module, name: str) -> ast.stmt:
    return next(node for node in tree.body if name in _names(node))


def mutants(formats: Iterable[Format]) -> Iterator[Mutant]:
    """Yield every mutant of the formats.

    :raises NotFound: the list names what is not there.
    """
    for each in formats:
        known = set()
        for path, name in each.definitions():
            node = _definition(ast.parse(path.read_text("utf-8")), name)
            counts: dict[str, int] = {}
            for words, _apply in mutations(node):
                place = counts.get(words, 0)
                counts[words] = place + 1
                known.add(f"{name}: {words}")
                yield Mutant(each, path, name, words, place)
        missing = set(each.equivalent or {}) - known
        if missing:
            raise NotFound(f"{each.brand} {each.name}: {sorted(missing)}")


class _Changed(MetaPathFinder, Loader):
    """Finds one module, with its source changed."""

    def __init__(self, mutant: Mutant):
        self.mutant = mutant

    def find_spec(self, name, path=None, target=None):
        if name != self.mutant.module:
            return None
        file = str(self.mutant.path)
        package = (
            [str(self.mutant.path.parent)] if file.endswith("__init__.py") else None
        )
        return importlib.util.spec_from_file_location(
            name, file, loader=self, submodule_search_locations=package
        )

    def exec_module(self, module):
        code = compile(self.mutant.tree(), str(self.mutant.path), "exec")
        exec(code, module.__dict__)


class _FirstFailure:
    """A pytest plugin that keeps what went wrong first.

    Tests whose values are drawn at random take no part: what they notice is chance.
    """

    name = ""

    def pytest_collection_modifyitems(self, items):
        items[:] = [i for i in items if not hasattr(i.obj, "is_hypothesis_test")]

    def pytest_runtest_logreport(self, report):
        if report.failed and not self.name:
            self.name = report.nodeid

    def pytest_collectreport(self, report):
        if report.failed and not self.name:
            self.name = f"{report.nodeid} (import)"


def _test(files: list[str], mutant: Mutant | None) -> str:
    """Run tests in this process; return which one failed, ``""`` if none did."""
    if mutant:
        sys.meta_path.insert(0, _Changed(mutant))
    plugin = _FirstFailure()
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for file in files:
            code = pytest.main([*OPTIONS, file], plugins=[plugin])
            if plugin.name or code:
                break
    return plugin.name or (f"pytest ended with {code}" if code else "")


def _fork(files: list[str], mutant: Mutant | None) -> tuple[int, int]:
    """Run tests in a fork; return its process id and the pipe its answer comes by."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    code = 1
    gc.disable()
    if mutant:
        signal.alarm(TEST_TIMEOUT_SECONDS)
    try:
        os.write(write, _test(files, mutant).encode()[:60_000])
        code = 0
    finally:
        os._exit(code)


def run(
    jobs: Iterable[tuple[list[str], Mutant | None]], processes: int
) -> Iterator[tuple[Mutant | None, str]]:
    """Test each, several at a time; yield what noticed it, ``""`` where nothing did."""
    os.chdir(ROOT)
    # What every fork needs is imported once, but nothing that may be changed.
    _test(["tests/test_simulator_alone.py"], None)
    assert "terminals" not in sys.modules
    gc.freeze()
    waiting, running = iter(jobs), {}
    with selectors.DefaultSelector() as ready:
        while True:
            while len(running) < processes and (job := next(waiting, None)):
                child, pipe = _fork(*job)
                running[pipe] = child, job[1], b""
                ready.register(pipe, selectors.EVENT_READ)
            if not running:
                return
            for key, _events in ready.select():
                child, mutant, answer = running[key.fd]
                piece = os.read(key.fd, 65_536)
                running[key.fd] = child, mutant, answer + piece
                if piece:
                    continue
                ready.unregister(key.fd)
                os.close(key.fd)
                _child, status = os.waitpid(child, 0)
                del running[key.fd]
                ended = f"ended with status {status}" if status else ""
                yield mutant, answer.decode() or ended
