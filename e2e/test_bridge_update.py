"""Updates from a real Odoo: fetched, tried, kept where they work, taken back where not."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bridge.install import start
from bridge.update_files import ProgramFiles
from devkit import bridge as builder
from e2e.bridging import Bridge, bridged, wait

TRIAL_SECONDS = "15"
RESTARTS = 8
HEARTBEAT = b"/biometric/v1/heartbeat"


def version_of(content: bytes, version: str, **changes: tuple[bytes, bytes]) -> bytes:
    """Return a program as it would be built later.

    :param changes: name of a file of the bridge to what is in it, and what takes its place.
    """
    target = io.BytesIO()
    target.write(builder.SHEBANG)
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name.rpartition("/")[2] == "VERSION":
                data = version.encode()
            change = changes.get(name.removeprefix("bridge/").removesuffix(".py"))
            if name.startswith("bridge/") and change:
                assert change[0] in data
                data = data.replace(*change)
            new.writestr(name, data)
    return target.getvalue()


class Installed:
    """A bridge as `install` leaves it, kept running as the system does."""

    def __init__(self, bridge: Bridge):
        self._bridge = bridge
        folder = bridge.folder / "program"
        folder.mkdir()
        (folder / "start.py").write_bytes(Path(start.__file__).read_bytes())
        self.files = ProgramFiles(folder)
        self.files.current.write_bytes(bridge.file.read_bytes())
        self.process: subprocess.Popen | None = None
        self.codes: list[int] = []

    def start(self) -> None:
        """Start it."""
        starter = self.files.folder / "start.py"
        command = [sys.executable, str(starter), "--state", str(self._bridge.state)]
        with (self._bridge.folder / "stderr.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "run"],
                stderr=log,
                env={
                    "PATH": os.environ["PATH"],
                    "BIOMETRIC_BRIDGE_TRIAL_SECONDS": TRIAL_SECONDS,
                },
            )

    def keep_running(self) -> None:
        """Start it again if it has ended."""
        code = self.process.poll()
        if code is not None:
            self.codes.append(code)
            assert len(self.codes) < RESTARTS, self.codes
            self.start()

    def stop(self) -> None:
        """End it as the system does."""
        if self.process:
            self.process.terminate()
            self.process.wait(60)

    def restart(self) -> None:
        """End it and start it again: it asks for its configuration at once."""
        self.stop()
        self.start()


@pytest.fixture
def offered(bridge_file):
    """Where Odoo looks for the program; nothing is left there."""
    yield bridge_file
    bridge_file.unlink(missing_ok=True)


def test_update_is_tried_and_kept_or_taken_back(server, api, tmp_path, offered):
    with bridged(api, server, tmp_path, "Updates") as (bridge, number):
        first = bridge.file.read_bytes()
        second = version_of(first, "2.works")
        # It passes its own test, and never reaches Odoo.
        third = version_of(first, "3.silent", contact=(HEARTBEAT, HEARTBEAT + b"x"))
        installed = Installed(bridge)
        files = installed.files

        def shown() -> str:
            fields = ["version", "online"]
            [row] = api.call("biometric.bridge", "read", ids=[number], fields=fields)
            return row["version"] if row["online"] else ""

        def until(ready, wanted: str) -> None:
            def look():
                installed.keep_running()
                return ready()

            wait(look, wanted, 120)

        installed.start()
        try:
            until(lambda: shown() == builder.version(), "the first version")
            offered.write_bytes(second)
            installed.restart()
            until(lambda: shown() == "2.works", "the second version")
            until(lambda: "trial" not in files.record, "the end of its trial")
            assert files.current.read_bytes() == second
            assert files.previous.read_bytes() == first
            assert not files.new.exists()
            assert installed.codes == [start.RESTART_CODE]

            offered.write_bytes(third)
            installed.restart()
            until(lambda: files.record.get("failed"), "the third version to fail")
            until(lambda: files.current.read_bytes() == second, "the version before")
            began = bridge.log.count("Bridge 2.works begins")
            until(
                lambda: (
                    bridge.log.count("Bridge 2.works begins") > began
                    or "not tried again" in bridge.log
                ),
                "the version before to run",
            )
            until(lambda: "3.silent is not tried again" in bridge.log, "told why")
            assert shown() == "2.works"
        finally:
            installed.stop()
    assert "Traceback" not in bridge.log
