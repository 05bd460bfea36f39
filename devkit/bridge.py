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
LEFT_OUT = {"__pycache__", "tests"}
#: Of one system alone; what has such files works without them.
COMPILED = {".so", ".pyd"}


class Packed(NamedTuple):
    """A package that is packed with the bridge; its licence is packed, too.

    :param requirement: with its version.
    :param folder: below what is installed.
    """

    requirement: str
    folder: str


#: What the bridge needs beside the standard library: to poll terminals, to call by HTTP, and
#: to read databases of MySQL and SQL Server and files of Access.
PACKED = (
    Packed("access-parser==0.0.6", "access_parser"),
    Packed("certifi==2026.10.19.post1", "certifi"),
    Packed("charset-normalizer==3.5.3", "charset_normalizer"),
    Packed("construct==2.10.70", "construct"),
    Packed("idna==3.20", "idna"),
    Packed("pymysql==1.2.4", "pymysql"),
    Packed("python-tds==1.17.1", "pytds"),
    Packed("pyzk==0.9", "zk"),
    Packed("requests==2.34.2", "requests"),
    Packed("tabulate==0.10.0", "tabulate"),
    Packed("tzdata==2026.6", "tzdata"),
    Packed("urllib3==2.8.0", "urllib3"),
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
    if not (root / packed.folder).is_dir():
        raise DevError(f"{packed.requirement} has no folder {packed.folder}.")
    yield from _files(root / packed.folder, root, "*")
    own = sorted(root.glob("*.dist-info/**/LICENSE*"))
    licence = COPYING.get(name) or next(filter(Path.is_file, own))
    yield f"licences/{name}.txt", licence.read_bytes()


def _files(folder: Path, root: Path, pattern: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob(pattern):
        is_source = path.suffix not in COMPILED and LEFT_OUT.isdisjoint(path.parts)
        if is_source and path.is_file():
            yield path.relative_to(root).as_posix(), path.read_bytes()
