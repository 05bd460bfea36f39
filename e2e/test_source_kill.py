"""kill -9 of Odoo, and of the vendor's server, while a database is read: each row once."""

import time

import pytest

from devkit.mariadb import mariadb
from e2e import vendors
from e2e.databases import ACCOUNT, make
from e2e.workers import cron_worker, kill

NAME = "vendor_killed"
ROWS = 60_000
LATE = 7
KILLS = 2  # Odoo puts a job off for its whole interval once it was killed three times
TIMEOUT_SECONDS = 300
SERIALS = ["KILLED1", "KILLED2"]
# Every minute of the last six weeks somebody passes.
FILL = f"""
    INSERT INTO iclock_transaction
    SELECT seq, 9000 + seq % 50, DATE(NOW()) - INTERVAL seq MINUTE, seq % 2, 1, '',
           CONCAT('KILLED', 1 + seq % 2), '', NOW() FROM seq_1_to_{ROWS}"""
# Of a terminal that was off the network for three days.
ADD_LATE = f"""
    INSERT INTO iclock_transaction
    SELECT {ROWS} + seq, 9000 + seq, DATE(NOW()) - INTERVAL 3 DAY + INTERVAL seq SECOND, 0,
           1, '', 'KILLED1', '', NOW() FROM seq_1_to_{LATE}"""


@pytest.fixture
def vendor(tmp_path):
    with mariadb(tmp_path) as server:
        make(server, "mysql", vendors.with_moment("datetime"), NAME)
        server.run("DELETE FROM iclock_transaction", FILL, database=NAME)
        yield server


def test_rows_are_stored_once_whoever_is_killed(server, api, committed, vendor):
    values = {
        "name": "Killed",
        "brand": "vendor_databases",
        "schema": "biotime_mysql",
        "host": "127.0.0.1",
        "port": vendor.port,
        "database": NAME,
        "username": ACCOUNT["user"],
        "password": ACCOUNT["password"],
        "plain": True,
        "tz": "UTC",
    }
    [source] = api.call("biometric.source", "create", vals_list=[values])

    def devices():
        return api.call(
            "biometric.device", "search", domain=[["serial", "in", SERIALS]]
        )

    def read(*names):
        [found] = api.call("biometric.source", "read", ids=[source], fields=names)
        return found

    def stored():
        return committed.number(
            "SELECT count(*) FROM biometric_punch p JOIN biometric_device d"
            f" ON d.id = p.device_id WHERE d.source_id = {source}"
        )

    deadline = time.monotonic() + TIMEOUT_SECONDS

    def wait(is_done, wanted):
        while not (found := is_done()):
            assert time.monotonic() < deadline, (wanted, stored(), read("failure"))
            time.sleep(0.05)
        return found

    def wait_for_more(before):
        return wait(lambda: (now := stored()) > before and now, "more rows")

    wait(lambda: len(devices()) == len(SERIALS), "its terminals")
    wait(lambda: read("last_read")["last_read"], "the first reading")
    api.call("biometric.device", "action_approve", ids=devices())
    count, interrupted = 0, 0
    for _kill in range(KILLS):
        count = wait_for_more(count)
        kill(cron_worker(server))
        # Odoo looks for jobs once a minute otherwise.
        api.call("biometric.source", "action_read_now", ids=[source])
        interrupted += count < ROWS
    count = wait_for_more(stored())
    vendor.stop(kill=True)
    assert count < ROWS and interrupted == KILLS
    wait(lambda: read("failure")["failure"], "that it was broken off")
    vendor.start()
    api.call("biometric.source", "action_read_now", ids=[source])
    wait(lambda: stored() >= ROWS, "all rows")

    vendor.run(ADD_LATE, database=NAME)
    api.call("biometric.source", "action_read_now", ids=[source])
    wait(lambda: stored() >= ROWS + LATE, "the late rows")
    wait(lambda: not read("failure")["failure"], "that it is well again")
    keys = committed.punches(SERIALS)
    assert len(keys) == len(set(keys)) == ROWS + LATE
    assert not committed.number(
        "SELECT count(*) FROM biometric_message m JOIN biometric_device d"
        f" ON d.id = m.device_id WHERE d.source_id = {source}"
    )
    api.call("biometric.source", "action_archive", ids=[source])
