"""Gateway and codec were written apart; here each must understand the other."""

from datetime import timedelta

import pytest

from simulator.cams import GENERATIONS, CamsFaults
from tests.cams_codec_server import received_from
from tests.cams_gateway import (
    KEY,
    START,
    TOKEN,
    device,
)

LATER = ("v2", "v3")


def with_key(generation):
    return {"key": KEY} if generation != "v1" else {}


@pytest.mark.parametrize("generation", GENERATIONS)
def test_both_agree_on_every_punch(generation):
    endpoint = device(generation, zone="America/St_Johns", **with_key(generation))
    ways = (1, 3, 4, 15, 25)
    for minute, status in enumerate((*range(8), 255)):
        at = START + timedelta(minutes=minute)
        endpoint.terminal.punch("00017", at, status, verify=ways[minute % 5])
    server = received_from(endpoint)
    stored = list(endpoint.terminal.punches.entries.values())
    received = server.received("punches")
    assert [(p.pin, p.time) for p in received] == [(p.pin, p.local) for p in stored]
    assert {(c.serial, c.key, c.dialect) for c in server.calls} == {
        ("D1", TOKEN, generation)
    }
    statuses = {
        "v1": [0, 1, 1, 0, 0, 1, 1, 0, 0],
        "v2": [*range(8), None],
        "v3": [*range(8), 0],
    }
    assert [p.status for p in received] == statuses[generation]
    if generation != "v1":
        assert [p.verify for p in received] == [p.verify for p in stored]
    offset = -2.5 * 3600 if generation == "v3" else None
    assert {p.offset for p in received} == {offset}


@pytest.mark.parametrize("key", ["", KEY])
@pytest.mark.parametrize("generation", LATER)
def test_nothing_a_sound_gateway_sends_is_refused(generation, key):
    endpoint = device(generation, 2, key=key, photographs=True, measures=True)
    terminal = endpoint.terminal
    terminal.register("8", START, name="Bram Bakker", card="77", privilege=14)
    for kind in ("finger", "visible_face", "palm", "portrait"):
        terminal.enrol("8", START, kind)
    terminal.remove("7", START)
    server = received_from(endpoint)
    assert [(r.line, r.reason) for r in server.received("refused")] == []
    (user,) = [user for user in server.received("users") if user.name]
    assert (user.pin, user.name, user.card) == ("8", "Bram Bakker", "77")
    kinds = {template.kind for template in server.received("templates")}
    assert kinds == {"finger", "face", "palm"}


@pytest.mark.parametrize("generation", GENERATIONS)
def test_garbage_is_refused_and_its_neighbours_are_not(generation):
    faults = CamsFaults(["garbage", "double", "reorder", "hold"], rate=0.9)
    endpoint = device(generation, 40, faults=faults, **with_key(generation))
    server = received_from(endpoint)
    stored = {(p.pin, p.local) for p in endpoint.terminal.punches.entries.values()}
    assert stored <= {(p.pin, p.time) for p in server.received("punches")}
