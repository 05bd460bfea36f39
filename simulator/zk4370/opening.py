"""How a session begins and ends."""

from typing import TYPE_CHECKING

from .codes import Command
from .communication_key import is_proof
from .words import DONE, FAILED, SILENCE, UNAUTHORIZED, Said

if TYPE_CHECKING:
    from .conversation import Conversation


def connect(talk: "Conversation", data: bytes) -> list[Said]:
    """The number of the new session stands in the answer's header."""
    if not talk.face.open(talk):
        talk.over = talk.face.firmware.single == "refuse"
        return SILENCE
    return DONE if talk.let_in else UNAUTHORIZED


def authenticate(talk: "Conversation", data: bytes) -> list[Said]:
    if not talk.session or not is_proof(data, talk.face.key, talk.session):
        return UNAUTHORIZED
    talk.let_in = True
    return DONE


def leave(talk: "Conversation", data: bytes) -> list[Said]:
    """Answered, then the terminal hangs up."""
    talk.face.leave(talk)
    return DONE


def register(talk: "Conversation", data: bytes) -> list[Said]:
    if len(data) != 4:
        return FAILED
    talk.wanted = int.from_bytes(data, "little")
    return DONE


def not_a_request(talk: "Conversation", data: bytes) -> list[Said]:
    """Some clients send answers as requests, to clear an error they think there is."""
    return [Said(0xFFFF)]


COMMANDS = {
    Command.CONNECT: connect,
    Command.AUTHENTICATE: authenticate,
    Command.EXIT: leave,
    Command.REGISTER_EVENTS: register,
    2001: not_a_request,
    0xFFFF: not_a_request,
}
