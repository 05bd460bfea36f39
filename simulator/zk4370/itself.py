"""What a terminal tells of itself, and what it lets be done to itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .codes import Command, Reply
from .options import options
from .sizes import sizes_data
from .times import pack_time, unpack_time
from .words import DONE, FAILED, SILENCE, Said

if TYPE_CHECKING:
    from .conversation import Conversation


def tell_option(talk: "Conversation", data: bytes) -> list[Said]:
    """``Name``, a NUL behind it or not; an unknown name is an error."""
    name = data.partition(b"\0")[0].decode("ascii", "replace")
    known = options(talk.face.terminal, talk.face.firmware)
    if name not in known:
        return FAILED
    return [Said(Reply.OK, f"{name}={known[name]}".encode() + b"\0")]


def set_option(talk: "Conversation", data: bytes) -> list[Said]:
    name, equals, value = (
        data.partition(b"\0")[0].decode("ascii", "replace").partition("=")
    )
    if not equals:
        return FAILED
    talk.face.terminal.settings[name] = value
    return DONE


def tell_version(talk: "Conversation", data: bytes) -> list[Said]:
    return [Said(Reply.OK, talk.face.firmware.version.encode() + b"\0")]


def tell_sizes(talk: "Conversation", data: bytes) -> list[Said]:
    face = talk.face
    return [Said(Reply.OK, sizes_data(face.terminal, face.firmware.sizes))]


def tell_pin_width(talk: "Conversation", data: bytes) -> list[Said]:
    return [Said(Reply.OK, bytes([talk.face.firmware.pin_width]))]


def tell_time(talk: "Conversation", data: bytes) -> list[Said]:
    return [Said(Reply.OK, pack_time(talk.face.wall()).to_bytes(4, "little"))]


def set_time(talk: "Conversation", data: bytes) -> list[Said]:
    if len(data) != 4:
        return FAILED
    try:
        wall = unpack_time(int.from_bytes(data, "little"))
    except ValueError:
        return FAILED
    talk.face.terminal.clock.set(talk.face.now(), wall)
    return DONE


def unlock(talk: "Conversation", data: bytes) -> list[Said]:
    """Tenths of a second."""
    talk.face.unlock(int.from_bytes(data[:4], "little") / 10)
    return DONE


def write_screen(talk: "Conversation", data: bytes) -> list[Said]:
    """``[line u16][0][blank][text]``."""
    if len(data) < 4:
        return FAILED
    line = int.from_bytes(data[:2], "little")
    text = data[4:].rstrip(b"\0").decode(talk.face.firmware.encoding, "replace")
    talk.face.screen[line] = text
    return DONE


def clear_screen(talk: "Conversation", data: bytes) -> list[Said]:
    talk.face.screen.clear()
    return DONE


def disable(talk: "Conversation", data: bytes) -> list[Said]:
    """For so many seconds, where they are said."""
    talk.face.shut(int.from_bytes(data[:4], "little"))
    return DONE


def enable(talk: "Conversation", data: bytes) -> list[Said]:
    talk.face.reopen()
    return DONE


def restart(talk: "Conversation", data: bytes) -> list[Said]:
    talk.face.on_restart(False)
    return DONE if talk.face.firmware.restart_acked else SILENCE


def power_off(talk: "Conversation", data: bytes) -> list[Said]:
    talk.face.on_restart(True)
    return DONE


def nothing(talk: "Conversation", data: bytes) -> list[Said]:
    """Done, with nothing to show for it."""
    return DONE


COMMANDS: dict[int, Callable] = {
    Command.READ_OPTION: tell_option,
    Command.WRITE_OPTION: set_option,
    Command.VERSION: tell_version,
    Command.SIZES: tell_sizes,
    Command.PIN_WIDTH: tell_pin_width,
    Command.GET_TIME: tell_time,
    Command.SET_TIME: set_time,
    Command.UNLOCK: unlock,
    Command.WRITE_SCREEN: write_screen,
    Command.CLEAR_SCREEN: clear_screen,
    Command.DISABLE: disable,
    Command.ENABLE: enable,
    Command.RESTART: restart,
    Command.POWER_OFF: power_off,
    Command.REFRESH: nothing,
    Command.REFRESH_OPTIONS: nothing,
    Command.TEST_VOICE: nothing,
    Command.DOOR_STATE: nothing,
    Command.START_VERIFY: nothing,
}
