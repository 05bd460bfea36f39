"""A bridge for benches: paired with a server, in a folder of its own."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bridge.polling import Poller
from bridge.program import Program
from bridge.sending import Sender
from bridge.spool import Spool
from bridge.state import Pairing, State
from devkit.server import Server


@contextmanager
def program(folder: Path, server: Server, token: str) -> Iterator[Program]:
    """Yield the bridge's program with its configuration, which runs nothing by itself."""
    state = State(folder)
    state.pairing = Pairing(server.url, token, insecure_lan=True)
    with closing(Spool(state.spool_path)) as spool:
        made = Program(state, spool, allow_loopback=True)
        made.config.refresh(made.client())
        yield made


def read(made: Program, serials: set[str]) -> None:
    """Read terminals into the spool, each to the end of its log.

    :raises AssertionError: one of them cannot be read.
    """
    for number, device in made.config.devices.items():
        if device.serial in serials:
            poller = Poller(made.polling, number)
            while poller.poll() == 0:
                pass
            assert poller.state.reachable, poller.state.reason


def drain(made: Program) -> None:
    """Send all there is.

    :raises AssertionError: something stays.
    """
    sender = Sender(made.spool, made.client())
    sender.drain()
    assert made.spool.counts()[:2] == (0, 0), sender.problem
