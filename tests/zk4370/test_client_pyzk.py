"""pyzk as it is used here: imported by one file, its requests right to the last bit."""

import random
import re

import pytest
from zk import ZK
from zk.user import User

from devkit.paths import ADDON
from terminals.zk4370.client import connect
from terminals.zk4370.client.pyzk_client import PyzkClient
from terminals.zk4370.frames import decode_frame
from tests.zk4370_serving import (
    TRANSPORTS,
    address,
    serving,
    terminal,
)


def test_one_file_imports_it():
    """pyzk carries the GPL 2.0 text; see the README."""
    found = [
        str(path.relative_to(ADDON))
        for path in ADDON.rglob("*.py")
        if re.search(r"^\s*(import|from) zk\b", path.read_text(), re.MULTILINE)
    ]
    assert found == ["terminals/zk4370/client/pyzk_client.py"]


class Listener:
    """A wire that keeps what is sent, and answers nothing."""

    sent = b""

    def send(self, payload: bytes) -> None:
        self.sent = payload
        raise ConnectionError


def test_every_request_is_signed_right():
    wire = Listener()
    client = PyzkClient(address_of_nobody(), wire)
    client.is_connect = True
    rng = random.Random(4370)
    for number in [*range(40), *range(65_500, 65_535)]:
        data = rng.randbytes(rng.randrange(70))
        client.session, client._ZK__reply_id = rng.randrange(65_536), number
        with pytest.raises(PyzkClient.errors):
            client.request(rng.randrange(65_536), data)
        frame = decode_frame(wire.sent)
        assert (frame.session, frame.data) == (client.session, data)
        assert frame.reply == (number + 1) % 65_535


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_numbers_of_requests_begin_again(transport):
    with (
        serving(terminal(7)) as server,
        connect(address(server, transport)) as session,
    ):
        session.channel.zk._ZK__reply_id = 65_530
        assert [session.facts.sizes().punches for _once in range(10)] == [7] * 10


def test_nothing_of_it_is_shared_between_terminals():
    """Its users have one code page for all."""
    before = User.encoding
    PyzkClient(address_of_nobody(encoding="gbk"), Listener())
    assert User.encoding.lower() == before.lower() == "utf-8"


def test_it_never_opens_a_socket_of_its_own():
    client = PyzkClient(address_of_nobody(), Listener())
    assert client.ommit_ping and client.force_udp and not client.tcp
    assert isinstance(client, ZK)
    assert type(client._ZK__sock).__name__ == "FrameSocket"


def address_of_nobody(**other):
    return address(NOBODY, **other)


class NOBODY:
    port = 4370

    class endpoint:
        key = 0
