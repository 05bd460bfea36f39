"""Tell a terminal where to push, and read what it keeps of it."""

import socket
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from ...client.destination import connect_udp, resolve
from ...errors import DeviceRefused, Impossible, TransportError
from ...records import CommandResult
from ...session import CommandDone, DeviceCommand
from ...web import WebAddress
from ..hosts import (
    MAX_URL_LENGTH,
    PATH,
    ROOT,
    PushTarget,
    choose_slot,
    find_differences,
    write_host,
)
from .isapi import Isapi


def set_push(
    isapi: Isapi, command: DeviceCommand, push: Mapping[str, Any] | None
) -> CommandDone:
    """Return what came of the question ``set_push``.

    :param push: of the values of the connection; see :class:`~...poll.Poll`.
    :raises TransportError: the connection failed; refusals are in the result.
    """
    differs, problem = "", None
    try:
        if push:
            own = "" if push["host"] else _own_address(isapi.address)
            differs = ", ".join(_set(isapi, PushTarget.of(push, own)))
    except (Impossible, DeviceRefused) as error:
        problem = error.reason
    result = CommandResult(command.id, 0, command.kind, {"differs": differs}, "")
    return CommandDone(command, result, problem=problem)


def _set(isapi: Isapi, target: PushTarget) -> list[str]:
    if len(target.path) > MAX_URL_LENGTH:
        raise Impossible("hikvision_url_long", maximum=MAX_URL_LENGTH)
    slot = _choose_slot(isapi, target)
    try:
        _write(isapi, target, slot)
    except DeviceRefused:
        if not target.is_named:
            raise
        target = target._replace(host=_find_address(target, isapi.address))
        _write(isapi, target, slot)
    return find_differences(isapi.get(f"{PATH}/{slot}"), target)


def _choose_slot(isapi: Isapi, target: PushTarget) -> str:
    try:
        hosts = isapi.get(PATH)
    except (Impossible, DeviceRefused):
        hosts = {}
    return choose_slot(hosts, target)


def _write(isapi: Isapi, target: PushTarget, slot: str) -> None:
    isapi.send_xml("PUT", f"{PATH}/{slot}", ROOT, write_host(target, slot))


def _own_address(address: WebAddress) -> str:
    """Return the address by which this machine reaches the terminal; nothing is sent."""
    host, loopback = address.host, address.allow_loopback
    try:
        with closing(connect_udp(host, 9, allow_loopback=loopback)) as probe:
            return str(probe.getsockname()[0])
    except OSError as error:
        raise TransportError("web_host_unknown") from error


def _find_address(target: PushTarget, address: WebAddress) -> str:
    """Return an address of a host whose name the terminal refuses."""
    try:
        found = resolve(
            target.host,
            target.port,
            socket.SOCK_STREAM,
            allow_loopback=address.allow_loopback,
        )
    except OSError as error:
        raise Impossible("hikvision_push_name", host=target.host) from error
    return str(found[0][4][0])
