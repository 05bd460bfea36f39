"""How a session begins and ends."""

from typing import TYPE_CHECKING

from .codes import Command
from .communication_key import is_proof
from .responses import DONE, FAILED, SILENCE, UNAUTHORIZED, Response

if TYPE_CHECKING:
    from .connection import Connection


def connect(connection: "Connection", data: bytes) -> list[Response]:
    """The number of the new session stands in the answer's header."""
    if not connection.endpoint.open(connection):
        connection.over = connection.endpoint.firmware.single == "refuse"
        return SILENCE
    return DONE if connection.is_authorized else UNAUTHORIZED


def authenticate(connection: "Connection", data: bytes) -> list[Response]:
    if not connection.session or not is_proof(
        data, connection.endpoint.key, connection.session
    ):
        return UNAUTHORIZED
    connection.is_authorized = True
    return DONE


def leave(connection: "Connection", data: bytes) -> list[Response]:
    """Answered, then the terminal hangs up."""
    connection.endpoint.leave(connection)
    return DONE


def register(connection: "Connection", data: bytes) -> list[Response]:
    if len(data) != 4:
        return FAILED
    connection.wanted = int.from_bytes(data, "little")
    return DONE


def not_a_request(connection: "Connection", data: bytes) -> list[Response]:
    """Some clients send answers as requests, to clear an error they think there is."""
    return [Response(0xFFFF)]


COMMANDS = {
    Command.CONNECT: connect,
    Command.AUTHENTICATE: authenticate,
    Command.EXIT: leave,
    Command.REGISTER_EVENTS: register,
    2001: not_a_request,
    0xFFFF: not_a_request,
}
