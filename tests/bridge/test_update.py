"""Updates with real files and processes: a broken version, a wrong hash, kills between."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from bridge import update_files
from bridge.errors import BridgeError, OdooAway, OdooRefused
from bridge.install import start
from bridge.update import Offer, apply_offer, read_offer
from bridge.update_files import ProgramFiles
from bridge.update_service import LOOK_SECONDS, Updates

STARTER = Path(start.__file__)


def program(version, *lines, self_test="0"):
    """Return a program that writes its version into `started`, then does as told."""
    body = "\n".join(lines) or "pass"
    return (
        textwrap.dedent(
            """\
        import json, os, pathlib, sys, time
        if sys.argv[1:] == ["test", "--self"]:
            sys.exit({self_test})
        here = pathlib.Path(os.environ["BIOMETRIC_BRIDGE_PROGRAM"])
        with open(here / "started", "a") as file:
            file.write("{version} ")

        def confirm():
            record = json.loads((here / "update.json").read_text())
            record.pop("trial", None)
            (here / "update.json").write_text(json.dumps(record))

        """
        )
        .format(version=version, self_test=self_test)
        .encode()
        + body.encode()
    )


ENDS = "sys.exit(0)"
GOOD = program("new", "confirm()", ENDS)
OLD = program("old", ENDS)


def sha256(content):
    """Return the hash of bytes as Odoo names it."""
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def files(tmp_path):
    """An installed program."""
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "start.py").write_bytes(STARTER.read_bytes())
    (folder / start.PROGRAM).write_bytes(OLD)
    return ProgramFiles(folder)


def begin(files, seconds="5"):
    """Start the program as the service manager does."""
    return subprocess.Popen(
        [sys.executable, str(files.folder / "start.py"), "run"],
        env={**os.environ, "BIOMETRIC_BRIDGE_TRIAL_SECONDS": seconds},
        stderr=subprocess.PIPE,
    )


def run(files, seconds="5"):
    """Run the program to its end, and return which versions were started."""
    process = begin(files, seconds)
    process.communicate(timeout=60)
    return started(files)


def started(files):
    """Return the versions that were started, in order."""
    path = files.folder / "started"
    return path.read_text().split() if path.exists() else []


def put(files, content, version="new"):
    """Put a version in place."""
    files.put_in_place(content, sha256(content), version)


def test_a_version_that_works_stays(files):
    put(files, GOOD)
    assert files.previous.read_bytes() == OLD
    assert run(files) == ["new"]
    assert files.current.read_bytes() == GOOD
    assert "trial" not in files.record
    assert run(files) == ["new", "new"]


def test_a_version_that_ends_at_once_is_replaced_by_the_one_before(files):
    broken = program("broken", "raise SystemExit(3)")
    put(files, broken)
    assert run(files) == ["broken", "broken", "broken", "old"]
    assert files.current.read_bytes() == OLD
    assert files.failure(sha256(broken))


def test_a_version_odoo_does_not_hear_of_is_replaced(files):
    silent = program("silent", "time.sleep(60)")
    put(files, silent)
    assert run(files, "1") == ["silent", "old"]
    assert files.current.read_bytes() == OLD
    assert "in time" in files.failure(sha256(silent))


def test_a_version_that_ignores_the_end_is_killed(files, monkeypatch):
    monkeypatch.setattr(start, "END_SECONDS", 0.5)
    deaf = "import signal; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
    child = subprocess.Popen(
        [sys.executable, "-c", f"{deaf}; import time; time.sleep(60)"],
        stdout=subprocess.PIPE,
    )
    child.stdout.read(1)
    start.end(child)
    child.stdout.close()
    assert child.returncode == -signal.SIGKILL


def test_a_version_that_fails_its_self_test_never_comes_into_place(files):
    bad = program("bad", self_test="'no module'")
    with pytest.raises(BridgeError, match="no module"):
        put(files, bad)
    assert files.current.read_bytes() == OLD
    assert not files.new.exists()
    assert run(files) == ["old"]


def test_a_file_with_another_hash_is_not_even_run(files):
    with pytest.raises(BridgeError, match="not the one"):
        files.put_in_place(GOOD + b"#", sha256(GOOD), "new")
    assert files.current.read_bytes() == OLD
    assert not files.new.exists()


def test_the_service_is_stopped_during_a_trial(files):
    slow = program("slow", "time.sleep(60)")
    put(files, slow)
    process = begin(files, "60")
    until = time.monotonic() + 20
    while not started(files):
        assert time.monotonic() < until
        time.sleep(0.05)
    process.terminate()
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert files.current.read_bytes() == slow
    assert files.record["trial"]["attempts"] == 0  # the person's end is no failure


class Killed(BaseException):
    """The process is killed at this step."""


STEPS = ["write_new", "self_test", "keep_previous", "record", "replace", "sync"]


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_between_two_steps_leaves_a_program_that_runs(files, monkeypatch, step):
    def killed(*_arguments):
        raise Killed

    write = update_files._write

    def write_some(path, content):
        if (path == files.new) == (step == "write_new"):
            path.with_name(path.name + ".part").write_bytes(content[:9])
            raise Killed
        write(path, content)

    with monkeypatch.context() as patch:
        if step in ("write_new", "keep_previous"):
            patch.setattr(update_files, "_write", write_some)
        elif step == "replace":
            replace, seen = os.replace, []

            def replace_some(source, target):
                seen.append(target)
                if target == files.current:
                    raise Killed
                replace(source, target)

            patch.setattr(update_files.os, "replace", replace_some)
        else:
            names = {"record": "write_record", "sync": "_sync_folder"}
            patch.setattr(update_files, names.get(step, step), killed)
        with pytest.raises(Killed):
            put(files, GOOD)
    if step == "sync":  # it was in place
        assert run(files) == ["new"]
        return
    assert run(files) == ["old"]
    assert "trial" not in files.record
    put(files, GOOD)
    assert run(files) == ["old", "new"]


@pytest.mark.parametrize("cut", range(6))
def test_a_kill_of_the_starter_at_any_moment_ends_well(files, cut):
    """Killed with all its children, again and again, while it rolls back."""
    broken = program("broken", "time.sleep(0.1)", "raise SystemExit(3)")
    put(files, broken)
    for number in range(3):
        process = subprocess.Popen(
            [sys.executable, str(files.folder / "start.py"), "run"],
            start_new_session=True,
        )
        time.sleep(0.03 + 0.07 * cut + 0.02 * number)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert run(files)[-1] == "old"
    assert files.current.read_bytes() == OLD
    assert files.failure(sha256(broken))


def test_a_damaged_record_is_no_trial(files):
    for text in ("", "[]", "{", '{"trial": null}'):
        (files.folder / "update.json").write_text(text)
        assert run(files)[-1] == "old"


# What Odoo offers


def offer_of(content, automatic=True):
    """Return a configuration that offers a file."""
    update = {"version": "2", "sha256": sha256(content), "automatic": automatic}
    return {"update": update}


class FakeClient:
    """Serves a file, or fails."""

    def __init__(self, content=b"", error=None, status=200):
        self.content, self.error, self.status, self.asked = content, error, status, 0

    def request(self, method, path, **_options):
        """Return the file."""
        self.asked += 1
        if self.error:
            raise self.error
        return SimpleNamespace(status=self.status, body=self.content)


@pytest.fixture
def updates(files):
    """Return a function that makes the service with a client and a configuration."""

    def make(client, config, last_heartbeat=1.0):
        restarts = []
        made = Updates(
            files,
            client,
            lambda: config,
            lambda: last_heartbeat,
            lambda: restarts.append(1),
        )
        made.restarts = restarts
        return made

    return make


def test_an_offer_is_fetched_and_the_program_begins_again(files, updates):
    service = updates(FakeClient(GOOD), offer_of(GOOD))
    service.look()
    assert service.restarts == [1]
    assert files.current.read_bytes() == GOOD
    again = updates(FakeClient(GOOD), offer_of(GOOD))
    assert again.look() == LOOK_SECONDS
    assert "trial" not in files.record  # a heartbeat was taken
    assert not again.restarts


def test_nothing_is_done_before_odoo_took_a_heartbeat(files, updates):
    put(files, GOOD)
    service = updates(FakeClient(OLD), offer_of(OLD), last_heartbeat=None)
    service.look()
    assert files.record["trial"]
    assert not service.restarts


def test_an_offer_waits_to_be_asked_for(files, updates):
    client = FakeClient(GOOD)
    updates(client, offer_of(GOOD, automatic=False)).look()
    assert not client.asked
    config = offer_of(GOOD, automatic=False)
    config["update"]["requested"] = True
    updates(client, config).look()
    assert files.current.read_bytes() == GOOD


def test_what_failed_is_not_fetched_again(files, updates):
    client = FakeClient(b"something else")
    service = updates(client, offer_of(GOOD))
    service.look()
    service.look()
    assert client.asked == 1
    assert "not the one Odoo announced" in service.problem
    assert files.current.read_bytes() == OLD


@pytest.mark.parametrize(
    "client",
    [
        FakeClient(error=OdooAway("away")),
        FakeClient(error=OdooRefused(403, "right", "no")),
        FakeClient(b"<html>", status=404),
    ],
)
def test_what_cannot_be_fetched_now_is_tried_later(files, updates, client):
    service = updates(client, offer_of(GOOD))
    service.look()
    assert service.problem
    assert not files.failure(sha256(GOOD))
    assert not service.restarts


def test_a_full_disk_changes_nothing(files, updates, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(update_files, "_write", full)
    service = updates(FakeClient(GOOD), offer_of(GOOD))
    service.look()
    assert "No space left" in service.problem
    assert files.current.read_bytes() == OLD


def test_a_version_put_in_place_by_hand_is_started(files, updates):
    service = updates(FakeClient(), {})
    put(files, GOOD)
    service.look()
    assert service.restarts == [1]


@pytest.mark.parametrize(
    "config",
    [{}, {"update": None}, {"update": "x"}, {"update": {"sha256": "abc"}}],
)
def test_a_configuration_without_an_offer(config):
    assert read_offer(config) is None


def test_a_program_that_was_not_installed_is_replaced_beside_itself(tmp_path):
    own = tmp_path / "bridge.pyz"
    own.write_bytes(OLD)
    files = ProgramFiles.around(own)
    apply_offer(FakeClient(GOOD), files, Offer("2", sha256(GOOD), True))
    assert own.read_bytes() == GOOD
    assert (tmp_path / "bridge.pyz.previous").read_bytes() == OLD
    assert not (tmp_path / "update.json").exists()
    assert json.loads("{}") == files.record
