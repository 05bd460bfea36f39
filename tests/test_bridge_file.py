"""The bridge as one file: the same whoever builds it, and enough for a bare Python."""

import subprocess
import sys
import zipfile

import pytest

from devkit import bridge


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    path = tmp_path_factory.mktemp("bridge") / "biometric-bridge.pyz"
    path.write_bytes(bridge.make())
    return path


def start(path, *arguments, folder):
    """Run it without any package that is installed, and without a home."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(path), *arguments],
        env={"XDG_STATE_HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_two_builds_are_equal_byte_for_byte(built):
    assert bridge.make() == built.read_bytes()


def test_bare_python_loads_every_part(built, tmp_path):
    done = start(built, "test", "--self", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == bridge.version()
    assert list(tmp_path.iterdir()) == []


def test_each_command_has_help(built, tmp_path):
    done = start(built, "--help", folder=tmp_path)
    commands = ("pair", "run", "once", "status", "test", "scan", "export")
    assert all(f"    {command} " in done.stdout for command in commands)


def test_licences_and_version_are_inside_and_nothing_compiled(built):
    with zipfile.ZipFile(built) as archive:
        names = archive.namelist()
        assert archive.read("VERSION").decode() == bridge.version()
    packed = {
        f"licences/{each.requirement.partition('==')[0]}.txt" for each in bridge.PACKED
    }
    assert {"licences/LICENSE", "licences/COPYING", *packed} <= set(names)
    assert [name for name in names if name.endswith((".pyc", ".so"))] == []
    assert not any(name.startswith("odoo") or "/tests/" in name for name in names)


def test_program_that_is_not_paired_says_so_without_a_traceback(built, tmp_path):
    done = start(built, "run", folder=tmp_path)
    assert done.returncode == 2
    assert "not paired" in done.stderr
    assert "Traceback" not in done.stderr


DIAGNOSE = """
import sys
sys.path.insert(0, sys.argv[1])
from terminals.poll import Limits
from terminals.vendor_databases.source import SOURCE

place = {"host": "192.0.2.1", "database": "x", "username": "x", "password": "x"}
for schema, plain in zip(sys.argv[2::2], sys.argv[3::2]):
    values = {"schema": schema, "plain": plain == "plain", "tz": "UTC", **place}
    reason = SOURCE.diagnose(values, Limits(timeout=0.1, deadline=1)).problem
    print(reason.code, reason.values.get("package"))
"""


def test_database_that_needs_what_cannot_be_packed_is_said_to(built):
    cases = ["biotime_postgresql", "plain", "att2000_sqlserver", "encrypted"]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", DIAGNOSE, str(built), *cases],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "database_driver psycopg2",
        "database_driver pyOpenSSL",
    ]
