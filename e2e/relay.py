"""A network between two programs, which a test can cut."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress


class Relay:
    """Passes connections at `port` on to another port, until it is cut.

    While it is cut, connections are refused, as by a database server that is down.

    :ivar loses_answers: requests arrive, and connections end in place of the answers.
    """

    def __init__(self, target: tuple[str, int]):
        """Pass on to `target` (host, port) of the database server."""
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.loses_answers = False
        self._serve()

    def cut(self) -> None:
        """End every connection and refuse new ones."""
        # Closing alone would not wake the thread that accepts.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._acceptor.join()
        with self._lock:
            ended, self._open = self._open, set()
        for end in ended:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Pass connections on again, at the same port."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._serve()

    def _serve(self) -> None:
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def _accept(self) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                near, _address = self._listener.accept()
                far = socket.create_connection(self._target)
                with self._lock:
                    self._open |= {near, far}
                for pair in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self._copy, args=pair, daemon=True).start()

    def _copy(
        self, source: socket.socket, sink: socket.socket, is_answer: bool
    ) -> None:
        with closing(source), suppress(OSError):
            while part := source.recv(65536):
                if is_answer and self.loses_answers:
                    break
                sink.sendall(part)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)


@contextmanager
def relay(host: str, port: int) -> Iterator[Relay]:
    """A relay to a database server for the time of a block."""
    running = Relay((host, port))
    try:
        yield running
    finally:
        running.cut()
