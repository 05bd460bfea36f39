"""Users written and deleted by the client."""

from struct import unpack
from typing import TYPE_CHECKING

from ..people import Refused
from .codes import Command
from .responses import DONE, FAILED, Response
from .user_records import read_user, record_fields

if TYPE_CHECKING:
    from .connection import Connection
    from .endpoint import ZkEndpoint


def write_user(connection: "Connection", data: bytes) -> list[Response]:
    return DONE if store_user(connection.endpoint, data) else FAILED


def store_user(endpoint: "ZkEndpoint", record: bytes) -> bool:
    """Put a record at its place in the list; false where it cannot be stored.

    Whoever had the place is no longer known, and a PIN stays at one place.
    """
    found = read_user(record, endpoint.firmware)
    if found is None:
        return False
    slot, user, _zones = found
    slots = endpoint.terminal.slots
    if not user.pin or not slot:
        return False
    before = slots.pin(slot)
    if before not in (None, user.pin):
        endpoint.terminal.delete_user(before)
        endpoint.records.pop(before, None)
    try:
        endpoint.terminal.set_user(user.pin, **record_fields(user))
    except Refused:
        return False
    slots.put(user.pin, slot)
    endpoint.records[user.pin] = record
    return True


def delete_user(connection: "Connection", data: bytes) -> list[Response]:
    pin = connection.endpoint.terminal.slots.pin(int.from_bytes(data, "little"))
    if pin is None or len(data) != 2:
        return FAILED
    connection.endpoint.terminal.delete_user(pin)
    connection.endpoint.records.pop(pin, None)
    return DONE


def delete_templates(connection: "Connection", data: bytes) -> list[Response]:
    """``[uid u16][finger i8]``; finger -1 stands for all of them."""
    if len(data) != 3:
        return FAILED
    slot, finger = unpack("<Hb", data)
    pin = connection.endpoint.terminal.slots.pin(slot)
    return _delete(connection, pin, None if finger < 0 else finger)


def delete_template(connection: "Connection", data: bytes) -> list[Response]:
    """``[PIN 24][finger]``."""
    if len(data) != 25:
        return FAILED
    pin = (
        data[:24]
        .partition(b"\0")[0]
        .decode(connection.endpoint.firmware.encoding, "replace")
    )
    return _delete(connection, pin, data[24])


def _delete(
    connection: "Connection", pin: str | None, finger: int | None
) -> list[Response]:
    terminal = connection.endpoint.terminal
    if pin not in terminal.users:
        return FAILED
    return DONE if terminal.delete_templates(pin, "finger", finger) else FAILED


COMMANDS = {
    Command.WRITE_USER: write_user,
    Command.DELETE_USER: delete_user,
    Command.DELETE_TEMPLATES: delete_templates,
    Command.DELETE_TEMPLATE: delete_template,
}
