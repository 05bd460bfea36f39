"""Requests about the terminal itself: options, counts, clock, door, screen, restart."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .codes import Command, Reply
from .options import options
from .responses import DONE, FAILED, SILENCE, Response
from .sizes import sizes_data
from .times import pack_time, unpack_time

if TYPE_CHECKING:
    from .connection import Connection


def read_option(connection: "Connection", data: bytes) -> list[Response]:
    """``Name``, a NUL behind it or not; an unknown name is an error."""
    name = data.partition(b"\0")[0].decode("ascii", "replace")
    known = options(connection.endpoint.terminal, connection.endpoint.firmware)
    if name not in known:
        return FAILED
    return [Response(Reply.OK, f"{name}={known[name]}".encode() + b"\0")]


def write_option(connection: "Connection", data: bytes) -> list[Response]:
    name, equals, value = (
        data.partition(b"\0")[0].decode("ascii", "replace").partition("=")
    )
    if not equals:
        return FAILED
    connection.endpoint.terminal.settings[name] = value
    return DONE


def read_version(connection: "Connection", data: bytes) -> list[Response]:
    return [Response(Reply.OK, connection.endpoint.firmware.version.encode() + b"\0")]


def read_sizes(connection: "Connection", data: bytes) -> list[Response]:
    endpoint = connection.endpoint
    return [Response(Reply.OK, sizes_data(endpoint.terminal, endpoint.firmware.sizes))]


def read_pin_width(connection: "Connection", data: bytes) -> list[Response]:
    return [Response(Reply.OK, bytes([connection.endpoint.firmware.pin_width]))]


def read_time(connection: "Connection", data: bytes) -> list[Response]:
    return [
        Response(Reply.OK, pack_time(connection.endpoint.wall()).to_bytes(4, "little"))
    ]


def set_time(connection: "Connection", data: bytes) -> list[Response]:
    if len(data) != 4:
        return FAILED
    try:
        wall = unpack_time(int.from_bytes(data, "little"))
    except ValueError:
        return FAILED
    connection.endpoint.terminal.clock.set(connection.endpoint.now(), wall)
    return DONE


def unlock(connection: "Connection", data: bytes) -> list[Response]:
    """Tenths of a second."""
    connection.endpoint.unlock(int.from_bytes(data[:4], "little") / 10)
    return DONE


def write_screen(connection: "Connection", data: bytes) -> list[Response]:
    """``[line u16][0][blank][text]``."""
    if len(data) < 4:
        return FAILED
    channel = int.from_bytes(data[:2], "little")
    text = (
        data[4:].rstrip(b"\0").decode(connection.endpoint.firmware.encoding, "replace")
    )
    connection.endpoint.screen[channel] = text
    return DONE


def clear_screen(connection: "Connection", data: bytes) -> list[Response]:
    connection.endpoint.screen.clear()
    return DONE


def disable(connection: "Connection", data: bytes) -> list[Response]:
    """For so many seconds, where they are given."""
    connection.endpoint.shut(int.from_bytes(data[:4], "little"))
    return DONE


def enable(connection: "Connection", data: bytes) -> list[Response]:
    connection.endpoint.reopen()
    return DONE


def restart(connection: "Connection", data: bytes) -> list[Response]:
    connection.endpoint.on_restart(False)
    return DONE if connection.endpoint.firmware.restart_acked else SILENCE


def power_off(connection: "Connection", data: bytes) -> list[Response]:
    connection.endpoint.on_restart(True)
    return DONE


def nothing(connection: "Connection", data: bytes) -> list[Response]:
    """Done, with nothing to show for it."""
    return DONE


COMMANDS: dict[int, Callable] = {
    Command.READ_OPTION: read_option,
    Command.WRITE_OPTION: write_option,
    Command.VERSION: read_version,
    Command.SIZES: read_sizes,
    Command.PIN_WIDTH: read_pin_width,
    Command.GET_TIME: read_time,
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
