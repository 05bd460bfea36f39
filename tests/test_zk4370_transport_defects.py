"""What real pyzk does wrong while it reads; each of these is a session of ours that does
not."""

import os
import time
from dataclasses import replace

import pytest

from biometric_attendance.protocols.zk4370 import Command
from biometric_attendance.protocols.zk4370.bulk import encode_window, read_window
from biometric_attendance.simulator.memory import Terminal
from biometric_attendance.simulator.people import User
from biometric_attendance.simulator.zk4370.commands import COMMANDS
from biometric_attendance.transports import zk4370
from biometric_attendance.transports.errors import (
    Closed,
    DeviceRefused,
    Garbled,
    Misaddressed,
    TimedOut,
    TransportError,
)
from biometric_attendance.transports.zk4370 import connect
from tests.zk4370_serving import (
    BY_ROWS,
    SERIAL,
    TRANSPORTS,
    Collector,
    address,
    firmware,
    pass_by,
    serving,
    terminal,
    truth,
)


@pytest.fixture(params=TRANSPORTS)
def transport(request):
    return request.param


def poll_whole(server, transport, **other) -> Collector:
    collector = Collector()
    collector.poll(address(server, transport, **other))
    return collector


@pytest.mark.parametrize("rows", BY_ROWS)
@pytest.mark.parametrize("stage", [Command.PREPARE_BUFFER, Command.READ_BUFFER])
@pytest.mark.parametrize("punches", [19, 60, 120])
def test_punch_during_the_download_changes_no_row(transport, rows, stage, punches):
    """pyzk divides by the count of before: all rows wrong, without an error."""
    made = terminal(punches)
    with serving(made, firmware(rows, inline=0)) as server:
        server.faults.arm("punch", stage)
        collector = poll_whole(server, transport)
        assert collector.seen == truth(made)[: len(collector.seen)]
        assert len(collector.seen) >= punches
        collector.poll(address(server, transport))
        assert collector.seen == truth(made)


@pytest.mark.parametrize("rows", BY_ROWS)
@pytest.mark.parametrize("shift", [-7, -1, 1, 2, 300])
def test_wrong_count_changes_no_row(transport, rows, shift):
    made = terminal(120)
    with serving(made, firmware(rows)) as server:
        server.faults.arm("counter", Command.SIZES, amount=shift, times=-1)
        assert poll_whole(server, transport).seen == truth(made)


@pytest.mark.parametrize("rows", BY_ROWS)
def test_31_february_costs_one_row(transport, rows):
    made = terminal(300)
    with serving(made, firmware(rows)) as server:
        server.face.log.spoilt.add(100)
        collector = poll_whole(server, transport)
        expected = truth(made)
        del expected[99]
        assert collector.seen == expected
        assert [r.reason for r in collector.refused.values()] == [
            "The time of the row does not exist."
        ]


def test_late_answer_is_not_taken_for_another(transport):
    """pyzk takes the answer to the last request for that to the next."""
    with serving(terminal()) as server:
        server.faults.arm("late", Command.READ_OPTION, amount=0.3)
        session = connect(address(server, transport, patience=0.1))
        if transport == "udp":
            # Asked again, it answers twice; the late one counts for nothing.
            assert session.option("MAC") is not None
            time.sleep(0.4)
            assert session.time().wall.year >= 2024
            session.close()
            return
        with pytest.raises(TimedOut):
            session.option("MAC")
        with pytest.raises(Closed):
            session.time()
        with connect(address(server, transport)) as again:
            assert again.time().wall.year >= 2024


@pytest.mark.parametrize("stage", [Command.FREE_BUFFER, Command.CONNECT, Command.SIZES])
def test_answer_with_more_data_than_known(transport, stage):
    made = terminal()
    with serving(made) as server:
        server.faults.arm("surplus", stage, amount=24, times=-1)
        assert poll_whole(server, transport).seen == truth(made)


@pytest.mark.parametrize(
    "stage",
    [
        Command.CONNECT,
        Command.SIZES,
        Command.GET_TIME,
        Command.PREPARE_BUFFER,
        Command.READ_BUFFER,
        Command.EXIT,
    ],
)
@pytest.mark.parametrize("length", [12, 32, 40])
def test_event_in_between_is_not_the_answer(transport, stage, length):
    made = terminal()
    with serving(made, firmware(split=True)) as server:
        for frame in (0, 1, -1):
            server.faults.arm("event", stage, frame=frame, amount=length, times=-1)
        collector = poll_whole(server, transport)
        assert collector.seen == truth(made)
        assert server.face.talks == []


def test_frames_that_come_together():
    """pyzk waits for what it already has, and times out, or not."""
    made = terminal(3000)
    for segment in (100_000, 3000, 1009):
        with serving(made, firmware(split=True), segment=segment) as server:
            assert poll_whole(server, "tcp").seen == truth(made)


@pytest.mark.parametrize("split", [False, True], ids=["unnumbered", "numbered"])
@pytest.mark.parametrize("kind", ["lose", "double", "checksum", "truncate"])
@pytest.mark.parametrize("frame", [0, 1, 3, -1])
def test_datagrams_lost_doubled_damaged(split, kind, frame):
    """pyzk does not count: 25 of 300 rows right, without an error."""
    made = terminal(300)
    with serving(made, firmware(split=split)) as server:
        server.faults.arm(kind, Command.READ_BUFFER, nth=3, frame=frame)
        assert poll_whole(server, "udp", patience=0.2).seen == truth(made)


@pytest.mark.parametrize("stage", [Command.CONNECT, Command.SIZES, Command.GET_TIME])
def test_question_lost_over_udp_is_asked_again(stage):
    made = terminal()
    with serving(made) as server:
        server.faults.arm("unheard", stage)
        assert poll_whole(server, "udp", patience=0.2).seen == truth(made)


def test_one_datagram_lost_and_another_doubled():
    """Together they have the right length."""
    made = terminal(300)
    with serving(made) as server:
        server.faults.arm("lose", Command.READ_BUFFER, frame=1)
        server.faults.arm("double", Command.READ_BUFFER, frame=3)
        assert poll_whole(server, "udp").seen == truth(made)


@pytest.mark.parametrize("times", [1, 2])
def test_window_shorter_than_asked_for(transport, times, monkeypatch):
    """Once is asked for again, twice is an error; never taken for whole."""
    made, shortened, read = terminal(), [], COMMANDS[Command.READ_BUFFER]

    def short(talk, data):
        if len(shortened) == times:
            return read(talk, data)
        start, size = read_window(data)
        shortened.append(size)
        return read(talk, encode_window(start, size - 40))

    monkeypatch.setitem(COMMANDS, Command.READ_BUFFER, short)
    with serving(made) as server:
        if times == 1:
            assert poll_whole(server, transport).seen == truth(made)
        else:
            with pytest.raises(Garbled, match="did not send all"):
                poll_whole(server, transport)
        assert len(shortened) == times


def test_large_table_sent_at_once(transport):
    """pyzk cuts it after 1016 bytes over UDP, and does not say so."""
    made = terminal(700)
    with serving(made, firmware(inline=60_000)) as server:
        assert poll_whole(server, transport).seen == truth(made)


@pytest.mark.parametrize(
    "kind", ["checksum", "reply_id", "garbage", "truncate", "flip"]
)
@pytest.mark.parametrize("stage", [Command.SIZES, Command.READ_BUFFER])
def test_garbage_over_tcp_ends_the_session(kind, stage):
    with serving(terminal()) as server:
        server.faults.arm(kind, stage)
        session = connect(address(server, patience=0.2))
        with pytest.raises((Garbled, TimedOut)):
            session.sizes()
            session.open_log()
        with pytest.raises(Closed):
            session.sizes()


def test_error_code_is_told(transport):
    with serving(terminal()) as server:
        server.faults.arm("error", Command.PREPARE_BUFFER, amount=4989)
        with pytest.raises(DeviceRefused, match="4989") as refused:
            poll_whole(server, transport)
        assert refused.value.code == 4989


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1; touch {}",
        "$(touch {})",
        "`touch {}`",
        "127.0.0.1 && touch {}",
        "-c1",
        "10.0.0.256",
        "a b",
        "",
        "x" * 254,
        "host\nname",
    ],
)
def test_address_never_reaches_a_shell(host, tmp_path, monkeypatch):
    monkeypatch.setattr("subprocess.call", None)
    victim = tmp_path / "victim"
    with pytest.raises(Misaddressed) as refused:
        connect(replace(EXAMPLE, host=host.format(victim)))
    assert refused.value.reason.endswith(".")
    assert not victim.exists()


EXAMPLE = address(type("Server", (), {"port": 4370, "face": type("F", (), {"key": 0})}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"port": 0},
        {"port": 70_000},
        {"key": -1},
        {"key": 2**32},
        {"patience": 0},
        {"deadline": -1},
        {"encoding": "no such"},
    ],
    ids=str,
)
def test_values_no_terminal_has_are_refused(wrong):
    with pytest.raises(Misaddressed):
        connect(replace(EXAMPLE, **wrong))


def test_key_is_not_shown():
    assert "31337" not in repr(replace(EXAMPLE, key=31337))


def test_one_connection_and_no_ping(monkeypatch):
    monkeypatch.setattr("subprocess.call", None)
    with serving(terminal()) as server:
        poll_whole(server, "tcp")
        assert (server.connections.accepted, server.connections.most) == (1, 1)


@pytest.mark.parametrize("kind", ["close", "half_open", "error", "truncate"])
def test_failed_connections_leave_nothing_open(transport, kind):
    before, failures = os.listdir("/proc/self/fd"), []
    with serving(terminal(), key=99) as server:
        server.faults.arm(kind, Command.AUTHENTICATE, times=-1)
        to = address(server, transport, patience=0.05)
        for _attempt in range(10):
            with pytest.raises(TransportError) as failed:
                connect(to)
            failures.append(failed)
    assert len(os.listdir("/proc/self/fd")) == len(before)


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
    read = [session.users()[0].user.name for session in sessions]
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
        assert "\N{REPLACEMENT CHARACTER}" in session.users()[0].user.name
        assert session.information().options["~SerialNumber"] == SERIAL


def test_what_pyzk_lets_out_is_put_in_words(transport, monkeypatch):
    """Whatever a terminal answers, what comes out has a reason."""
    leaks = (ValueError, TypeError, UnboundLocalError, IndexError, AttributeError)
    with serving(terminal()) as server:
        for leak in leaks:

            def fail(self, *_args, leak=leak):
                raise leak("as pyzk does")

            monkeypatch.setattr(zk4370.Client, "refresh_data", fail)
            session = connect(address(server, transport))
            with pytest.raises(Garbled) as told:
                session.refresh()
            assert isinstance(told.value.__cause__, leak)
            assert session.wire.closed
