"""Fixtures of the tests of the client for port 4370: a terminal, over TCP and over UDP."""

import pytest

from terminals.zk4370.client import connect
from tests.zk4370_serving import TRANSPORTS, address, serving, terminal


@pytest.fixture(params=TRANSPORTS)
def transport(request):
    return request.param


@pytest.fixture
def made():
    return terminal(120)


@pytest.fixture
def server(made):
    with serving(made) as opened:
        yield opened


@pytest.fixture
def session(server, transport):
    with connect(address(server, transport)) as opened:
        yield opened
