"""The simulated SQL Server, with two independent clients: python-tds and FreeTDS."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pymssql
import pytds
import pytest

from simulator.tds import SqlServer

FOLDER = Path(__file__).parent.parent / "simulator"
ROWS = [(number, f"ü{number}", "2026-03-02 08:00:00") for number in range(3_001)]
NOW = datetime(2026, 3, 25, 12)


@pytest.fixture
def server(tmp_path):
    path = tmp_path / "vendor.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE logs (no int, name nvarchar(9), at datetime)")
        database.executemany("INSERT INTO logs VALUES (?, ?, ?)", ROWS)
    database.close()
    running = SqlServer(path, now=NOW)
    with running.listening():
        yield running


def with_tds(server, password="secret", database="att2000"):
    return pytds.connect(
        "127.0.0.1",
        database,
        "reader",
        password,
        port=server.port,
        autocommit=True,
        timeout=10,
        login_timeout=2,
        disable_connect_retry=True,
    )


def with_freetds(server, password="secret", database="att2000"):
    return pymssql.connect(
        server="127.0.0.1",
        port=str(server.port),
        user="reader",
        password=password,
        database=database,
        autocommit=True,
        tds_version="7.4",
        login_timeout=10,
        timeout=10,
        encryption="off",
    )


@pytest.fixture(params=[with_tds, with_freetds])
def connect(request):
    return request.param


def ask(connection, sql, values=()):
    cursor = connection.cursor()
    cursor.execute(sql, tuple(values))
    return cursor.fetchall()


def test_rows_over_many_packets(server, connect):
    with connect(server) as connection:
        rows = ask(connection, "SELECT no, name, at FROM [dbo].[logs] ORDER BY no")
    assert [tuple(row) for row in rows] == [
        (no, name, datetime(2026, 3, 2, 8)) for no, name, _at in ROWS
    ]


def test_values_are_parameters(server, connect):
    with connect(server) as connection:
        rows = ask(
            connection,
            "SELECT TOP (2) no FROM logs WHERE no > %s AND name <> %s ORDER BY no",
            (10, "ü11' OR 1=1"),
        )
    assert [tuple(row) for row in rows] == [(11,), (12,)]


def test_the_catalogue_lists_columns(server, connect):
    with connect(server) as connection:
        rows = ask(
            connection,
            "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE"
            " FROM INFORMATION_SCHEMA.COLUMNS ORDER BY ORDINAL_POSITION",
        )
    assert [tuple(row) for row in rows] == [
        ("dbo", "logs", "no", "int"),
        ("dbo", "logs", "name", "nvarchar"),
        ("dbo", "logs", "at", "datetime"),
    ]


@pytest.mark.parametrize(
    ("password", "database"), [("no", "att2000"), ("secret", "no")]
)
def test_a_wrong_login_is_refused(server, connect, password, database):
    # python-tds waits, and says that it did.
    with pytest.raises((pytds.Error, pymssql.Error, TimeoutError)):
        connect(server, password, database)
    assert server.logins[:1] == ["reader"]


def test_an_error_leaves_the_connection_usable(server, connect):
    with connect(server) as connection:
        with pytest.raises((pytds.Error, pymssql.Error)):
            ask(connection, "SELECT no FROM nowhere")
        assert len(ask(connection, "SELECT no FROM logs")) == len(ROWS)


def test_nothing_can_be_written(server, connect):
    with connect(server) as connection:
        with pytest.raises((pytds.Error, pymssql.Error)):
            ask(connection, "DELETE FROM logs")
        assert len(ask(connection, "SELECT no FROM logs")) == len(ROWS)


def test_program_serves_a_company():
    call = [sys.executable, "-I", "-S", str(FOLDER), "tds", "--port", "0"]
    call += ["--terminals", "2", "--users", "3", "--until", "2026-03-04T18:00:00"]
    program = subprocess.Popen(call, stderr=subprocess.PIPE, text=True)
    try:
        port = int(program.stderr.readline().rpartition(":")[2])
        with closing(
            pytds.connect(
                "127.0.0.1", "att2000", "odoo_reader", "odoo", port=port, timeout=10
            )
        ) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT USERID, Badgenumber FROM USERINFO")
            people = cursor.fetchall()
            cursor.execute("SELECT USERID, sn, SENSORID FROM CHECKINOUT")
            rows = cursor.fetchall()
    finally:
        program.kill()
        program.wait()
        program.stderr.close()
    assert {pin for _number, pin in people} == {"1001", "1002", "1003"}
    assert len(rows) >= 30
    assert {number for number, *_rest in rows} <= {number for number, _pin in people}
    assert {serial for _n, serial, _s in rows} <= {"SIM0001", "SIM0002", None}
