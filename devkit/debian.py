"""Fetch Debian packages into a private folder, as any user, installing nothing.

apt is given its own sources list, lists and cache, so neither root nor a change of
the machine's own sources is needed. The mirror is the one the machine already uses.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .errors import DevError
from .processes import quiet, require

ONE_LINE = re.compile(
    r"^deb\s+(?:\[(?P<options>[^\]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)"
)


@dataclass(frozen=True)
class Source:
    """A Debian archive: its mirror, the suite, and the key file that signs it."""

    uri: str
    suite: str
    signed_by: str = ""

    def line(self, suite: str = "") -> str:
        """Return the one-line entry of this mirror for `suite` (default: its own)."""
        option = f"[signed-by={self.signed_by}] " if self.signed_by else ""
        return f"deb {option}{self.uri} {suite or self.suite} main\n"


def parse_sources(text: str) -> list[Source]:
    """Read the entries of a sources file, in the deb822 or the one-line form."""
    if re.search(r"^Types:", text, re.MULTILINE):
        return _parse_deb822(text)
    return _parse_one_line(text)


def _parse_one_line(text: str) -> list[Source]:
    found = []
    for line in text.splitlines():
        if match := ONE_LINE.match(line.strip()):
            options = dict(
                option.split("=", 1)
                for option in (match["options"] or "").split()
                if "=" in option
            )
            found.append(
                Source(match["uri"], match["suite"], options.get("signed-by", ""))
            )
    return found


def _parse_deb822(text: str) -> list[Source]:
    found = []
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    for stanza in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^([\w-]+):[ \t]*(.*)$", stanza, re.MULTILINE))
        if "deb" not in fields.get("Types", "").split():
            continue
        if fields.get("Enabled", "yes").strip().lower() == "no":
            continue
        signed_by = fields.get("Signed-By", "").strip()
        found += [
            Source(uri, suite, signed_by)
            for uri in fields.get("URIs", "").split()
            for suite in fields.get("Suites", "").split()
        ]
    return found


def machine_source() -> Source:
    """Return the machine's own entry for its Debian release.

    :raises DevError: the machine is no Debian, or has no such entry.
    """
    release = Path("/etc/os-release").read_text()
    fields = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', release, re.MULTILINE))
    codename = fields.get("VERSION_CODENAME", "")
    if fields.get("ID") == "debian":
        folder = Path("/etc/apt")
        files = [folder / "sources.list", *sorted(folder.glob("sources.list.d/*"))]
        for file in files:
            if file.is_file() and file.suffix in (".list", ".sources"):
                for source in parse_sources(file.read_text(errors="replace")):
                    if source.suite in (codename, "stable", "testing", "sid"):
                        return source
    raise DevError(
        "This machine has no Debian mirror to take Odoo 19 from: set ODOO_SOURCE to a"
        " checkout of Odoo 19."
    )


def fetch(folder: Path, packages: Iterable[str], source: Source, suite: str) -> None:
    """Download `packages` of `suite` and unpack them into `folder`."""
    require("apt-get", "use a Debian machine, or set ODOO_SOURCE")
    require("dpkg", "use a Debian machine, or set ODOO_SOURCE")
    apt = folder.parent / f".apt-{suite}"
    for name in ("lists/partial", "archives/partial", "packages"):
        (apt / name).mkdir(parents=True, exist_ok=True)
    (apt / "sources.list").write_text(source.line(suite))
    (apt / "apt.conf").write_text(_apt_conf(apt))
    env = {**os.environ, "APT_CONFIG": str(apt / "apt.conf"), "LC_ALL": "C"}
    remedy = "look whether the Debian mirror of this machine can be reached"
    quiet(["apt-get", "-q", "update"], env=env, remedy=remedy)
    quiet(
        ["apt-get", "-q", "download", *packages],
        env=env,
        cwd=apt / "packages",
        remedy=remedy,
    )
    for package in sorted((apt / "packages").glob("*.deb")):
        quiet(["dpkg", "-x", package, folder])
        package.unlink()


def _apt_conf(apt: Path) -> str:
    settings = {
        "Dir::Etc::sourcelist": apt / "sources.list",
        "Dir::Etc::sourceparts": "-",
        "Dir::State::lists": apt / "lists",
        # What is installed is no reason to want the very same version from the mirror.
        "Dir::State::status": "/dev/null",
        "Dir::Cache": apt,
        "Acquire::Languages": "none",
        # As root apt would drop to the user _apt, who cannot write here.
        "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
    }
    return "".join(f'{key} "{value}";\n' for key, value in settings.items() if value)
