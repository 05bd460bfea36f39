"""The server: logins, questions, and what goes wrong when it is to."""

from __future__ import annotations

import socket
import socketserver
import sqlite3
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from . import packets, questions, tokens
from .tunnel import Tunnel, server_context
from .values import Reader, encode_result

_LOGIN_FAILED, _NO_DATABASE = 18456, 4060
_EXECUTE_SQL = 10  # sp_executesql, as a number
_FIELDS_AT, _PASSWORD_AT, _USER, _DATABASE = 36, 44, 1, 8


class SqlServer:
    """A database file behind the protocol of SQL Server; it is only read.

    :param path: of the SQLite database.
    :param now: what the server's clock shows, ``None``: the time it is.
    :param certificate: path of a PEM file with a certificate and its key: everything is
        encrypted. ``None``: nothing is.
    """

    def __init__(
        self,
        path: Path,
        *,
        user: str = "reader",
        password: str = "secret",
        database: str = "att2000",
        now: datetime | None = None,
        certificate: str | None = None,
    ):
        self.encryption = server_context(certificate) if certificate else None
        self.path, self.user, self.password = path, user, password
        self.database, self.now = database, now
        #: Statements asked, and logins tried, in order.
        self.log: list[str] = []
        self.logins: list[str] = []
        #: Cut the connection instead of answering the question with this number from now.
        self.cut_after: int | None = None
        self.port = 0

    @contextmanager
    def listening(self, host: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
        """Serve for the time of the block; yields the port, chosen if ``port`` is 0."""
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with suppress(EOFError, OSError, ssl.SSLError):
                    _Conversation(server, self.request).run()

        class Listener(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        with Listener((host, port), Handler) as listener:
            thread = threading.Thread(target=listener.serve_forever, args=(0.02,))
            thread.start()
            self.port = listener.server_address[1]
            try:
                yield self.port
            finally:
                listener.shutdown()
                thread.join()


class _Conversation:
    """One connection of a client."""

    def __init__(self, server: SqlServer, plug: socket.socket):
        self._server = server
        self._plug: packets.Plug = plug
        self._socket = plug

    def run(self) -> None:
        """Answer until the client hangs up.

        :raises EOFError: it has.
        """
        place = f"file:{self._server.path}?mode=ro"
        database = sqlite3.connect(place, uri=True, check_same_thread=False)
        try:
            questions.prepare(database)
            while True:
                kind, data = packets.receive(self._plug)
                answer = self._answer(database, kind, data)
                if answer is None:
                    return
                packets.send(self._plug, answer)
                if kind == packets.PRELOGIN and self._server.encryption:
                    self._plug = Tunnel(self._socket, self._server.encryption)
        finally:
            database.close()

    def _answer(
        self, database: sqlite3.Connection, kind: int, data: bytes
    ) -> bytes | None:
        if kind == packets.PRELOGIN:
            return tokens.before_login(encrypts=self._server.encryption is not None)
        if kind == packets.LOGIN:
            return self._log_in(data)
        if kind == packets.TRANSACTION:
            (start,) = struct.unpack_from("<I", data)
            return tokens.transaction(struct.unpack_from("<H", data, start)[0])
        if kind == packets.BATCH:
            (start,) = struct.unpack_from("<I", data)
            sql = data[start:].decode("utf-16-le")
            return self._ask(database, sql, {}, proc=False)
        if kind == packets.RPC:
            return self._call(database, data)
        return tokens.attended()

    def _log_in(self, data: bytes) -> bytes | None:
        user, database = _field(data, _USER), _field(data, _DATABASE)
        at, length = struct.unpack_from("<HH", data, _PASSWORD_AT)
        mixed = (byte ^ 0xA5 for byte in data[at : at + 2 * length])
        password = bytes((byte << 4 & 0xF0) | byte >> 4 for byte in mixed)
        self._server.logins.append(user)
        wanted = (self._server.user, self._server.password)
        if (user, password.decode("utf-16-le")) != wanted:
            words = f"Login failed for user '{user}'."
            return tokens.error(_LOGIN_FAILED, words, severity=14) + tokens.done(
                failed=True
            )
        if database and database != self._server.database:
            words = f'Cannot open database "{database}" requested by the login.'
            return tokens.error(_NO_DATABASE, words, severity=11) + tokens.done(
                failed=True
            )
        return tokens.logged_in(self._server.database)

    def _call(self, database: sqlite3.Connection, data: bytes) -> bytes | None:
        """Answer sp_executesql: a question with parameters."""
        (start,) = struct.unpack_from("<I", data)
        reader = Reader(data, start)
        length = reader.number(2)
        name = ""
        if length == 0xFFFF:
            name = "sp_executesql" if reader.number(2) == _EXECUTE_SQL else "?"
        else:
            name = reader.take(2 * length).decode("utf-16-le")
        reader.number(2)
        if name != "sp_executesql":
            words = f"Could not find stored procedure '{name}'."
            return tokens.error(2812, words) + tokens.done(failed=True, proc=True)
        values: list[tuple[str, Any]] = []
        while not reader.is_done:
            values.append(reader.parameter())
        parameters = {key.lstrip("@"): value for key, value in values[2:]}
        return self._ask(database, values[0][1], parameters, proc=True)

    def _ask(
        self,
        database: sqlite3.Connection,
        sql: str,
        values: dict[str, Any],
        *,
        proc: bool,
    ) -> bytes | None:
        server = self._server
        server.log.append(sql.strip())
        if questions.is_setting(sql):
            return tokens.done(proc=proc)
        if server.cut_after is not None:
            server.cut_after -= 1
            if server.cut_after < 0:
                return None
        now = server.now or datetime.now()
        values["now"] = str(now.replace(microsecond=0))
        try:
            names, rows = questions.ask(database, sql, values)
        except sqlite3.Error as error:
            answer = tokens.error(questions.number_of(error), str(error))
            return answer + tokens.done(failed=True, proc=proc)
        result = encode_result(names, rows)
        if not proc:
            return result + tokens.done(len(rows))
        return result + _in_proc(len(rows)) + tokens.returned() + tokens.done(proc=True)


def _in_proc(rows: int) -> bytes:
    """Return the end of a statement within a procedure, more to follow."""
    return struct.pack("<BHHQ", 0xFF, 0x11, 0xC1, rows)


def _field(data: bytes, number: int) -> str:
    at, length = struct.unpack_from("<HH", data, _FIELDS_AT + 4 * number)
    return data[at : at + 2 * length].decode("utf-16-le")
