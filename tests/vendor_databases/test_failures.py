"""What goes wrong with a server: a sentence, one try, and the position stays."""

import pytest

from terminals.errors import Closed, ConnectionRefused, DeviceRefused, Misaddressed
from terminals.poll import Limits
from terminals.vendor_databases.source import SOURCE
from tests.vendor_databases.served import LIMITS, VALUES, database, punches, read

BIOTIME = """
CREATE TABLE iclock_transaction (id int, emp_code nvarchar(9), punch_time datetime,
    punch_state nvarchar(5), terminal_sn nvarchar(20), upload_time datetime);
WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 25000)
INSERT INTO iclock_transaction
SELECT n, '17', datetime('2026-01-02', '+' || n || ' minutes'), '0', 'T' || (n % 3),
       '2026-03-01 00:00:00' FROM seq;
"""


@pytest.fixture
def opened(tmp_path):
    with database(tmp_path, BIOTIME) as (server, change, values):
        yield server, change, {**values, "schema": "biotime_sqlserver"}


def test_a_server_that_breaks_off_in_mid_read_loses_and_doubles_nothing(opened):
    server, _change, values = opened
    found = []
    session = SOURCE.session(values, _plan(), LIMITS)
    # Catalogue, clock, days and the first rows are answered; then it breaks off.
    server.cut_after = 4
    with pytest.raises(Closed):
        found += _collect(session, found)
    server.cut_after = None
    found += read(values, found[-1].position, whole=True)
    times = [punch[2] for punch in punches(found)]
    assert len(times) == len(set(times)) == 25_000


def _plan():
    from terminals.session import SessionPlan

    return SessionPlan(read_whole_log=True)


def _collect(session, found):
    for step in session:
        found.append(step)
    return []


def test_a_number_that_appears_after_a_greater_one_is_read(opened):
    _server, change, values = opened
    change("DELETE FROM iclock_transaction WHERE id = 24990")
    position = read(values, whole=True)[-1].position
    change(
        "INSERT INTO iclock_transaction VALUES (24990, '5', '2026-03-20 08:00:00', '0',"
        " 'T1', '2026-03-25 08:00:00')"
    )
    new = punches(read(values, position))
    assert new == [("T1", "5", "2026-03-20 08:00:00", 0, None)]


def test_a_table_made_anew_is_read_from_its_start(opened):
    _server, change, values = opened
    position = read(values, whole=True)[-1].position
    change(
        "DELETE FROM iclock_transaction; INSERT INTO iclock_transaction VALUES"
        " (1, '5', '2026-03-20 08:00:00', '0', 'T1', '2026-03-25 08:00:00')"
    )
    steps = read(values, position)
    assert punches(steps) == [("T1", "5", "2026-03-20 08:00:00", 0, None)]
    [notice] = [step.notice for step in steps if step.notice]
    assert notice.code == "database_set_back"
    assert not any(step.notice for step in read(values, steps[-1].position))


def test_a_wrong_password_is_tried_once(opened):
    server, _change, values = opened
    with pytest.raises(DeviceRefused) as caught:
        read({**values, "password": "no"})
    assert (caught.value.code, caught.value.answer) == ("database_login", 18456)
    assert len(server.logins) == 1


def test_a_database_that_is_not_there_is_said(opened):
    server, _change, values = opened
    with pytest.raises(DeviceRefused) as caught:
        read({**values, "database": "other"}, limits=Limits(timeout=2, deadline=5))
    assert caught.value.code == "database_unknown"
    assert len(server.logins) == 1


def test_a_server_that_does_not_encrypt_gets_no_password(opened):
    server, _change, values = opened
    for more in ({}, {"fingerprint": "ab" * 32}):
        found = SOURCE.diagnose({**values, "plain": False, **more}, LIMITS)
        assert found.problem.code in ("database_certificate", "database_no_encryption")
    assert server.logins == []


def test_nothing_listens(opened):
    _server, _change, values = opened
    with pytest.raises(ConnectionRefused):
        read({**values, "port": 1}, limits=Limits(timeout=2, deadline=5))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"schema": ""}, "database_schema_missing"),
        ({"host": ""}, "database_value_missing"),
        ({"host": "PC\\SQLEXPRESS"}, "database_instance"),
        ({"host": "http://x"}, "database_host"),
        ({"port": 70_000}, "database_port"),
        ({"fingerprint": "xyz"}, "database_fingerprint_invalid"),
        ({"ca_certificate": "xyz"}, "database_authority_invalid"),
        ({"schema": "own_mysql", "table_name": "t"}, "database_value_missing"),
        ({"schema": "own_mysql", "pin_column": "p"}, "database_value_missing"),
        ({"schema": "att2000_file", "path": "a.mdb"}, "database_path"),
        ({"schema": "att2000_file", "path": "/etc/passwd"}, "database_path"),
    ],
)
def test_values_no_connection_can_have(typed, code):
    with pytest.raises(Misaddressed) as caught:
        SOURCE.check({**VALUES, "schema": "biotime_sqlserver", **typed})
    assert caught.value.code == code


def test_own_table_may_be_chosen_later_but_not_read_before():
    typed = {**VALUES, "schema": "own_sqlserver"}
    SOURCE.check(typed)
    assert SOURCE.diagnose(typed, LIMITS).problem.code == "database_table_unchosen"


@pytest.mark.parametrize(
    ("schema", "has", "lacks"),
    [
        ("", {"schema"}, {"host", "path", "table_name"}),
        ("att2000_file", {"schema", "path"}, {"host", "password", "pin_column"}),
        ("att2000_mysql", {"host", "password", "plain"}, {"path", "table_name"}),
        ("own_mysql", {"host", "table_name", "arrival_column"}, {"path"}),
    ],
)
def test_values_a_schema_needs(schema, has, lacks):
    needed = set(SOURCE.needs({"schema": schema}))
    assert has <= needed
    assert not lacks & needed
    assert needed <= {field.name for field in SOURCE.fields}
