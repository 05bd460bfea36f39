"""A BioTime server, a SQL Server and a MariaDB behind a bridge, and a real Odoo."""

import sqlite3
from contextlib import closing, contextmanager
from datetime import datetime, timedelta, timezone

import pytest

from devkit.mariadb import mariadb
from e2e import vendors
from e2e.bridging import bridged, wait
from e2e.databases import make
from simulator import Workforce
from simulator.biotime import Api, BioTimeServer, Database, Uplink, company
from simulator.tds import SqlServer

ZONE = "Asia/Riyadh"
BIOTIME_SERIALS = ["BRBIO1", "BRBIO2"]
ATT2000 = """
CREATE TABLE USERINFO (USERID int, Badgenumber nvarchar(24), Name nvarchar(40));
CREATE TABLE Machines (MachineNumber int, MachineAlias nvarchar(20), sn nvarchar(20));
CREATE TABLE CHECKINOUT (USERID int, CHECKTIME datetime, CHECKTYPE nvarchar(1),
    VERIFYCODE int, SENSORID nvarchar(5), sn nvarchar(20));
INSERT INTO USERINFO VALUES (1, '00017', 'Ann');
INSERT INTO Machines VALUES (1, 'Gate', 'BRSQL1');
INSERT INTO CHECKINOUT VALUES
    (1, '2026-03-23 08:00:00', 'I', 1, '1', 'BRSQL1'),
    (1, '2026-03-23 17:00:00', 'O', 1, '1', NULL);
"""


@contextmanager
def biotime():
    """A BioTime server with days of punches: how it is called, and what it has."""
    now = datetime.now(timezone.utc)
    scene = company(
        BIOTIME_SERIALS, Workforce(5, 4, ZONE, first_pin=9001), until=now, days=3
    )
    scene.record()
    database = Database()
    Uplink(database, scene).upload(now + timedelta(minutes=1))
    expected = sorted(
        (row.serial, row.pin, str(row.punch_time)) for row in database.rows()
    )
    server = BioTimeServer(Api(database, accounts={"odoo": "pw-of-odoo"}))
    with server as running:
        yield (
            {
                "brand": "biotime",
                "url": running.url,
                "username": "odoo",
                "password": "pw-of-odoo",
            },
            expected,
        )


@contextmanager
def sql_server(folder):
    """ZKTime's database on a simulated SQL Server."""
    path = folder / "vendor.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(ATT2000)
    with SqlServer(path, now=datetime(2026, 3, 25, 12)).listening() as port:
        yield (
            {
                "brand": "vendor_databases",
                "schema": "att2000_sqlserver",
                "host": "127.0.0.1",
                "port": port,
                "database": "att2000",
                "username": "reader",
                "password": "secret",
            },
            [
                ("BRSQL1", "00017", f"2026-03-23 {at}")
                for at in ("08:00:00", "17:00:00")
            ],
        )


@contextmanager
def maria_db(folder):
    """A table of one's own in a real MariaDB."""
    with mariadb(folder) as server:
        make(server, "mysql", vendors.OWN_TABLE, "vendor_bridge")
        given = vendors.connection_values(
            "mysql", vendors.OWN_TABLE, server.port, "vendor_bridge"
        )
        left_out = ("plain", "allow_loopback", "tz", "since", "overlap_days")
        values = {name: value for name, value in given.items() if name not in left_out}
        expected = [each[:3] for each in vendors.OWN_TABLE.punches]
        yield {"brand": "vendor_databases", **values}, expected


@pytest.fixture
def programs(tmp_path_factory):
    with (
        biotime() as first,
        sql_server(tmp_path_factory.mktemp("tds")) as second,
        maria_db(tmp_path_factory.mktemp("mariadb")) as third,
    ):
        yield [first, second, third]


def test_programs_behind_a_bridge_are_read(server, api, committed, tmp_path, programs):
    with bridged(api, server, tmp_path, "Plant") as (bridge, number):
        common = {
            "bridge_id": number,
            "plain": True,
            "tz": ZONE,
            "since": "2026-01-01",
            "poll_minutes": 1,
        }
        sources = api.call(
            "biometric.source",
            "create",
            vals_list=[
                {"name": f"Program {n}", **common, **values}
                for n, (values, _expected) in enumerate(programs)
            ],
        )
        serials = sorted({key for _values, rows in programs for key, *_ in rows})
        domain = [["source_id", "in", sources], ["serial", "in", serials]]

        def devices():
            fields = ["serial", "state", "source_id"]
            return api.call(
                "biometric.device", "search_read", domain=domain, fields=fields
            )

        def failures():
            fields = ["name", "failure"]
            rows = api.call("biometric.source", "read", ids=sources, fields=fields)
            return [row for row in rows if row["failure"]]

        bridge.start()
        wait(lambda: len(devices()) == len(serials), "its terminals", 120)
        assert not failures()
        ids = [device["id"] for device in devices()]
        vals = {"import_since": "2019-01-01 00:00:00"}
        api.call("biometric.device", "write", ids=ids, vals=vals)
        api.call("biometric.device", "action_approve", ids=ids)
        expected = sorted(row for _values, rows in programs for row in rows)

        def stored():
            return sorted(key[:3] for key in committed.punches(serials))

        # Read again from the beginning: they were not approved before.
        wait(lambda: set(stored()) >= set(expected), "their punches", 180)
        assert len(stored()) == len(set(committed.punches(serials)))
        assert [row for row in stored() if row[0] in BIOTIME_SERIALS] == [
            row for row in expected if row[0] in BIOTIME_SERIALS
        ]
        assert not failures()
        assert not bridge.quarantined()
        bridge.stop()
        api.call("biometric.source", "action_archive", ids=sources)
    assert "Traceback" not in bridge.log
