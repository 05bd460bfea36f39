"""sources: rows of a MariaDB, read and decoded; and read and stored by the real job.

The table is that of BioTime. Reading has no floor but the number of rows a second; the floor
of storing only stores.
"""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from devkit.mariadb import MariaDb, mariadb
from simulator.memory import StoredPunch
from terminals.poll import Limits
from terminals.session import SessionPlan
from terminals.vendor_databases.source import SOURCE

from . import bare
from .figure import Budget, Figure
from .fixtures import Fixtures
from .measure import compare, seconds
from .punches import SERIALS, ZONE, serial_of, staff_punches

READ = Budget(gate=30_000, goal=50_000)
STORED = Budget(gate=0.40, goal=0.70)
PUNCHES = 1_000_000
DAYS = 500
ROUNDS = 3
DATABASE = "biotime"
TABLES = (
    "CREATE TABLE personnel_employee (id int, emp_code varchar(20), "
    "first_name varchar(25), last_name varchar(25), card_no varchar(20))",
    "CREATE TABLE iclock_terminal (sn varchar(50), alias varchar(50))",
    "CREATE TABLE iclock_transaction (id int PRIMARY KEY, emp_code varchar(20), "
    "punch_time datetime(6), punch_state varchar(5), verify_type int, "
    "work_code varchar(20), terminal_sn varchar(50), terminal_alias varchar(50), "
    "area_alias varchar(100), upload_time datetime(6), "
    "KEY (punch_time), KEY (upload_time))",
    "INSERT INTO iclock_terminal VALUES "
    + ", ".join(f"('{serial}', 'Gate {serial}')" for serial in SERIALS),
)
ACCOUNT = (
    "CREATE USER 'odoo_reader'@'%' IDENTIFIED BY 'only-reads-9'",
    f"GRANT SELECT ON `{DATABASE}`.* TO 'odoo_reader'@'%'",
)


def run(fixtures: Fixtures) -> Iterator[Figure]:
    count = fixtures.scaled(PUNCHES // ROUNDS)
    punches = staff_punches(days=DAYS)
    with (
        tempfile.TemporaryDirectory() as folder,
        mariadb(Path(folder)) as vendor,
        fixtures.database() as database,
        fixtures.connection(database) as connection,
    ):
        vendor.run(f"CREATE DATABASE {DATABASE}", *ACCOUNT)
        vendor.run(*TABLES, database=DATABASE)
        bare.make_table(connection)
        pairs = []
        for number in range(ROUNDS):
            batch = list(islice(punches, count))
            fill(vendor, Path(folder), batch, 1 + number * count)
            asked = fixtures.inside(
                database, "sources", values=_values(vendor), serials=SERIALS
            )
            assert asked["punches"] == (number + 1) * count, asked
            floor = bare.rate(connection, bare.rows(batch))
            pairs.append((count / asked["seconds"], floor))
            del batch
        total = ROUNDS * count
        rate = total / seconds(lambda: _read(vendor, total))
    yield Figure("sources read", rate, None, None, READ, "rows/s", total)
    yield compare("sources stored", pairs, STORED, "rows/s", total)


def fill(
    vendor: MariaDb, folder: Path, punches: Sequence[StoredPunch], first: int
) -> None:
    """Put punches into the vendor's table.

    :param first: the number of the first row.
    """
    path = folder / "rows.tsv"
    with path.open("w") as file:
        for number, each in enumerate(punches, first):
            serial = serial_of(each.pin)
            file.write(
                f"{number}\t{each.pin}\t{each.local}\t{each.status}\t{each.verify}\t0\t"
                f"{serial}\tGate {serial}\tHall\t{each.local}\n"
            )
    path.chmod(0o644)
    vendor.run(
        f"LOAD DATA INFILE '{path}' INTO TABLE iclock_transaction", database=DATABASE
    )
    path.unlink()


def _values(vendor: MariaDb) -> dict:
    return {
        "schema": "biotime_mysql",
        "host": "127.0.0.1",
        "port": vendor.port,
        "database": DATABASE,
        "username": "odoo_reader",
        "password": "only-reads-9",
        "plain": True,
        "tz": ZONE.key,
        "since": "2000-01-01",
        "overlap_days": 3,
    }


def _read(vendor: MariaDb, count: int) -> None:
    values = {
        **_values(vendor),
        "since": datetime(2000, 1, 1),
        "allow_loopback": True,
    }
    limits = Limits(timeout=60, deadline=3600)
    session = SOURCE.session(values, SessionPlan(), limits)
    found = sum(
        len(upload.punches) for step in session for upload in step.uploads.values()
    )
    assert found == count, "rows are missing"
