"""Start the bridge, and go back to the version before if a new one does not work.

    python start.py ARGUMENT ...

`install` puts this file beside the program, and updates leave it alone: it has to work when
a new version does not. It needs the standard library only.

While a version is on trial (see the file ``update.json``) it runs as a child. It has to be
confirmed within five minutes, which it does itself once Odoo took a heartbeat. One that
ends thrice before that, or is not confirmed in time, is replaced by the one before.
"""

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PROGRAM = "biometric-bridge.pyz"
PREVIOUS = "biometric-bridge.pyz.previous"
RECORD = "update.json"
#: Tells the program that it is started by this one, and in which folder.
FOLDER_VARIABLE = "BIOMETRIC_BRIDGE_PROGRAM"
#: What the program returns to be started again at once.
RESTART_CODE = 75
TRIAL_SECONDS = float(os.environ.get("BIOMETRIC_BRIDGE_TRIAL_SECONDS", "300"))
MAX_ATTEMPTS = 3
LOOK_SECONDS = 0.5
#: How long the program may take to end.
END_SECONDS = 20


def main(arguments):
    """Run the program until it ends for good, and return its exit code."""
    folder = Path(__file__).resolve().parent
    os.environ[FOLDER_VARIABLE] = str(folder)
    while True:
        trial = begin_trial(folder)
        command = [sys.executable, str(folder / PROGRAM), *arguments]
        if not trial and os.name == "posix":
            os.execv(sys.executable, command)
        code = supervise(folder, command, trial)
        if code != RESTART_CODE and not is_on_trial(folder):
            return code


def begin_trial(folder):
    """Count one more start of a version on trial; whether there is one.

    After too many it is replaced by the one before.
    """
    record = read_record(folder)
    trial = record.get("trial")
    if not trial:
        return False
    if trial.get("sha256") != hash_of(folder / PROGRAM):
        # Killed before the new version was in place: Odoo offers it again.
        del record["trial"]
        write_record(folder, record)
        return False
    if trial.get("attempts", 0) >= MAX_ATTEMPTS:
        roll_back(folder, "it ended before Odoo heard of it")
        return False
    trial["attempts"] = trial.get("attempts", 0) + 1
    write_record(folder, record)
    return True


def supervise(folder, command, trial):
    """Run the program as a child, and return its exit code."""
    child = subprocess.Popen(command)

    asked = []

    def stop(_number, _frame):
        child.terminate()
        asked.append(True)

    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    until = time.monotonic() + TRIAL_SECONDS
    while child.poll() is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(LOOK_SECONDS)
        if not trial or asked or time.monotonic() < until:
            continue
        if not is_on_trial(folder):
            trial = False
            continue
        end(child)
        roll_back(folder, "Odoo did not hear of it in time")
        return RESTART_CODE
    if asked:
        forgive(folder)
        sys.exit(0)
    return child.returncode


def end(child):
    """End the child, gently first."""
    child.terminate()
    try:
        child.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def is_on_trial(folder):
    """Whether the version in place is not confirmed yet."""
    return bool(read_record(folder).get("trial"))


def forgive(folder):
    """Not count a start that a person or the system ended."""
    record = read_record(folder)
    if record.get("trial"):
        record["trial"]["attempts"] = max(0, record["trial"].get("attempts", 1) - 1)
        write_record(folder, record)


def roll_back(folder, reason):
    """Put the version before in place of the one on trial, and remember why."""
    record = read_record(folder)
    trial = record.pop("trial", None) or {}
    record.setdefault("failed", {})[trial.get("sha256", "")] = reason
    if (folder / PREVIOUS).exists():
        # A copy, so that a kill between the two steps leaves both.
        temporary = folder / (PROGRAM + ".back")
        temporary.write_bytes((folder / PREVIOUS).read_bytes())
        os.replace(temporary, folder / PROGRAM)
    write_record(folder, record)


def hash_of(path):
    """Return the SHA-256 of a file, ``""`` where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def read_record(folder):
    """Return what is known of updates; ``{}`` where that cannot be read."""
    try:
        value = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def write_record(folder, record):
    """Write what is known of updates, whole or not at all."""
    temporary = folder / (RECORD + ".new")
    temporary.write_text(json.dumps(record), "utf-8")
    os.replace(temporary, folder / RECORD)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
