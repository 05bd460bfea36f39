"""Each code a terminal's codec gives as a reason has a sentence that its values fill."""

import ast
import re
from pathlib import Path

import pytest

import terminals
from terminals import BRANDS, errors, messages

FOLDER = Path(terminals.__file__).parent
ERRORS = {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.TerminalError)
}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def messages_of(path):
    """The sentences a file may use: the shared ones, and those of its brand."""
    brand = BRANDS.get(path.relative_to(FOLDER).parts[0])
    return {**messages.MESSAGES, **(brand.messages if brand else {})}


def reasons_in(path):
    """Code and names of values of each reason that is written as a literal."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        first = node.args[0] if node.args else None
        if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
            continue
        if node.func.id == "Reason":
            values = node.args[1] if len(node.args) > 1 else ast.Dict([], [])
            if isinstance(values, ast.Dict):
                yield first.value, {key.value for key in values.keys}
        elif node.func.id in ERRORS:
            yield first.value, {keyword.arg for keyword in node.keywords}


REASONS = [
    pytest.param(path, code, names, id=f"{path.relative_to(FOLDER)}-{code}")
    for path in sorted(FOLDER.rglob("*.py"))
    for code, names in reasons_in(path)
]


@pytest.mark.parametrize(("path", "code", "names"), REASONS)
def test_reason_in_the_source_has_a_sentence_with_its_values(path, code, names):
    sentence = messages_of(path)[code]
    assert set(PLACEHOLDER.findall(sentence)) == names


@pytest.mark.parametrize(
    "brand", [b for b in BRANDS.values() if b.commands], ids=lambda brand: brand.key
)
def test_result_of_any_code_has_a_sentence(brand):
    sentences = {**messages.MESSAGES, **brand.messages}
    for dialect, kinds in brand.commands.capabilities.items():
        for kind in kinds:
            for code in (None, *range(-1010, 1010), brand.commands.pending_code):
                _success, reason = brand.commands.explain(code, kind, dialect)
                assert sentences[reason.code] % reason.values


@pytest.mark.parametrize("brand", BRANDS.values(), ids=lambda brand: brand.key)
def test_code_of_a_brand_means_the_same_wherever_it_is_found(brand):
    """A reason is kept without its brand, so a code has one sentence."""
    for other in (messages, *BRANDS.values()):
        sentences = other.MESSAGES if other is messages else other.messages
        for code in brand.messages.keys() & sentences.keys():
            assert brand.messages[code] == sentences[code], code


#: Codes that are put together from a terminal's number.
NUMBERED = re.compile(r"\w+_(return|status)_\d+|command_\w+_unverified")


def test_no_sentence_is_of_a_code_that_nothing_gives():
    folders = (FOLDER.parent, FOLDER.parents[1] / "bridge")
    found = [path for folder in folders for path in folder.rglob("*.py")]
    files = [path for path in found if "tests" not in path.parts]
    source = "".join(path.read_text() for path in files)
    codes = {*messages.MESSAGES, *(c for b in BRANDS.values() for c in b.messages)}
    named = {code for code in codes if not NUMBERED.fullmatch(code)}
    assert {code for code in named if source.count(f'"{code}"') < 2} == set()


@pytest.mark.parametrize(
    "sentence",
    [
        *messages.MESSAGES.values(),
        *(m for b in BRANDS.values() for m in b.messages.values()),
    ],
)
def test_sentence_is_one(sentence):
    assert sentence.endswith(".")
    assert sentence[0].isupper() or sentence.startswith("%(")
