"""kill -9 in the middle of an import: every row of the file is there, and only once."""

import base64
import time
from datetime import datetime, timedelta

from demo.company import add_devices
from e2e.workers import cron_worker, kill

SERIAL = "KILL4"
ROWS = 60_000
KILLS = 2  # Odoo puts a job off for its whole interval once it was killed three times
TIMEOUT_SECONDS = 300
BEGINNING = datetime(2026, 1, 1, 6)
COLUMNS = ("state", "done_count", "new_count", "known_count")


def log() -> str:
    """Return a log of so many rows, a minute apart, with the last of them unreadable."""
    rows = (
        f"{9000 + number % 50:>9}\t{BEGINNING + timedelta(minutes=number)}\t1\t0\t1\t0\r\n"
        for number in range(ROWS)
    )
    return "".join(rows) + "     9000\t2026-02-31 08:00:00\t1\t0\t1\t0\r\n"


def test_an_import_killed_in_the_middle_stores_each_row_once(server, api, committed):
    [device] = add_devices(api, {SERIAL: "Kill 4"}, "UTC")
    content = base64.b64encode(log().encode()).decode()
    values = {"file": content, "name": "1_attlog.dat", "device_id": device}
    [given] = api.call("biometric.file.import", "create", vals_list=[values])

    def read() -> dict:
        [found] = api.call(
            "biometric.file.import", "read", ids=[given], fields=list(COLUMNS)
        )
        return found

    api.call("biometric.file.import", "action_import", ids=[given])
    deadline = time.monotonic() + TIMEOUT_SECONDS
    done, kills, interrupted = 0, 0, 0
    while (now := read())["state"] != "done":
        assert now["state"] in ("queued", "running"), now
        assert time.monotonic() < deadline, now
        if kills < KILLS and now["done_count"] > done:
            done = now["done_count"]
            kill(cron_worker(server))
            kills += 1
            interrupted += done < ROWS
        time.sleep(0.05)

    assert interrupted == KILLS
    assert (now["new_count"], now["known_count"]) == (ROWS, 0)
    assert now["done_count"] == ROWS + 1
    keys = committed.punches([SERIAL])
    assert len(keys) == len(set(keys)) == ROWS
    lines = "SELECT count(*) FROM biometric_message WHERE file_import_id = "
    assert committed.number(f"{lines}{given}") == 1
