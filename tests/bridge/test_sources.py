"""Sources read by the bridge: a BioTime server and a database, into Odoo, once."""

import random
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest

from bridge.config import source_key
from bridge.sources import SourcePoller
from bridge.spool import SpoolFull
from terminals.session import SessionEnd
from tests.biotime_serving import (
    ACCOUNT,
    NOW,
    SERIALS,
    everything,
    filled,
    serving as serving_biotime,
)
from tests.bridge.fake_odoo import FakeOdoo
from tests.bridge.test_polling import bridge_of

NUMBER = 5
KEY = source_key(NUMBER)


def source(server, **changes):
    """A source as Odoo's configuration names it."""
    values = {
        "url": server.url,
        "username": "odoo",
        "password": ACCOUNT["odoo"],
        "plain": True,
        "tz": "Asia/Riyadh",
        "since": "2026-01-01",
        "overlap_days": 3,
    }
    return {
        "id": NUMBER,
        "brand": "biotime",
        "name": "BioTime",
        "values": values,
        "poll_minutes": 1,
        "position": None,
        "poll_requested": False,
        **changes,
    }


@contextmanager
def reading(tmp_path, database, **changes):
    """A bridge that reads a BioTime server for an Odoo."""
    odoo = FakeOdoo()
    with serving_biotime(database) as server, bridge_of(tmp_path, odoo) as bridge:
        odoo.sources = [source(server, **changes)]
        bridge.program.config.refresh(bridge.program.contact.client)
        yield bridge, odoo, SourcePoller(bridge.program.polling, NUMBER)


def rows(odoo):
    return {
        (number, pin, at, key) for key, number, pin, at in odoo.source_rows if number
    }


def test_all_punches_of_a_server_reach_odoo_and_then_what_is_new(tmp_path):
    database = filled(500)
    with reading(tmp_path, database) as (bridge, odoo, poller):
        assert poller.poll() == 60
        assert poller.state.reachable
        bridge.drain()
        assert rows(odoo) == everything(database)
        database.add(
            "007", NOW + timedelta(hours=1), NOW + timedelta(hours=1), SERIALS[0]
        )
        poller.poll()
        bridge.drain()
        assert rows(odoo) == everything(database)
        assert not bridge.spool.counts().quarantined


def test_reading_goes_on_where_odoo_itself_had_read(tmp_path):
    database = filled(50)
    with reading(tmp_path, database) as (bridge, odoo, poller):
        poller.poll()
        bridge.drain()
        position = odoo.positions[KEY]
    (tmp_path / "other").mkdir()
    other = reading(tmp_path / "other", database, position=position)
    with other as (bridge, odoo, poller):
        odoo.positions[KEY] = position
        bridge.spool.note(KEY, looked_at=time.time())  # not to be looked through
        poller.poll()
        bridge.drain()
        assert odoo.positions[KEY]
        assert len(rows(odoo)) < 50


def test_odoo_that_wants_all_anew_gets_all_anew(tmp_path):
    database = filled(300)
    with reading(tmp_path, database) as (bridge, odoo, poller):
        poller.poll()
        bridge.drain()
        odoo.positions.pop(KEY)
        odoo.steps.clear()
        for _each in range(3):
            poller.poll()
            bridge.drain()
        assert rows(odoo) == everything(database)
        assert not bridge.spool.counts().quarantined


def test_answers_that_are_lost_have_nothing_read_anew(tmp_path):
    database = filled(700)
    chance = random.Random(3)
    with reading(tmp_path, database) as (bridge, odoo, poller):
        poller.poll()
        count = bridge.spool.counts().waiting
        odoo.faults.extend(chance.choice(("lost", "cut", "early")) for _ in range(9))
        bridge.drain()
        assert rows(odoo) == everything(database)
        assert len(odoo.steps) == count
        assert not bridge.spool.notes(KEY).get("restarts")


def test_server_that_is_away_is_told_and_asked_less_often(tmp_path):
    with reading(tmp_path, filled(5)) as (bridge, odoo, poller):
        odoo.sources[0]["values"]["url"] = "http://127.0.0.1:9"
        bridge.program.config.refresh(bridge.program.contact.client)
        first, second = poller.poll(), poller.poll()
        assert second == 2 * first
        bridge.drain()
        [end] = {s.step.error for s in odoo.steps if isinstance(s.step, SessionEnd)}
        assert end == "Unreachable"
        assert not poller.state.reachable


def test_full_disk_leaves_the_rows_at_the_server(tmp_path):
    database = filled(50)
    with reading(tmp_path, database) as (bridge, odoo, poller):
        bridge.spool._min_free = 2**62
        with pytest.raises(SpoolFull):
            poller.poll()
        assert not bridge.spool.counts().waiting
        bridge.spool._min_free = 0
        poller.poll()
        bridge.drain()
        assert rows(odoo) == everything(database)


def test_brand_without_sources_is_said(tmp_path):
    with reading(tmp_path, filled(1), brand="adms") as (_bridge, _odoo, poller):
        poller.poll()
        assert poller.state.reason.code == "bridge_cannot_poll"
