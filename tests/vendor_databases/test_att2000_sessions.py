"""Sessions with att2000 on SQL Server: everything is found by counting days."""

import pytest

from terminals.errors import DeviceRefused
from tests.vendor_databases.served import ATT2000, database, punches, read, refused

PUNCHES = [
    ("2", "A12", "2000-01-01 00:00:05", 0, 1),
    ("2", "A12", "2026-03-24 08:00:00", 0, 1),
    ("2", "A12", "2133-03-10 17:01:30", 0, 1),
    ("SYN01", "00017", "2026-03-23 08:00:00", 0, 1),
    ("SYN01", "00017", "2026-03-23 17:00:00", 5, 15),
]


@pytest.fixture
def opened(tmp_path):
    with database(tmp_path, ATT2000) as (server, change, values):
        yield server, change, {**values, "schema": "att2000_sqlserver"}


def test_the_pin_is_the_badge_and_the_terminal_its_serial_or_number(opened):
    _server, _change, values = opened
    steps = read(values, whole=True)
    assert punches(steps) == PUNCHES
    assert refused(steps) == [("2", "database_person_unknown")]
    assert steps[-1].complete and not any(step.complete for step in steps[:-1])
    assert [(t.key, t.name) for t in steps[0].terminals] == [
        ("SYN01", "Gate"),
        ("2", "Yard"),
    ]
    assert [(u.pin, u.name) for u in steps[0].users] == [
        ("00017", "Ann"),
        ("A12", "Bob"),
    ]


def test_a_second_session_reads_nothing_again(opened):
    _server, _change, values = opened
    first = read(values, whole=True)
    again = read(values, first[-1].position)
    assert [step.complete for step in again] == [True]


@pytest.mark.parametrize(
    ("day", "whole"),
    [("2026-03-25", False), ("2026-03-22", False), ("2026-02-20", True)],
)
def test_rows_that_came_late_are_found(opened, day, whole):
    _server, change, values = opened
    position = read(values, whole=True)[-1].position
    change(f"INSERT INTO CHECKINOUT VALUES (1, '{day} 07:00:00', 'I', 1, '1', 'SYN01')")
    steps = read(values, position, whole=whole)
    assert ("SYN01", "00017", f"{day} 07:00:00", 0, 1) in punches(steps)
    assert len(read(values, steps[-1].position)) == 1


def test_a_session_that_ends_early_is_gone_on_with(opened):
    _server, _change, values = opened
    everything, position = [], None
    for _number in range(20):
        steps = read(values, position, whole=True, steps=2)
        everything += steps
        position = steps[-1].position
        if steps[-1].complete:
            break
    assert steps[-1].complete
    assert sorted(set(punches(everything))) == PUNCHES


def test_a_table_that_vanished_is_said_and_nothing_moves(opened):
    _server, change, values = opened
    position = read(values, whole=True)[-1].position
    change("DROP TABLE CHECKINOUT")
    with pytest.raises(DeviceRefused) as caught:
        read(values, position)
    assert caught.value.code == "database_table_missing"


def test_a_column_of_another_type_is_said(opened):
    _server, change, values = opened
    change("DROP TABLE CHECKINOUT")
    change("CREATE TABLE CHECKINOUT (USERID int, CHECKTIME nvarchar(20))")
    with pytest.raises(DeviceRefused) as caught:
        read(values)
    assert caught.value.code == "database_column_type"
