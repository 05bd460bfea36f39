"""Whatever goes wrong between gateway and server, nothing is lost."""

import pytest

from simulator import drive
from simulator.cams import GENERATIONS, CamsFaults
from simulator.exchange import Request
from tests.cams_gateway import device
from tests.fake_cams_server import FakeCamsServer


def expected(kinds, generation, rate=0.5, seed=3, count=120):
    faults = CamsFaults(kinds, seed=seed, rate=rate)
    endpoint, server = device(generation, count, faults=faults), FakeCamsServer()
    deliveries = faults.deliveries
    drive(endpoint, server.send, deliveries=deliveries, max_errors=6, polls=2)
    taken = len(endpoint.terminal.punches.acknowledged)
    assert taken <= len(set(server.seen))
    faults.stop()
    drive(endpoint, server.send, deliveries=deliveries, max_errors=3)
    return endpoint, server


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("kind", CamsFaults.KINDS)
def test_one_kind_of_fault_loses_nothing(kind, generation):
    endpoint, server = expected([kind], generation)
    _, orderly = expected([], generation)
    assert endpoint.settled
    assert set(orderly.seen) <= set(server.seen)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_all_faults_together_lose_nothing(generation):
    endpoint, server = expected(CamsFaults.KINDS, generation, rate=0.3)
    _, orderly = expected([], generation)
    assert endpoint.settled
    assert set(orderly.seen) <= set(server.seen)


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    ("kind", "strikes"),
    [
        ("reorder", lambda seen, fair: seen != fair and sorted(seen) == sorted(fair)),
        ("hold", lambda seen, fair: seen != fair and sorted(seen) == sorted(fair)),
        ("double", lambda seen, fair: len(seen) > len(set(seen)) == len(fair)),
        ("repeat", lambda seen, fair: len(seen) > len(set(seen)) == len(fair)),
        ("drop", lambda seen, fair: len(seen) > len(set(seen)) == len(fair)),
        ("garbage", lambda seen, fair: len(seen) > len(fair)),
    ],
)
def test_faults_really_strike(kind, strikes, generation):
    seen = [fault_server(generation, kinds, 0.9).seen for kinds in ([kind], [])]
    assert strikes(*seen)


def fault_server(generation, kinds, rate):
    faults, server = CamsFaults(kinds, seed=5, rate=rate), Tolerant()
    endpoint = device(generation, 60, faults=faults)
    drive(endpoint, server.send, deliveries=faults.deliveries, max_errors=5000)
    return server


class Tolerant(FakeCamsServer):
    """Counts whatever has no readable punch as one more thing seen."""

    @property
    def seen(self):
        found = []
        for number, values in enumerate(self.taken):
            own = FakeCamsServer()
            own.taken = [values]
            try:
                found += own.seen or [("garbage", number)]
            except (KeyError, TypeError):
                found.append(("garbage", number))
        return [tuple(map(str, pair)) for pair in found]


def test_the_same_seed_gives_the_same_faults():
    def run(seed):
        faults = CamsFaults(CamsFaults.KINDS, seed=seed)
        request = Request("POST", "/hook", {}, b"body")
        return [
            (faults.window(list(range(9))), faults.deliveries(request))
            for _ in range(30)
        ]

    assert run("a") == run("a")
    assert run("a") != run("b")


def test_an_unknown_fault_is_named():
    with pytest.raises(ValueError, match="No such fault: flood"):
        CamsFaults(["flood"])
