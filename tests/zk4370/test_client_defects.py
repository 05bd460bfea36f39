"""What pyzk does wrong with rows, users and answers it does not expect."""

from datetime import datetime

import pytest

from simulator.memory import Terminal
from simulator.people import User
from simulator.zk4370.codes import Command
from terminals.errors import Garbled
from terminals.reasons import Reason
from terminals.zk4370.client import connect
from terminals.zk4370.client.pyzk_client import PyzkClient
from tests.zk4370_serving import (
    BY_ROWS,
    SERIAL,
    address,
    firmware,
    logged_rows,
    pass_by,
    poll_whole,
    serving,
    terminal,
)


@pytest.mark.parametrize("rows", BY_ROWS)
@pytest.mark.parametrize("stage", [Command.PREPARE_BUFFER, Command.READ_BUFFER])
@pytest.mark.parametrize("punches", [19, 60, 120])
def test_punch_during_the_download_changes_no_row(transport, rows, stage, punches):
    """pyzk divides by the count of before: all rows wrong, without an error."""
    made = terminal(punches)
    with serving(made, firmware(rows, inline=0)) as server:
        server.faults.arm("punch", stage)
        collector = poll_whole(server, transport)
        assert collector.seen == logged_rows(made)[: len(collector.seen)]
        assert len(collector.seen) >= punches
        collector.poll(address(server, transport))
        assert collector.seen == logged_rows(made)


@pytest.mark.parametrize("rows", BY_ROWS)
@pytest.mark.parametrize("shift", [-7, -1, 1, 2, 300])
def test_wrong_count_changes_no_row(transport, rows, shift):
    made = terminal(120)
    with serving(made, firmware(rows)) as server:
        server.faults.arm("counter", Command.SIZES, amount=shift, times=-1)
        assert poll_whole(server, transport).seen == logged_rows(made)


@pytest.mark.parametrize("rows", BY_ROWS)
def test_31_february_costs_one_row(transport, rows):
    made = terminal(300)
    with serving(made, firmware(rows)) as server:
        server.endpoint.log.spoilt.add(100)
        collector = poll_whole(server, transport)
        expected = logged_rows(made)
        del expected[99]
        assert collector.seen == expected
        reasons = [refused.reason for refused in collector.refused.values()]
        assert reasons == [Reason("row_time_invalid")]


def test_users_are_fetched_only_where_rows_need_them(transport):
    made = terminal()
    for rows, fetched in (("40", 0), ("16", 0), ("8a", 1)):
        with serving(made, firmware(rows, inline=0)) as server:
            poll_whole(server, transport)
            tables = server.log.count(Command.PREPARE_BUFFER)
            assert tables == 1 + 2 * fetched


def test_place_given_to_somebody_else(transport):
    """Rows of eight bytes name the place; the list of the same session says whose."""
    made = terminal(0, people=3)
    with serving(made, firmware("8a")) as server:
        pass_by(made, 2)
        collector = poll_whole(server, transport)
        place = made.slots.of("1001")
        made.delete_user("1001")
        made.set_user("2002")
        made.slots.put("2002", place)
        assert {row[0] for row in collector.seen} == {"1001"}
        collector.poll(address(server, transport))
        assert {row[0] for row in collector.seen} == {"1001"}


def test_code_pages_do_not_mix(transport):
    """In pyzk the last one wins, for all terminals and threads."""
    names = {"utf-8": "Zoë Größe", "gbk": "张三李四"}
    servers, sessions = [], []
    for encoding, name in names.items():
        made = Terminal(SERIAL, users=[User("7", name)])
        server = serving(made, firmware(encoding=encoding))
        servers.append(server)
        sessions.append(
            connect(address(server.__enter__(), transport, encoding=encoding))
        )
    read = [session.users.read()[0][0].user.name for session in sessions]
    for session in sessions:
        session.close()
    for server in servers:
        server.__exit__(None, None, None)
    assert read == list(names.values())


def test_name_of_no_code_page_is_no_error(transport):
    made = terminal(1)
    made.set_user("1001", name=b"\xff\xfe\x80".decode("utf-8", "surrogateescape"))
    made.settings["~DeviceName"] = "x"
    with serving(made) as server, connect(address(server, transport)) as session:
        assert "\N{REPLACEMENT CHARACTER}" in session.users.read()[0][0].user.name
        assert session.facts.read().options["~SerialNumber"] == SERIAL


def test_what_pyzk_lets_out_is_put_in_words(transport, monkeypatch):
    """Whatever a terminal answers, what comes out has a reason."""
    leaks = (ValueError, TypeError, UnboundLocalError, IndexError, AttributeError)
    with serving(terminal()) as server:
        for leak in leaks:

            def fail(self, *_args, leak=leak):
                raise leak("as pyzk does")

            monkeypatch.setattr(PyzkClient, "refresh_data", fail)
            session = connect(address(server, transport))
            with pytest.raises(Garbled) as received:
                session.clock.set(datetime(2026, 3, 2))
            assert isinstance(received.value.__cause__, leak)
            assert session.closed
