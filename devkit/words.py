"""Identifiers keep to the glossary: `python -m devkit.words` lists words that left it.

It reads names, not prose: functions, classes, arguments, variables, attributes and
modules of Python, declarations of JavaScript, ids and field names of XML, file names.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

# What each word is called now. Parts joined by `_` must follow each other; one with `=`
# is the whole name.
REPLACEMENTS = {
    "bending": "fault injection",
    "call_soon ask_soon": "schedule_poll_now",
    "claimed doubtful": "unverified, verify",
    "errand errands farewell": "session",
    "=face": "endpoint, terminal",  # a template's kind is `FACE`, a count `faces`
    "fate fates judged": "outcome",
    "keep_out shut_out": "access_denied, deny_access",
    "let_in let_in_still": "grant_access, unconfirmed_revocation",
    "passage passages": "punch",
    "remedy remedies": "correction",
    "resident residents": "device user",
    "rival rivals": "pin_conflict",
    "seal seals sealed sealing unseal unsealed unsealing": "encrypt, decrypt",
    "second_thoughts": "recompute",
    "stranger strangers stray strays": "unknown device",
    "stroll": "live traffic",
    "walls": "fixed intervals",
    "wish wishes wished": "desired, command",
}
# The same for words of everyday English, which may stand in the sentence of a test's name.
EVERYDAY = {
    "=at_once": "retry_on_serialization_failure",
    "hear heard hears tell tells told said": "receive, process, values",
    "lived": "expected",
    "repair repairs": "recompute",
    "theirs": "fixed interval",
    "truth": "ground_truth, expected attendances",
    "visit visits visitor trip trips": "session",
    "wake wakes waking": "trigger_cron",
}
# Constants carry subject and unit; these words say neither.
CONSTANTS = "AT_ONCE EVER FRESH KEPT LONGEST MOST PATIENCE SAME"
# Identifiers in which the word is right, and why.
ALLOWED = {
    "call_soon": "asyncio's name",
    "call_soon_threadsafe": "asyncio's name",
    "ground_truth": "the word of the glossary",
}
ONLY_HERE = ("devkit/words.py",)
WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
JAVASCRIPT = re.compile(
    r"(?:\b(?:const|let|var|function|class|get|set|async|static)\s+|\.|^\s+)"
    r"([A-Za-z_$][\w$]*)(?=\s*[(=:;{])",
    re.MULTILINE,
)
XML = re.compile(
    r"<(?:record|template|menuitem|field|button)\b[^>]*?\b(?:id|name)=\"([^\"]+)\""
)


class Name(NamedTuple):
    """An identifier and where it stands."""

    path: str
    line: int
    text: str


def left_words(identifier: str) -> Iterator[tuple[str, str]]:
    """Yield each word of an identifier that left, and what replaces it."""
    parts = "_".join(WORD.findall(identifier)).lower()
    for allowed in ALLOWED:
        parts = parts.replace(allowed, "-")
    everyday = {} if identifier.startswith("test_") else EVERYDAY
    for words, replacement in {**REPLACEMENTS, **everyday}.items():
        for word in words.split():
            exact = word.startswith("=") and identifier == word[1:]
            if exact or re.search(rf"(?<![a-z]){word}(?![a-z])", parts):
                yield word, replacement
    if identifier.strip("_") in CONSTANTS.split():
        yield identifier, "a constant with subject and unit"


def names_of(path: Path, shown: str) -> Iterator[Name]:
    """Yield the identifiers that a file defines or uses, and those of its own name."""
    yield Name(shown, 1, path.stem)
    if path.suffix == ".py":
        yield from _python(path.read_text(), shown)
    elif path.suffix in (".js", ".xml"):
        text = path.read_text()
        for match in (JAVASCRIPT if path.suffix == ".js" else XML).finditer(text):
            yield Name(shown, text.count("\n", 0, match.start(1)) + 1, match[1])


def _python(source: str, shown: str) -> Iterator[Name]:
    attributes = ("name", "id", "attr", "arg", "module", "asname")
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 1)
        for attribute in attributes:
            text = getattr(node, attribute, None)
            if isinstance(text, str):
                yield Name(shown, line, text)


def findings(paths: Iterable[str]) -> Iterator[str]:
    """Yield one sentence for each identifier of each file, in order, with its line."""
    for shown in paths:
        told: set[str] = set()
        for name in names_of(Path(shown), shown):
            if name.text in told or shown in ONLY_HERE:
                continue
            told.add(name.text)
            for word, replacement in left_words(name.text):
                yield f"{shown}:{name.line}: {name.text}: {word} -> {replacement}"


def main(paths: Iterable[str] = ()) -> int:
    """Check these files, or all that git knows below the current folder."""
    listing = ["git", "ls-files", "*.py", "*.js", "*.xml"]
    listed = subprocess.run(listing, capture_output=True, text=True, check=True).stdout
    found = list(
        findings(each for each in paths or listed.split() if Path(each).is_file())
    )
    print("\n".join([*found, f"{len(found)} names with words that left"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
