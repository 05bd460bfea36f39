"""The gateway on real sockets, against a server by the book."""

import asyncio
import json
import socket
import urllib.request
from contextlib import suppress
from datetime import datetime, timezone
from http.client import HTTPConnection
from threading import Thread

import pytest

from simulator import Timeline, Workforce
from simulator.cams import GENERATIONS, CamsFaults, Gateway, company
from tests.cams_gateway import KEY, OTHER_KEY, TOKEN, V3_PATH, device, listening
from tests.fake_cams_server import FakeCamsServer
from tests.serving import serving

UNTIL = datetime(2024, 7, 5, 18, tzinfo=timezone.utc)
# Slow bodies cost real time, and are tried with the other terminals.
TROUBLE = [kind for kind in CamsFaults.KINDS if kind != "slow"]


def staged(generation, faults=(), **own):
    return company(
        ["D1", "D2"],
        Workforce(4),
        until=UNTIL,
        days=1,
        faults=faults,
        tokens=[TOKEN],
        registered={"generation": generation, **own},
    )


def written(endpoint, punch):
    """PIN and moment as the generation writes them."""
    content = next(iter(endpoint.spelling.punch(punch, UNTIL)))
    server = FakeCamsServer()
    body = endpoint.spelling.body(content)
    server.keys = [endpoint.registration.key] if endpoint.registration.key else []
    server.taken.append(server.read(endpoint.spelling.content_type, body))
    return server.seen[0]


@pytest.mark.parametrize("faults", [(), TROUBLE], ids=["fair", "faults"])
@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_gateway_delivers_all_it_knows(generation, faults):
    key = KEY if generation != "v1" else ""
    scene = staged(generation, faults, key=key)
    scene.record()
    server = FakeCamsServer(TOKEN, [OTHER_KEY, KEY])
    with serving(server) as url:
        gateway = Gateway(
            url,
            scene.endpoints,
            timeline=Timeline(2000),
            deliveries=scene.deliveries,
            port=None,
        )
        tally = asyncio.run(gateway.run(until_settled=True))
    sent = {
        written(endpoint, punch)
        for endpoint in scene.endpoints
        for punch in endpoint.terminal.punches.entries.values()
    }
    assert gateway.settled
    assert gateway.acknowledged == len(scene.planned_punches) > 0
    assert sent <= set(readable(server))
    assert bool(tally.failures) is bool(server.cut) is bool(faults)


def readable(server):
    """Of every body that says a punch, who and when."""
    for values in server.taken:
        own = FakeCamsServer()
        own.taken = [values]
        with suppress(KeyError, TypeError):
            yield from (pair for pair in own.seen if isinstance(pair[0], str))


def post(port, values, **common):
    body = json.dumps({**values, "AuthToken": TOKEN, **common}).encode()
    url = f"http://127.0.0.1:{port}{V3_PATH}D1"
    with urllib.request.urlopen(urllib.request.Request(url, body), timeout=10) as reply:
        return json.loads(reply.read())


def test_calls_are_answered_on_a_socket():
    with listening(device("v3")) as gateway:
        answer = post(gateway.port, {"Load": {"DeviceInformation": "All"}})
    assert answer["StatusCode"] == 0


def test_a_second_call_is_refused_while_one_is_under_way():
    with listening(device("v3"), answers_in=50) as gateway:
        codes = []

        def call():
            values = post(gateway.port, {"Load": {"DeviceInformation": "All"}})
            codes.append(values["StatusCode"])

        threads = [Thread(target=call) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert sorted(codes) == [0, 37]
        call()
    assert codes[-1] == 0


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", b"405"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nX: " + b"x" * 40_000 + b"\r\n\r\n", b"413"),
    ],
)
def test_what_is_no_call_is_refused(raw, status):
    with (
        listening(device("v3")) as gateway,
        socket.create_connection(("127.0.0.1", gateway.port), 10) as link,
    ):
        link.sendall(raw)
        assert link.recv(12).split(b" ")[1] == status


def test_who_hangs_up_early_harms_nobody():
    with listening(device("v3")) as gateway:
        with socket.create_connection(("127.0.0.1", gateway.port), 10) as link:
            link.sendall(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf")
        connection = HTTPConnection("127.0.0.1", gateway.port, timeout=10)
        connection.request("POST", V3_PATH + "D1", b"{}")
        assert json.loads(connection.getresponse().read())["StatusCode"] == 7
        connection.close()
