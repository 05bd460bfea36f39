"""Whatever goes wrong on the way, nothing is lost, and nothing is claimed."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings, strategies as st

from simulator import FIRMWARES, AdmsEndpoint, Clock, Faults, Terminal, drive
from simulator.exchange import Request
from tests.fake_server import FakeServer

START = datetime(2024, 7, 1, 8, tzinfo=timezone.utc)
ATTLOG = Request("POST", "/iclock/cdata?SN=T1&table=ATTLOG", {}, b"1\ta\n2\tb\n3\tc\n")


def expected(faults, count=200, firmware="new"):
    """A terminal that suffers ``faults``, then a time when all goes well."""
    terminal = Terminal("T1")
    faults.disturb(terminal.clock, START, START + timedelta(minutes=count))
    for minute in range(count):
        terminal.punch("7", START + timedelta(minutes=minute))
    server = FakeServer()
    endpoint = AdmsEndpoint(terminal, FIRMWARES[firmware], order=faults.order)
    drive(endpoint, server.send, deliveries=faults.deliveries, max_errors=4)
    acknowledged = {terminal.punches.entries[n] for n in terminal.punches.acknowledged}
    assert {("7", str(p.local)) for p in acknowledged} <= server.seen
    faults.stop()
    drive(endpoint, server.send, deliveries=faults.deliveries, max_errors=3)
    return endpoint, server


@pytest.mark.parametrize("firmware", ["new", "old", "crlf"])
@pytest.mark.parametrize("kind", Faults.KINDS)
def test_one_kind_of_fault_loses_nothing(kind, firmware):
    endpoint, server = expected(Faults([kind], seed=3, rate=0.5), firmware=firmware)
    punches = endpoint.terminal.punches.entries.values()
    assert endpoint.settled
    assert {("7", str(p.local)) for p in punches} <= server.seen


@settings(max_examples=40)
@given(st.sets(st.sampled_from(Faults.KINDS)), st.integers(), st.floats(0, 0.9))
def test_faults_together_lose_nothing(kinds, seed, rate):
    endpoint, server = expected(Faults(kinds, seed=seed, rate=rate), count=60)
    punches = endpoint.terminal.punches.entries.values()
    assert endpoint.settled
    assert {("7", str(p.local)) for p in punches} <= server.seen


@pytest.mark.parametrize("kind", Faults.TRAFFIC)
def test_every_fault_really_strikes(kind):
    faults = Faults([kind], seed=1, rate=1.0)
    sent = faults.deliveries(ATTLOG)
    lines = sent[-1].request.body.splitlines()
    numbers = faults.order(list(range(20)))
    struck = {
        "repeat": len(sent) == 2,
        "reorder": numbers != sorted(numbers),
        "cut": sent[-1].cut in range(len(ATTLOG.body)),
        "drop": sent[-1].drop_answer,
        "garbage": len(lines) == 4
        and len(set(lines) - {b"1\ta", b"2\tb", b"3\tc"}) == 1,
        "double": len(lines) == 4 and len(set(lines)) == 3,
        "slow": sent[-1].pause > 0,
    }
    assert [name for name, is_so in struck.items() if is_so] == [kind]


def test_a_disturbed_clock_shows_another_time():
    faults = Faults(["clock"], seed=1)
    clock = Clock("UTC")
    end = START + timedelta(days=1)
    faults.disturb(clock, START, end)
    assert clock.wall(end) != end.replace(tzinfo=None)


def test_the_same_seed_gives_the_same_faults():
    def run(seed):
        faults = Faults(Faults.KINDS, seed=seed)
        return [faults.deliveries(ATTLOG) for _ in range(50)]

    assert run("a") == run("a")
    assert run("a") != run("b")


def test_after_stop_all_goes_well():
    faults = Faults(Faults.KINDS, rate=1.0)
    faults.stop()
    (delivery,) = faults.deliveries(ATTLOG)
    assert delivery.request == ATTLOG
    assert (delivery.cut, delivery.drop_answer, delivery.pause) == (None, False, 0.0)


def test_an_unknown_fault_is_named():
    with pytest.raises(ValueError, match="No such fault: flood"):
        Faults(["flood"])
