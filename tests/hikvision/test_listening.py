"""Sessions that listen to a terminal, and that tell it where to push, on real sockets."""

import time
from contextlib import contextmanager

import pytest

from simulator.exchange import drive
from simulator.hikvision import PUSH_FIRMWARES, PushFirmware
from terminals.errors import TransportError
from terminals.hikvision import BRAND
from terminals.hikvision.client import stream as client_stream
from terminals.poll import SET_PUSH
from terminals.session import (
    CommandDone,
    Connected,
    DeviceCommand,
    LiveEvents,
    RowsRead,
    SessionPlan,
)
from tests.fake_hikvision_server import FakeHikvisionServer
from tests.hikvision_serving import (
    LIMITS,
    NOW,
    SECOND,
    World,
    everything,
    fill,
    serving,
    terminal,
    values,
)

LONG_SECONDS = 60
PATH = "/biometric/c2VjcmV0IGFkZHJlc3MgZm9yIHRlc3Rz/hikvision"


@pytest.fixture(autouse=True)
def no_long_pauses(monkeypatch):
    monkeypatch.setattr(client_stream, "FIRST_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(client_stream, "MAX_PAUSE_SECONDS", 0.2)
    monkeypatch.setattr(client_stream, "IDLE_SECONDS", 0.1)


class Listener:
    """Drives one session as a host does, until a condition holds.

    :ivar position: what the host has stored of it.
    """

    def __init__(self, server, position=None):
        self.server, self.position = server, position
        self.live, self.rows, self.steps = [], [], []

    def listen(self, until, *, between=lambda: None):
        """Take steps until a condition holds; then the session is told to end.

        :param between: called after each step that brought no event.
        :return: whether the session ended because it was told to.
        """
        plan = SessionPlan(position=self.position, listen=True)
        session = BRAND.poll.session(values(self.server), plan, LIMITS)
        answer, end = None, time.monotonic() + LONG_SECONDS
        while time.monotonic() < end:
            try:
                step = session.send(answer)
            except StopIteration:
                return False
            self._take(step)
            is_live = isinstance(step, LiveEvents)
            answer = [] if isinstance(step, Connected) else None
            if is_live and until():
                with pytest.raises(StopIteration):
                    session.send(True)
                return True
            if is_live and not step.upload.lines:
                between()
        raise AssertionError("it did not happen")

    def _take(self, step):
        self.steps.append(step)
        if isinstance(step, RowsRead):
            self.position = {**step.position, "complete": step.complete}
            self.rows += step.upload.punches
        elif isinstance(step, LiveEvents):
            assert not step.upload.refused
            self.live += step.upload.punches

    @property
    def stored(self):
        return {(p.number, p.pin, p.time) for p in [*self.rows, *self.live]}


@contextmanager
def world_of(count=3, firmware="new", **push):
    made = terminal()
    fill(made, count)
    world = World(made, firmware)
    for name, value in push.items():
        setattr(world.isapi.stream, name, value)
    with serving(world) as server:
        yield world, server


def punch_each_time(world, most):
    """Return what lets people pass one after the other, up to so many."""
    made = []

    def punch():
        if len(made) < most:
            made.append(None)
            at = NOW + len(made) * SECOND
            world.now = at + SECOND
            world.terminal.punch("00001", at, len(made) % 2, 15)

    return punch


def test_events_come_as_they_happen_after_what_was_stored_is_read():
    with world_of() as (world, server):
        host = Listener(server)
        between = punch_each_time(world, 4)
        assert host.listen(lambda: len(host.live) == 4, between=between)
        assert len(host.rows) == 3
        assert host.stored == everything(world)


@pytest.mark.parametrize("firmware", ["new", "old", "odd"])
def test_what_a_cut_stream_leaves_out_is_read_and_listening_goes_on(firmware):
    with world_of(firmware=firmware, cut_after=2) as (world, server):
        host = Listener(server)
        between = punch_each_time(world, 9)
        wanted = 3 + 9

        def is_all():
            return len({(p.pin, p.time) for p in [*host.rows, *host.live]}) == wanted

        assert host.listen(is_all, between=between)
        assert world.isapi.stream.opened > 2


def test_history_and_pictures_in_the_stream_add_nothing():
    with world_of(replays=3, pictures=True) as (world, server):
        host = Listener(server)
        between = punch_each_time(world, 2)
        assert host.listen(lambda: len(host.live) == 5, between=between)
        assert host.stored == everything(world)


def test_host_may_end_it_while_nothing_happens():
    with world_of() as (_world, server):
        host = Listener(server)
        calls = []
        assert host.listen(lambda: len(calls) > 2, between=lambda: calls.append(1))


def test_terminal_without_a_free_stream_is_polled_all_the_same():
    with world_of(streams=0) as (world, server):
        host = Listener(server)
        assert host.listen(lambda: False) is False
        assert host.stored == everything(world)


def test_terminal_that_is_gone_ends_the_session_with_an_error():
    with world_of() as (_world, server):
        host = Listener(server)
        with pytest.raises(TransportError):
            host.listen(lambda: False, between=server.stop)


# Where to push


def ask(server, push):
    """Have a session tell the terminal where to push, and return how that ended."""
    asked = {**values(server), "push": push}
    plan = SessionPlan(will_send_commands=True)
    session = BRAND.poll.session(asked, plan, LIMITS)
    answer, done = None, None
    while True:
        try:
            step = session.send(answer)
        except StopIteration:
            return done
        answer = None
        if isinstance(step, Connected):
            answer = [DeviceCommand("", SET_PUSH, {})]
        elif isinstance(step, CommandDone):
            done = step


def target(**changes):
    found = {"host": "127.0.0.1", "port": 8069, "https": False, "path": PATH}
    return {**found, **changes}


@contextmanager
def pushing(firmware, count=2):
    made = terminal()
    fill(made, count)
    world = World(made)
    hosts = world.isapi.push.hosts
    world.isapi.push.firmware = hosts.firmware = PUSH_FIRMWARES[firmware]
    with serving(world) as server:
        yield world, server


@pytest.mark.parametrize("firmware", ["usual", "pictures", "old", "gateway"])
def test_terminal_that_is_told_where_to_push_does(firmware):
    with pushing(firmware) as (world, server):
        done = ask(server, target())
        assert done.problem is None
        assert done.result.values["differs"] == ""
        receiver = FakeHikvisionServer(PATH)
        drive(world.isapi.push, receiver.send, now=NOW)
        assert sorted(receiver.events.values()) == [1, 1]


def test_own_address_is_that_towards_the_terminal():
    with pushing("usual") as (world, server):
        assert ask(server, target(host="")).problem is None
        assert world.isapi.push.hosts.host.address == "127.0.0.1"


def test_what_is_not_kept_is_named():
    with pushing("deaf") as (world, server):
        assert ask(server, target()).result.values["differs"] == "url"
        assert world.isapi.push.hosts.used is None


def test_name_that_is_refused_is_replaced_by_its_address():
    with pushing("deaf") as (world, server):
        world.isapi.push.firmware = world.isapi.push.hosts.firmware = PushFirmware(
            keeps_name=False
        )
        done = ask(server, target(host="localhost"))
        assert (done.problem, done.result.values["differs"]) == (None, "")
        assert world.isapi.push.hosts.host.address == "127.0.0.1"


def test_name_that_nobody_knows_is_said_to_be_refused():
    with pushing("deaf") as (_world, server):
        done = ask(server, target(host="nobody.invalid"))
        assert done.problem.code == "hikvision_push_name"


def test_without_a_target_nothing_is_changed():
    with pushing("usual") as (world, server):
        assert ask(server, None).problem is None
        assert world.isapi.push.hosts.puts == 0


def test_account_that_may_not_change_it_is_said_to_lack_the_right():
    with pushing("usual") as (world, server):
        world.isapi.low_privilege = ("/ISAPI/Event",)
        assert ask(server, target()).problem.code == "hikvision_low_privilege"


def test_address_that_is_too_long_is_not_sent():
    with pushing("usual") as (world, server):
        done = ask(server, target(path="/" + "x" * 128))
        assert done.problem.code == "hikvision_url_long"
        assert world.isapi.push.hosts.puts == 0
