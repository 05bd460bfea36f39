"""Simulated terminals at port 4370, and two clients for them: pyzk, and a bare socket."""

import fcntl
import socket
import termios
from array import array
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from zk import ZK

from simulator.memory import Terminal
from simulator.people import User
from simulator.zk4370 import FIRMWARES, ZkServer
from simulator.zk4370.codes import Command
from terminals.zk4370.frames import (
    TCP_TOP,
    Frame,
    decode_frame,
    encode_frame,
    unwrap_top,
    wrap,
)

MONDAY = datetime(2026, 3, 2, 7, tzinfo=timezone.utc)
#: Users that rows of each layout go with on real models.
USER_SIZE = {"8a": 28, "8b": 28, "16": 28, "40": 72, "49": 72, "49p": 72}


def firmware(rows="40", **changes):
    """A model that writes such rows."""
    return replace(FIRMWARES["f19"], rows=rows, user_size=USER_SIZE[rows], **changes)


def terminal(punches=60, users=20, **how):
    """Users 1001 and on, who pass in turn, one a minute."""
    known = [User(str(1001 + i), f"Person{i}") for i in range(users)]
    made = Terminal("AB12345678", users=known, **how)
    for i in range(punches):
        pin = str(1001 + i % users)
        made.punch(pin, MONDAY + timedelta(minutes=i), i % 5, (1, 0, 2)[i % 3])
    return made


def serving(*, rows="40", punches=60, users=20, key=0, faults=None, **changes):
    """A server that listens as soon as its ``with`` block is entered.

    :param changes: of the firmware, and ``segment``, ``pace``, ``boot``, ``speed``.
    """
    own = ("segment", "pace", "boot", "speed", "event_timeout")
    how = {name: changes.pop(name) for name in own if name in changes}
    return ZkServer(
        terminal(punches, users),
        firmware(rows, **changes),
        key=key,
        faults=faults,
        **how,
    )


@contextmanager
def pyzk(server, *, udp=False, key=0, timeout=5, encoding="UTF-8"):
    """The independent client, connected.

    It can hang on frames that come close together, so over TCP the terminal sends one
    when the one before is read.
    """
    client = ZK(
        server.host,
        server.port,
        timeout=timeout,
        password=key,
        force_udp=udp,
        ommit_ping=True,
        encoding=encoding,
    )
    client.connect()
    if not udp:
        server.pace = lambda: has_read(client)
    try:
        yield client
    finally:
        client.disconnect()


def has_read(client):
    """Whether nothing waits in the client's socket."""
    waiting = array("i", [0])
    try:
        fcntl.ioctl(client._ZK__sock, termios.FIONREAD, waiting)
    except (OSError, ValueError):
        return True  # it has hung up
    return not waiting[0]


class Caller:
    """A client that hides nothing: one frame out, frames in until it is enough."""

    def __init__(self, server, *, udp=False, timeout=2.0):
        self.udp, self.session, self.number = udp, 0, 0
        kind = socket.SOCK_DGRAM if udp else socket.SOCK_STREAM
        self.socket = socket.socket(socket.AF_INET, kind)
        self.socket.settimeout(timeout)
        self.socket.connect((server.host, server.port))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, command, content=b"", **other):
        frame = Frame(int(command), self.session, self.number, content)
        payload = encode_frame(frame._replace(**other))
        self.socket.sendall(payload if self.udp else wrap(payload))
        self.number += 1

    def payload(self):
        """The next payload as it came; ``EOFError`` when the terminal hung up."""
        if self.udp:
            return self.socket.recv(2048)
        return self.read(unwrap_top(self.read(TCP_TOP)))

    def read(self, count):
        got = b""
        while len(got) < count:
            piece = self.socket.recv(count - len(got))
            if not piece:
                raise EOFError(len(got))
            got += piece
        return got

    def frame(self):
        return decode_frame(self.payload())

    def ask(self, command, content=b"", **other):
        """Send, and return the first frame that comes."""
        self.send(command, content, **other)
        return self.frame()

    def connect(self):
        answer = self.ask(Command.CONNECT)
        self.session = answer.session
        return self

    def window(self, start, size):
        """The frames that answer the request for a window."""
        self.send(Command.READ_BUFFER, pair(start, size))
        frames = [self.frame()]
        while frames[-1].command in (1500, 1501):
            frames.append(self.frame())
        return frames

    def punches(self):
        """Prepare the log; return its size in the buffer."""
        answer = self.ask(Command.PREPARE_BUFFER, bytes.fromhex("010d" + "00" * 9))
        return int.from_bytes(answer.data[1:5], "little")


def is_well(caller):
    """Whether the caller's next question has its answer."""
    number = caller.number
    answer = caller.ask(Command.VERSION)
    return answer.reply == number and answer.data.startswith(b"Ver ")


def pair(first, second):
    return first.to_bytes(4, "little") + second.to_bytes(4, "little")
