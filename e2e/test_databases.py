"""Vendors' databases on real servers: MariaDB from Debian, and PostgreSQL."""

from dataclasses import replace

import pytest

from devkit.mariadb import mariadb
from devkit.postgres import postgres
from e2e import vendors
from e2e.databases import PostgreSql, make
from e2e.vendors import connection_values, punches, read, refused
from terminals.errors import Closed, DeviceRefused, TransportError


@pytest.fixture(scope="module")
def maria(tmp_path_factory):
    with mariadb(tmp_path_factory.mktemp("mariadb")) as server:
        yield server


@pytest.fixture(scope="module")
def postgresql():
    with postgres() as variables:
        yield PostgreSql(variables)


BIOTIME = vendors.with_moment("timestamp")
AWARE = replace(
    vendors.with_moment("timestamptz"),
    # Riyadh is three hours ahead of the UTC these were stored in.
    punches=(
        ("", "61", "2026-07-29 21:00:00", None),
        ("CDC-DEV-01", "61", "2026-07-29 13:12:10", 0),
    ),
)
MONTHLY = ("etimetracklite", "biostar2")
CASES = {
    "mysql-att2000": ("mysql", vendors.ATT2000),
    "mysql-etimetracklite": ("mysql", vendors.ETIMETRACKLITE),
    "mysql-biotime": ("mysql", vendors.with_moment("datetime(6)")),
    "mysql-biostar2": ("mysql", vendors.BIOSTAR),
    "mysql-own": ("mysql", vendors.OWN_TABLE),
    "postgresql-biotime": ("postgresql", BIOTIME),
    "postgresql-biotime-instants": ("postgresql", AWARE),
    "postgresql-zkbiosecurity": ("postgresql", vendors.ZKBIOSECURITY),
    "postgresql-own": ("postgresql", vendors.OWN_TABLE),
}


@pytest.fixture(params=CASES)
def case(request):
    kind, vendor = CASES[request.param]
    server = request.getfixturevalue("maria" if kind == "mysql" else "postgresql")
    name = f"vendor_{request.param.replace('-', '_')}"
    make(server, kind, vendor, name)
    yield (
        vendor,
        lambda *sql: server.run(*sql, database=name),
        connection_values(kind, vendor, server.port, name),
    )
    server.run(f"DROP DATABASE {name}", database="" if kind == "mysql" else "postgres")


def test_every_row_is_read_once(case):
    vendor, _run, values = case
    steps = read(values)
    assert punches(steps) == sorted(vendor.punches, key=repr)
    assert [
        code for code in refused(steps) if code not in ("row_time", "row_pin")
    ] == []
    again = read(values, steps[-1].position, whole=False)
    assert punches(again) == []
    assert steps[-1].complete and again[-1].complete


def test_a_row_that_came_three_days_late_is_found(case):
    vendor, run, values = case
    position = read(values)[-1].position
    run(vendor.late)
    # A month that is over is looked at in the night.
    is_monthly = vendor.schema in MONTHLY
    new = set(punches(read(values, position, whole=is_monthly))) - set(vendor.punches)
    assert [(key, pin, state) for key, pin, _at, state in new] == [vendor.late_punch]


def test_a_session_that_is_cut_is_gone_on_with(case):
    vendor, _run, values = case
    found, position, complete = [], None, False
    for _number in range(30):
        steps = read(values, position, steps=1 if position is None else 2)
        found += punches(steps)
        complete, position = steps[-1].complete, steps[-1].position
        if complete:
            break
    assert complete
    assert set(found) == set(vendor.punches)


def test_a_table_that_vanished_is_said(case):
    vendor, run, values = case
    position = read(values)[-1].position
    run(f"DROP TABLE {vendor.main_table}")
    if vendor.schema in MONTHLY:  # of the others, what is there is read
        run(*(f"DROP TABLE IF EXISTS DeviceLogs_{m}" for m in ("9_2026", "1_2024")))
    with pytest.raises(DeviceRefused) as caught:
        read(values, position)
    assert caught.value.code == "database_table_missing"


def test_a_column_that_vanished_is_said(case):
    vendor, run, values = case
    run(f"ALTER TABLE {vendor.main_table} RENAME COLUMN {vendor.time_column} TO gone")
    if vendor.schema == "zkbiosecurity":  # there is another column for it
        run(f"ALTER TABLE {vendor.main_table} DROP COLUMN create_time")
    with pytest.raises(DeviceRefused) as caught:
        read(values)
    assert caught.value.code == "database_no_column"


def test_the_account_cannot_write(case):
    _vendor, _run, values = case
    from terminals.vendor_databases import client

    connection = client._connect(values, vendors.LIMITS)
    try:
        with pytest.raises(TransportError):
            connection.run("CREATE TABLE mine (a int)")
    finally:
        connection.close()


def test_a_wrong_password_is_tried_once(case):
    _vendor, _run, values = case
    with pytest.raises(DeviceRefused) as caught:
        read({**values, "password": "wrong"})
    assert caught.value.code == "database_login"


def test_a_server_that_does_not_encrypt_is_refused(case):
    _vendor, _run, values = case
    with pytest.raises(TransportError) as caught:
        read({**values, "plain": False})
    assert caught.value.code == "database_no_encryption"


def test_a_server_that_is_restarted_in_mid_read_loses_nothing(maria):
    vendor = vendors.with_moment("datetime")
    make(maria, "mysql", vendor, "vendor_restart")
    many = ", ".join(
        f"({number}, '61', '2026-07-{1 + number % 28:02} 08:{number % 60:02}:00', '0', 1,"
        f" NULL, 'T{number % 3}', '', '2026-07-30 00:00:00')"
        for number in range(100, 30_100)
    )
    maria.run(
        f"INSERT INTO iclock_transaction VALUES {many}", database="vendor_restart"
    )
    values = connection_values("mysql", vendor, maria.port, "vendor_restart")
    session = vendors.SOURCE.session(
        values, vendors.SessionPlan(read_whole_log=True), vendors.LIMITS
    )
    steps = [next(session), next(session)]
    maria.stop(kill=True)
    with pytest.raises(TransportError) as caught:
        steps += session
    assert isinstance(caught.value, Closed)
    maria.start()
    steps += read(values, steps[-1].position)
    numbers = [
        punch.line.split("id=")[-1].split("\t")[0]
        for step in steps
        for upload in step.uploads.values()
        for punch in upload.punches
    ]
    assert len(numbers) == len(set(numbers)) == 30_002
