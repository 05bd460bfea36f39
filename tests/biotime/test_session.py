"""Sessions with a simulated server, over real sockets."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from simulator.biotime import RELEASES, Oddities
from terminals.biotime.client import arrivals, reading, server as server_module
from terminals.biotime.position import MAX_SEEN
from terminals.client.budget import Budget
from terminals.errors import DeviceRefused, Garbled, TimedOut, TransportError
from tests.biotime_serving import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    SERIALS,
    Host,
    everything,
    filled,
    serving,
)


@pytest.mark.parametrize("release", RELEASES)
def test_everything_is_read_from_every_release(release):
    database = filled(1500)
    with serving(database, release=release) as server:
        host = Host(server)
        assert host.read(whole=True)
    assert host.stored == everything(database)
    assert set(host.terminals) == set(SERIALS)
    assert host.users["003"].name == "Ada Lo3"
    assert host.position["form"] == ("easytime" if release == "easytime" else "jwt")


def test_nothing_new_takes_three_requests_and_hands_over_nothing():
    with serving(filled(1500)) as server:
        host = Host(server)
        host.read()
        handed = len(host.handed)
        server.log.clear()
        assert host.read()
        assert [target.partition("?")[0] for _method, target in server.log] == [
            "/jwt-api-token-auth/",
            "/iclock/api/terminals/",
            "/iclock/api/transactions/",
        ]
    assert len(host.handed) == handed


def test_punches_that_come_three_days_late_are_new():
    database = filled(300)
    with serving(database) as server:
        host = Host(server)
        host.read()
        for hours in range(72, 0, -1):
            database.add("003", NOW - HOUR * hours, NOW + MINUTE, SERIALS[1])
        handed, host.now = len(host.handed), NOW + 2 * MINUTE
        server.log.clear()
        assert host.read()
    assert len(host.handed) == handed + 72
    assert host.stored == everything(database)
    assert not [target for _, target in server.log if "start_time" in target]


def test_kill_at_each_step_loses_nothing_and_repeats_one_page():
    database = filled(60)
    with serving(database) as server:
        server.api.release = replace(server.api.release, most_rows=7)
        host = Host(server, since=NOW - 30 * DAY)
        sessions = 1
        while not host.read(steps=2):
            sessions += 1
            assert sessions < 50
    assert sessions > 5
    assert host.stored == everything(database)


def test_restart_of_the_server_in_mid_read_is_borne():
    database = filled(60)
    with serving(database) as server:
        server.api.release = replace(server.api.release, most_rows=7)
        host = Host(server, since=NOW - 30 * DAY)
        for fault in ("hang_up", "busy", "cut", "web_page", "garbage", "failed"):
            server.faults.arm("", "", "", "", "", "", fault)
            with pytest.raises(TransportError):
                host.read()
            server.api.forget_tokens()
            server.faults.stop()
        assert host.read()
    assert host.stored == everything(database)


def test_rows_that_come_between_two_pages_are_read():
    database = filled(60)
    with serving(database) as server:
        server.api.release = replace(server.api.release, most_rows=7)
        server.on_request = lambda _method, target: (
            "page" in target and database.add("001", NOW - 3 * DAY, NOW, SERIALS[0])
        )
        host = Host(server, since=NOW - 30 * DAY)
        host.read(steps=15)
        server.on_request = None
        host.now += MINUTE
        assert host.read()
    assert host.stored == everything(database)


def test_rows_deleted_between_two_sessions_hide_no_others():
    database = filled(60)
    with serving(database) as server:
        server.api.release = replace(server.api.release, most_rows=7)
        host = Host(server, since=NOW - 30 * DAY)
        host.read(steps=5)
        for number in (2, 4, 6, 8, 10, 12, 14, 16):
            database.delete(number)
            database.add("001", NOW - DAY, NOW, SERIALS[0])
        assert host.read()
    assert everything(database) <= host.stored


def test_server_that_ignores_the_order_is_noticed_and_its_last_days_are_counted():
    database = filled(1500)
    with serving(database, oddities=Oddities(sorts=False)) as server:
        host = Host(server)
        host.read()
        database.add("003", NOW - 2 * DAY, NOW, SERIALS[1])
        host.now += MINUTE
        handed = len(host.handed)
        assert host.read()
        assert len(host.handed) == handed + 1
        server.log.clear()
        assert host.read()
        assert len([1 for _, target in server.log if "start_time" in target]) == 4
    assert host.stored == everything(database)


def test_what_is_later_than_the_last_days_is_found_at_night_where_the_order_is_ignored():
    database = filled(1500)
    with serving(database, oddities=Oddities(sorts=False)) as server:
        host = Host(server)
        host.read()
        database.add("003", NOW - 20 * DAY, NOW, SERIALS[1])
        assert host.read()
        assert host.stored != everything(database)
        assert host.read(whole=True)
    assert host.stored == everything(database)


def test_night_is_cut_short_and_goes_on():
    database = filled(4000, every=timedelta(minutes=10))
    with serving(database) as server:
        server.api.release = replace(server.api.release, most_rows=300)
        host = Host(server)
        host.read(whole=True)
        host.handed.clear()
        assert not host.read(whole=True, steps=3)
        assert host.position["window"]
        assert host.read(whole=True)
    wanted = {row for row in everything(database) if row[2] >= NOW - 27 * DAY}
    assert wanted <= host.stored


def test_database_set_back_is_noticed_and_looked_through():
    database = filled(400)
    with serving(database) as server:
        host = Host(server)
        backup = database.backup()
        for number in range(9):
            database.add("003", NOW, NOW + MINUTE * number, SERIALS[1])
        host.now += HOUR
        host.read()
        database.restore(backup)
        database.add("004", NOW + MINUTE, NOW + HOUR, SERIALS[1])  # has a used number
        host.now += HOUR
        server.log.clear()
        assert host.read()
        assert host.position["set_back"] == [409, 401]
        [notice] = [step.notice for step in host.steps if step.notice]
        assert notice == ("biotime_set_back", {"before": 409, "now": 401})
        assert [target for _, target in server.log if "start_time" in target]
    assert everything(database) <= host.stored


def test_clock_of_the_server_that_was_ahead_hides_nothing():
    database = filled(400)
    database.add("003", NOW, NOW + 300 * DAY, SERIALS[1])
    with serving(database) as server:
        host = Host(server)
        host.read()
        database.add("004", NOW, NOW + MINUTE, SERIALS[1])
        host.now += 2 * MINUTE
        assert host.read()
    assert host.stored == everything(database)


def test_nothing_before_the_first_day_is_read_but_what_has_a_wrong_clock():
    database = filled(100, every=DAY)
    since = NOW - 10 * DAY
    with serving(database) as server:
        host = Host(server, since=since.date())
        host.read()
        assert {row[2] for row in host.stored} == {
            row.punch_time
            for row in database.rows()
            if row.punch_time >= since - HOUR * 12
        }
        database.add("001", since - 5 * DAY, NOW, SERIALS[0])
        wrong = database.add("001", datetime(2000, 1, 1), NOW, SERIALS[0])
        handed, host.now = len(host.handed), NOW + MINUTE
        host.read()
    assert [punch.number for _key, punch in host.handed[handed:]] == [str(wrong.id)]


def test_row_that_cannot_be_read_is_kept_and_its_neighbours_too():
    database = filled(5)
    database.add("", NOW, NOW, SERIALS[0])
    with serving(database) as server:
        host = Host(server)
        assert host.read()
    assert len(host.stored) == 5
    assert {refused.reason.code for _key, refused in host.refused} == {"row_pin"}


@pytest.mark.parametrize("state", [0, 255])
def test_state_that_tells_nothing_is_handed_over_as_it_is(state):
    with serving(filled(3), oddities=Oddities(state=state)) as server:
        host = Host(server)
        host.read()
    assert {punch.status for _key, punch in host.handed} == {state}


def test_wrong_password_is_tried_once():
    with serving(filled(3)) as server:
        host = Host(server, password="wrong")
        with pytest.raises(DeviceRefused) as caught:
            host.read()
        assert caught.value.code == "biotime_wrong_login"
        assert server.api.logins == [("odoo", False)]
        assert len(server.log) == 1


def test_token_that_expires_is_renewed_once():
    database = filled(60)
    with serving(database, oddities=Oddities(token_calls=5)) as server:
        host = Host(server, since=NOW - 30 * DAY)
        assert host.read()
        assert len(server.api.logins) == 2
        server.api.oddities.token_calls = 0
        with pytest.raises(DeviceRefused) as caught:
            Host(server).read()
        assert caught.value.code == "biotime_token_refused"
        assert len(server.api.logins) == 4
    assert host.stored == everything(database)


@pytest.mark.parametrize(
    "path", ["/iclock/api/terminals/", "/personnel/api/employees/"]
)
def test_user_without_the_right_to_the_rest_reads_punches_all_the_same(path):
    database = filled(20)
    with serving(database, oddities=Oddities(hidden=(path,))) as server:
        host = Host(server)
        assert host.read()
    assert host.stored == everything(database)


def test_licence_without_the_api_is_said_in_words():
    oddities = Oddities(has_licence=False)
    with (
        serving(filled(3), oddities=oddities) as server,
        pytest.raises(DeviceRefused) as caught,
    ):
        Host(server).read()
    assert "licence" in str(caught.value.reason)


def test_address_the_server_names_is_never_called():
    database = filled(60)
    with serving(database) as server:
        server.api.release = replace(server.api.release, most_rows=7)
        host = Host(server)
        host.read()
        assert len(server.log) > 10
    assert host.stored == everything(database)


def test_page_that_comes_again_and_again_is_an_error(monkeypatch):
    monkeypatch.setattr(arrivals, "FIRST_ROWS", 3)
    with serving(filled(60)) as server:
        answer = server.api.answer

        def repeat(method, target, headers, body):
            return answer(method, target.replace("page=2", "page=1"), headers, body)

        server.api.answer = repeat
        server.api.release = replace(server.api.release, most_rows=7)
        with pytest.raises(Garbled) as caught:
            Host(server).read()
    assert caught.value.code == "biotime_same_page"


def test_session_ends_in_time_and_goes_on_later(monkeypatch):
    database = filled(60)
    budgets = []

    class Spendable(Budget):
        def __init__(self, seconds):
            super().__init__(seconds)
            budgets.append(self)

    monkeypatch.setattr(server_module, "Budget", Spendable)
    with serving(database) as server:
        server.api.release = replace(server.api.release, most_rows=7)
        host = Host(server, since=NOW - 30 * DAY)
        store = host._store

        def store_and_spend(step):
            store(step)
            if len(host.steps) == 4:
                budgets[-1]._end = 0.0

        host._store = store_and_spend
        assert not host.read()
        assert len(host.steps) == 4
        assert host.read()
    assert host.stored == everything(database)


def test_server_too_slow_for_large_pages_gets_small_ones(monkeypatch):
    database = filled(300)
    with serving(database) as server:
        host = Host(server, since=NOW - 30 * DAY)
        call = reading.Reading._get_page

        def slow(self, pages, rows, filters):
            if rows > 100:
                raise TimedOut("biotime_timeout")
            return call(self, pages, rows, filters)

        monkeypatch.setattr(reading.Reading, "_get_page", slow)
        for _attempt in range(2):
            with pytest.raises(TimedOut):
                host.read()
        assert host.position["rows"] == 62
        assert host.read()
    assert host.stored == everything(database)


def test_position_stays_small():
    with serving(filled(5000, every=MINUTE)) as server:
        host = Host(server)
        host.read()
        for _ in range(3):
            host.now += MINUTE
            host.read()
    assert len(host.position["seen"]) <= MAX_SEEN


@pytest.mark.parametrize(
    "position", [{"complete": True}, {"scan": 5}, {"window": {"x": 1}}]
)
def test_position_of_something_else_is_none(position):
    database = filled(20)
    with serving(database) as server:
        host = Host(server)
        host.position = position
        assert host.read()
    assert host.stored == everything(database)
