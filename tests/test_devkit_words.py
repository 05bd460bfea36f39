"""Names with words that left the glossary are found; others are not."""

import pytest

from devkit.words import findings, left_words


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("unseal_answer", ["unseal"]),
        ("UnsealedPart", ["unsealed"]),
        ("biometric.fate", ["fate"]),
        ("face_template", []),
        ("face", ["=face"]),
        ("FACE", []),
        ("Strangers", ["strangers"]),
        ("ground_truth", []),
        ("test_tells_the_truth", []),
        ("test_fates", ["fates"]),
        ("PATIENCE", ["PATIENCE"]),
        ("POLL_DEADLINE_SECONDS", []),
        ("same", []),
        ("sealant", []),
    ],
)
def test_left_words_of_identifier(identifier, words):
    assert [word for word, _replacement in left_words(identifier)] == words


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("a.py", "def ask(stranger=None):\n    return stranger.fate\n", [1, 2]),
        ("a.js", "const errand = 1;\nthis.wishes = 2;\n", [1, 2]),
        ("a.xml", '<odoo>\n<record\n  id="fate_view" model="x"/>\n</odoo>\n', [3]),
        ("remedies.py", "", [1]),
        ("a.py", '"""A stranger."""\ntext = "fate"\n', []),
    ],
)
def test_findings_name_file_and_line(tmp_path, monkeypatch, name, text, lines):
    (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    found = [sentence.split(":") for sentence in findings([name])]
    assert [(path, int(line)) for path, line, *_ in found] == [(name, x) for x in lines]
