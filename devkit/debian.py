"""Debian packages: unpacked into a private folder as any user, or installed as root.

For a private folder apt is given its own sources list, lists and cache. The mirror is
the one the machine already uses.
"""

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from .errors import DevError
from .paths import cache_folder
from .processes import quiet, require
from .progress import locked, once, say

# The names under which Odoo's own tests look for a browser, in the same order.
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
HINT = "use a Debian machine, or set ODOO_SOURCE to a checkout of Odoo 19"


def chromium() -> str:
    """Return the path of a browser, which is installed when we are root.

    :raises DevError: there is none and we may not install it.
    """
    with locked(cache_folder() / ".chromium.lock"):
        for command in ("update", "install chromium"):
            if path := next(filter(None, map(shutil.which, BROWSERS)), None):
                return path
            hint = "install it by hand with apt-get install chromium"
            if os.geteuid() or not shutil.which("apt-get"):
                raise DevError(f"chromium is missing: {hint}.")
            say(f"Debian's Chromium: {command}")
            options = ["-q", "-y", "--no-install-recommends"]
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            quiet(["apt-get", *options, *command.split()], env=environment, hint=hint)
        return require("chromium", hint)


def nginx() -> Path:
    """Return the path of an nginx: the machine's own, else Debian's, unpacked.

    apt-get would start its service, and that takes port 80.

    :raises DevError: there is none, and none can be fetched.
    """
    # PATH, of anybody but root, may lack the folder where it is.
    folders = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    if path := shutil.which("nginx", path=folders):
        return Path(path)
    folder = cache_folder() / "nginx"
    once(folder, "nginx", lambda place: fetch(place, ["nginx"], machine_suite()))
    program = folder / "usr" / "sbin" / "nginx"
    quiet([program, "-v"], hint="install it by hand with apt-get install nginx")
    return program


def machine_suite() -> str:
    """Return the code name of the machine's Debian release.

    :raises DevError: the machine is no Debian.
    """
    release = Path("/etc/os-release").read_text()
    fields = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', release, re.MULTILINE))
    if fields.get("ID") != "debian":
        raise DevError(f"This machine is no Debian: {HINT}.")
    return fields.get("VERSION_CODENAME", "sid")


def find_mirror(text: str, suite: str) -> str:
    """Return the options and the address of a release's mirror, as a `deb` line has them.

    :param text: files of sources, in the deb822 or the one-line form.
    """
    suites = rf"(?:{suite}|stable|testing|sid)(?=\s|$)"
    one_line = rf"^deb\s+((?:\[[^\]]*\]\s+)?\S+)\s+{suites}"
    if match := re.search(one_line, text, re.MULTILINE):
        return match[1]
    for stanza in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^([\w-]+):[ \t]*(.*?)\s*$", stanza, re.MULTILINE))
        binary = "deb" in fields.get("Types", "").split()
        enabled = fields.get("Enabled", "yes").lower() != "no"
        if binary and enabled and re.search(rf"\b{suites}", fields.get("Suites", "")):
            key = fields.get("Signed-By")
            return (f"[signed-by={key}] " if key else "") + fields["URIs"].split()[0]
    raise DevError(f"This machine has no Debian mirror for {suite}: {HINT}.")


def fetch(folder: Path, packages: Iterable[str], suite: str) -> None:
    """Download `packages` of `suite` and unpack them into `folder`."""
    for program in ("apt-get", "dpkg"):
        require(program, HINT)
    etc = Path("/etc/apt")
    files = [etc / "sources.list", *sorted(etc.glob("sources.list.d/*"))]
    sources = [
        file.read_text(errors="replace")
        for file in files
        if file.is_file() and file.suffix in (".list", ".sources")
    ]
    mirror = find_mirror("\n\n".join(sources), machine_suite())
    apt = folder.parent / f".apt-{suite}"
    for name in ("lists/partial", "archives/partial", "packages"):
        (apt / name).mkdir(parents=True, exist_ok=True)
    (apt / "sources.list").write_text(f"deb {mirror} {suite} main\n")
    (apt / "apt.conf").write_text(_apt_conf(apt))
    env = {**os.environ, "APT_CONFIG": str(apt / "apt.conf"), "LC_ALL": "C"}
    hint = "look whether the Debian mirror of this machine can be reached"
    quiet(["apt-get", "-q", "update"], env=env, hint=hint)
    download = ["apt-get", "-q", "download", *packages]
    quiet(download, env=env, cwd=apt / "packages", hint=hint)
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
