"""Something else than a terminal listens on the port."""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from terminals.zk4370.client.address import Address
from terminals.zk4370.client.diagnosis import diagnose


def here(port: int, **other) -> Address:
    how = {"timeout": 0.3, "deadline": 3, "allow_loopback": True}
    return Address("127.0.0.1", port, **{**how, **other})


class Web(BaseHTTPRequestHandler):
    def log_message(self, *_line) -> None:
        """Not to the screen."""


@contextmanager
def listening(answer: bytes | None):
    """Something else on the port; ``None``: a web server."""
    if answer is None:
        server = HTTPServer(("127.0.0.1", 0), Web)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
        server.server_close()
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            try:
                while True:
                    with listener.accept()[0] as client:
                        client.settimeout(1)
                        client.sendall(answer)
                        client.recv(100)
            except OSError:
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"HTTP/1.0 400 Bad request\r\n\r\n", "web_server"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "ssh_server"),
        (b"\xaa\x01\x02\x03\x04\x05\x06\x07\x08", "other_protocol"),
        (b"PP\x82}\xff\xff\xff\xff", "other_protocol"),
    ],
    ids=["http", "ssh", "other", "endless frame"],
)
def test_other_protocol(answer, code):
    with listening(answer) as port:
        assert diagnose(here(port)).problem.code == code


def test_real_web_server():
    with listening(None) as port:
        assert diagnose(here(port)).problem.code == "web_server"


def test_garbage_over_udp():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        other.settimeout(2)

        def serve():
            for _datagram in range(2):
                _bytes, place = other.recvfrom(1000)
                other.sendto(b"what is that?", place)

        thread = threading.Thread(target=serve)
        thread.start()
        found = diagnose(here(other.getsockname()[1], udp=True))
        thread.join()
    assert found.problem.code == "other_protocol"
