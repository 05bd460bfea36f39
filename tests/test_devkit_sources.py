"""The mirror for Odoo is found in whatever way the machine writes its sources."""

import pytest

from devkit.debian import Source, parse_sources

KEY = "/usr/share/keyrings/debian-archive-keyring.gpg"

FORMS = {
    "deb822": (
        "Types: deb deb-src\n# a comment\nURIs: http://mirror.example/debian\n"
        f"Suites: bookworm bookworm-updates\nComponents: main\nSigned-By: {KEY}\n",
        [
            Source("http://mirror.example/debian", "bookworm", KEY),
            Source("http://mirror.example/debian", "bookworm-updates", KEY),
        ],
    ),
    "deb822, a second stanza is switched off": (
        "Types: deb\nURIs: http://a.example/\nSuites: trixie\nComponents: main\n\n"
        "Types: deb\nEnabled: no\nURIs: http://b.example/\nSuites: trixie\n",
        [Source("http://a.example/", "trixie")],
    ),
    "one line": (
        "# deb http://old.example/debian bookworm main\n"
        "deb http://mirror.example/debian bookworm main contrib\n"
        "deb-src http://mirror.example/debian bookworm main\n",
        [Source("http://mirror.example/debian", "bookworm")],
    ),
    "one line with options": (
        f"deb [arch=amd64 signed-by={KEY}] https://mirror.example/debian sid main\n",
        [Source("https://mirror.example/debian", "sid", KEY)],
    ),
    "only sources": ("Types: deb-src\nURIs: http://a.example/\nSuites: sid\n", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_sources_is_read(form):
    text, sources = FORMS[form]
    assert parse_sources(text) == sources


def test_a_mirror_is_asked_for_another_suite_under_the_same_key():
    source = Source("http://mirror.example/debian", "bookworm", KEY)
    assert source.line("sid") == (
        f"deb [signed-by={KEY}] http://mirror.example/debian sid main\n"
    )
