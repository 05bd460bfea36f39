"""Gateways to call on real sockets: the simulated one, and made-up ones."""

from contextlib import contextmanager
from datetime import timedelta
from zoneinfo import ZoneInfo

from simulator.cams import Call, RestApi
from terminals.cams.client import Gateway
from tests.cams_gateway import START, TOKEN, V2_PATH
from tests.serving import serving

V3_PATH = "/external/api3.0/biometric"
UTC = ZoneInfo("UTC")


class Answering:
    """A server of one way to answer, that remembers what it was asked."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def send(self, method, path, headers, body):
        self.asked.append((method, path, headers, body))
        return self.answer(path, body)


def desk_of(endpoint, at=START + timedelta(days=1)):
    desk = RestApi([endpoint])
    return Answering(lambda path, body: (200, {}, desk.answer(Call(path, body), at)))


@contextmanager
def gateway_to(server, dialect="v3", path=None, **own):
    with serving(server) as url:
        path = path or {"v2": V2_PATH, "v3": V3_PATH}[dialect]
        near = {"plain": True, "allow_loopback": True}
        own = {"serial": "D1", "token": TOKEN, "zone": UTC, **near, **own}
        yield Gateway(url + path, dialect, **own)


def saying(body, status=200, headers=None):
    return Answering(lambda path, sent: (status, headers or {}, body))
