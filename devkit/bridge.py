"""`./dev bridge`: the bridge as one file that any Python 3.10 or newer runs.

It is the same byte for byte wherever it is built: members in order, of one time, and not
compressed, because every version of zlib compresses in its own way.
"""

import ast
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .environments import package_folder
from .errors import DevError
from .paths import ADDON, REPOSITORY
from .progress import say

TARGETS = (
    REPOSITORY / "build" / "biometric-bridge.pyz",
    ADDON / "static" / "bridge" / "biometric-bridge.pyz",  # Odoo hands it out
)
TIME = (2020, 1, 1, 0, 0, 0)
SHEBANG = b"#!/usr/bin/env python3\n"
MAIN = b"from bridge.__main__ import main\nimport sys\n\nsys.exit(main(sys.argv[1:]))\n"
LEFT_OUT = {"__pycache__"}


class Packed(NamedTuple):
    """A package that is packed with the bridge.

    :param requirement: with its version.
    :param folders: below what is installed.
    :param licence: below what is installed, ``""`` where the package has none of its own.
    """

    requirement: str
    folders: tuple[str, ...]
    licence: str = ""


#: What the bridge needs beside the standard library. Readers of databases add theirs here.
PACKED = (
    Packed("pyzk==0.9", ("zk",)),
    Packed(
        "tzdata==2026.6",
        ("tzdata",),
        "tzdata-2026.6.dist-info/licenses/LICENSE",
    ),
)
#: The licence of packages that name one without bringing its text.
COPYING = {"pyzk": REPOSITORY / "COPYING"}


def build() -> int:
    """Build the file, and print where it is and its SHA-256."""
    content = make()
    for target in TARGETS:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(0o755)
    say(f"{TARGETS[0]} ({len(content):,} bytes)")
    print(hashlib.sha256(content).hexdigest())
    return 0


def make() -> bytes:
    """Return the bytes of the file."""
    members = dict(_members())
    target = io.BytesIO()
    target.write(SHEBANG)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members):
            member = zipfile.ZipInfo(name, TIME)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, members[name])
    return target.getvalue()


def version() -> str:
    """Return the version of the addon, which is the bridge's."""
    manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text())
    return manifest["version"]


def _members() -> Iterator[tuple[str, bytes]]:
    yield "__main__.py", MAIN
    for name in ("VERSION", "bridge/VERSION"):
        yield name, version().encode()
    for folder in (REPOSITORY / "bridge", ADDON / "terminals"):
        yield from _files(folder, folder.parent, "*.py")
    for name in ("LICENSE", "COPYING"):
        yield f"licences/{name}", (REPOSITORY / name).read_bytes()
    for packed in PACKED:
        yield from _package(packed)


def _package(packed: Packed) -> Iterator[tuple[str, bytes]]:
    root = package_folder(packed.requirement)
    name = packed.requirement.partition("==")[0]
    for folder in packed.folders:
        if not (root / folder).is_dir():
            raise DevError(f"{packed.requirement} has no folder {folder}.")
        yield from _files(root / folder, root, "*")
    licence = root / packed.licence if packed.licence else COPYING[name]
    yield f"licences/{name}.txt", licence.read_bytes()


def _files(folder: Path, root: Path, pattern: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob(pattern):
        if path.is_file() and LEFT_OUT.isdisjoint(path.parts):
            yield path.relative_to(root).as_posix(), path.read_bytes()
