"""The mirror for Odoo is found in whatever way the machine writes its sources."""

import pytest

from devkit.debian import find_mirror
from devkit.errors import DevError

KEY = "/usr/share/keyrings/debian-archive-keyring.gpg"
SIGNED = f"[signed-by={KEY}] http://mirror.example/debian"
FORMS = {
    "deb822": (
        "Types: deb deb-src\n# a comment\nURIs: http://mirror.example/debian\n"
        f"Suites: bookworm-updates bookworm\nComponents: main\nSigned-By: {KEY}\n",
        SIGNED,
    ),
    "deb822, other stanzas do not count": (
        "Types: deb\nEnabled: no\nURIs: http://a.example/\nSuites: bookworm\n\n"
        "Types: deb-src\nURIs: http://b.example/\nSuites: bookworm\n\n"
        "Types: deb\nURIs: http://c.example/\nSuites: bookworm-security\n\n"
        "Types: deb\nURIs: http://d.example/ http://e.example/\nSuites: stable\n",
        "http://d.example/",
    ),
    "one line": (
        "# deb http://old.example/debian bookworm main\n"
        "deb-src http://source.example/debian bookworm main\n"
        "deb http://a.example/debian-security bookworm-security main\n"
        "deb http://mirror.example/debian bookworm main contrib\n",
        "http://mirror.example/debian",
    ),
    "one line with options": (f"deb {SIGNED} bookworm main\n", SIGNED),
}


@pytest.mark.parametrize("form", FORMS)
def test_mirror_in_every_form_of_sources(form):
    text, mirror = FORMS[form]
    assert find_mirror(text, "bookworm") == mirror


@pytest.mark.parametrize(
    "text", ["", "Types: deb-src\nURIs: http://a.example/\nSuites: bookworm\n"]
)
def test_no_mirror_is_refused_with_a_hint(text):
    with pytest.raises(DevError, match=r"no Debian mirror for bookworm: .*ODOO_SOURCE"):
        find_mirror(text, "bookworm")
