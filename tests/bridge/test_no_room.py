"""A disk without any room: Odoo is told, and which program tells it is known all the same."""

import sqlite3

import pytest

from bridge import no_room, spool_tables
from bridge.cli import main
from bridge.spool import Spool, SpoolFull
from bridge.spool_tables import read_instance
from tests.bridge.fake_odoo import FakeOdoo, serving
from tests.bridge.helpers import paired


def fail(*_arguments, **_values):
    raise sqlite3.OperationalError("database or disk is full")


def test_instance_of_a_spool_is_read_beside_the_process_that_has_it(tmp_path):
    path = tmp_path / "spool.db"
    assert read_instance(path) == ""
    spool = Spool(path)
    assert read_instance(path) == spool.instance
    spool.close()
    assert read_instance(path) == spool_tables.read_instance(path) != ""


def test_instance_of_a_spool_of_a_killed_process_is_in_its_file_alone(tmp_path):
    spool = Spool(tmp_path / "spool.db")
    copy = tmp_path / "copy.db"
    copy.write_bytes((tmp_path / "spool.db").read_bytes())
    assert read_instance(copy) == spool.instance
    spool.close()


def test_spool_that_has_no_room_to_be_opened_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr("bridge.spool.open_database", fail)
    with pytest.raises(SpoolFull):
        Spool(tmp_path / "spool.db")


def test_command_without_room_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("bridge.spool.open_database", fail)
    assert main(["--state", str(tmp_path), "pair", "https://x.example", "AAA"]) == 2
    assert "no room" in capsys.readouterr().err


def test_odoo_is_told_while_there_is_no_room(tmp_path, monkeypatch):
    monkeypatch.setattr(no_room, "WAIT_SECONDS", 0)
    odoo = FakeOdoo()
    with serving(odoo) as url:
        state = paired(tmp_path, url)
        Spool(state.spool_path).close()
        no_room.wait_for_room(state)
        path, _query, headers = odoo.calls[-1]
    assert path == "heartbeat"
    assert odoo.heartbeats[-1]["disk_full"] is True
    assert headers["Biometric-Instance"] == read_instance(state.spool_path)


def test_odoo_that_is_away_is_told_the_next_time(tmp_path, monkeypatch):
    monkeypatch.setattr(no_room, "WAIT_SECONDS", 0)
    state = paired(tmp_path, "http://127.0.0.1:9")
    no_room.wait_for_room(state)
