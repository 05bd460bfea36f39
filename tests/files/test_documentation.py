"""The page about files names every layout that is known by name."""

from pathlib import Path

import pytest

from terminals.files.kinds import ATTLOG, KINDS

PAGE = Path(__file__).parents[2] / "docs" / "files.md"


@pytest.mark.parametrize("kind", [*KINDS, ATTLOG], ids=lambda kind: kind.key)
def test_layout_is_on_the_page(kind):
    assert f"| {kind.title}" in PAGE.read_text()
