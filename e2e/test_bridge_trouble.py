"""A bridge in trouble before a real Odoo: no room, lost answers, a wrong clock."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bridge.spool import MIN_FREE_BYTES
from e2e import skewed
from e2e.bridging import bridged, wait
from e2e.polled import crowd, polled, remembered
from e2e.test_bridge import approve, pass_by

MEBIBYTE = 2**20
DISK_BYTES = MIN_FREE_BYTES + 16 * MEBIBYTE
DAY_SECONDS = 86_400


@pytest.fixture
def disk(tmp_path) -> Iterator[Path]:
    """A small file system in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", place],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("only root may mount a file system")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@contextmanager
def filled(disk: Path, left: int) -> Iterator[None]:
    """Have so much room be left on a disk."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file, suppress(OSError):
        while (free := os.statvfs(disk)).f_bavail * free.f_frsize > left:
            with suppress_full():
                file.write(bytes(min(MEBIBYTE, free.f_bavail * free.f_frsize - left)))
                file.flush()
    yield
    ballast.unlink()


@contextmanager
def suppress_full() -> Iterator[None]:
    """Go on where a disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


def read(api, bridge: int, *names: str) -> dict:
    """Return what Odoo shows of a bridge."""
    return api.call("biometric.bridge", "read", ids=[bridge], fields=list(names))[0]


def all_there(committed, terminal):
    """Whether Odoo has exactly what a terminal has."""
    serial = terminal.serial
    return sorted(committed.punches([serial])) == sorted(set(remembered(terminal)))


def test_disk_without_room_leaves_punches_at_the_terminal_and_odoo_is_told(
    server, api, committed, tmp_path, disk
):
    with (
        crowd("FULL1", 10) as endpoint,
        bridged(api, server, tmp_path, "Full", disk / "state") as (bridge, number),
        polled(api, {"FULL1": endpoint.port}, poll_minutes=1) as [device],
    ):
        terminal = endpoint.terminal
        approve(api, [device], number)
        bridge.start()
        wait(lambda: committed.count("FULL1") == 10, "the first punches")
        with filled(disk, MIN_FREE_BYTES // 2):
            bridge.restart()
            wait(lambda: read(api, number, "disk_full")["disk_full"], "told in Odoo")
            pass_by(terminal, 5)
            # Nothing at all is left, and the bridge is started again.
            with filled(disk / "state", 0):
                bridge.restart()
                wait(lambda: "The disk is full" in bridge.log, "told in its log")
                assert read(api, number, "disk_full")["disk_full"]
                assert committed.count("FULL1") == 10
        bridge.restart()
        wait(lambda: all_there(committed, terminal), "what the terminal kept")
        wait(lambda: not read(api, number, "disk_full")["disk_full"], "told in Odoo")
        bridge.stop()
    assert "Traceback" not in bridge.log


def test_answers_lost_after_the_commit_double_nothing(server, api, committed, tmp_path):
    with (
        crowd("LOST1", 10) as endpoint,
        bridged(api, server, tmp_path, "Lost") as (bridge, number),
        polled(api, {"LOST1": endpoint.port}, poll_minutes=1) as [device],
    ):
        terminal = endpoint.terminal
        approve(api, [device], number)
        bridge.start()
        wait(lambda: committed.count("LOST1") == 10, "the first punches")
        bridge.kill()
        pass_by(terminal, 7)
        bridge.line.loses_answers = True
        bridge.start()
        wait(lambda: all_there(committed, terminal), "the commit")
        assert bridge.waiting()
        bridge.restart()
        bridge.line.loses_answers = False
        wait(lambda: not bridge.waiting(), "the answers")
        assert all_there(committed, terminal)
        keys = committed.punches(["LOST1"])
        assert len(keys) == len(set(keys))
        assert not bridge.quarantined()


def test_clock_that_jumps_is_told_and_changes_no_punch(
    server, api, committed, tmp_path
):
    ahead = tmp_path / "ahead"
    through = (skewed.__file__, str(ahead))

    def jump(days):
        part = tmp_path / "part"
        part.write_text(str(days * DAY_SECONDS))
        part.replace(ahead)

    jump(2)
    with (
        crowd("JUMP1", 10) as endpoint,
        bridged(api, server, tmp_path, "Jumps") as (bridge, number),
        polled(api, {"JUMP1": endpoint.port}, poll_minutes=60) as [device],
    ):
        terminal = endpoint.terminal
        approve(api, [device], number)
        bridge.start(*through)
        wait(lambda: all_there(committed, terminal), "the first punches")
        shown = wait(
            lambda: read(api, number, "clock_drift", "clock_is_wrong"), "its clock"
        )
        assert abs(shown["clock_drift"] - 2 * DAY_SECONDS) < DAY_SECONDS / 24
        assert shown["clock_is_wrong"]
        assert "clock of this computer is wrong" in bridge.log
        # Back by more than a year while it runs, with items waiting.
        bridge.line.cut()
        pass_by(terminal, 5)
        jump(-400)
        bridge.restart(*through)
        wait(lambda: bridge.rows_read(device) == 15, "the rows in the spool")
        jump(400)
        bridge.line.mend()
        bridge.restart(*through)
        wait(lambda: all_there(committed, terminal), "the punches of that time")
        fields = ("clock_drift", "clock_is_wrong")
        wait(
            lambda: read(api, number, *fields)["clock_drift"] > 300 * DAY_SECONDS,
            "its clock",
        )
        device_drift = api.call(
            "biometric.device", "read", ids=[device], fields=["clock_drift"]
        )[0]["clock_drift"]
        assert abs(device_drift) < DAY_SECONDS / 24
        bridge.restart()  # somebody has set the clock
        wait(lambda: not read(api, number, *fields)["clock_is_wrong"], "its clock")
        pass_by(terminal, 3)
        api.call("biometric.device", "action_fetch_now", ids=[device])
        wait(lambda: all_there(committed, terminal), "the punches after that")
        assert not bridge.quarantined()
        bridge.stop()
    assert "Traceback" not in bridge.log
