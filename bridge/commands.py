"""Commands taken along from Odoo, until a session carries them out."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from terminals.session import DeviceCommand

from .items import Item
from .spool import Spool

#: A command not begun by then may have been queued again by Odoo, whose lease is 5 minutes.
MAX_AGE_SECONDS = 240.0


class CommandQueue:
    """Commands by device; any thread may use it.

    A command whose result waits in the spool is not taken once more.
    """

    def __init__(self, spool: Spool, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._queued: dict[int, dict[str, tuple[float, DeviceCommand]]] = {}
        waiting = spool.take(10_000, max_bytes=2**31, kinds=["command_done"])
        self._unsent = {_command_of(item) for item in waiting}

    def put(self, sent: list[Mapping[str, Any]]) -> set[int]:
        """Take commands as Odoo sent them, and return the devices that got one."""
        devices = set()
        with self._lock:
            for each in sent:
                device, number = int(each["device"]), str(each["id"])
                if (device, number) in self._unsent:
                    continue
                payload = dict(each.get("payload") or {})
                command = DeviceCommand(number, str(each["kind"]), payload)
                self._queued.setdefault(device, {})[number] = self._clock(), command
                devices.add(device)
        return devices

    def has(self, device: int) -> bool:
        """Whether there are commands for a device."""
        return bool(self._queued.get(device))

    def take(self, device: int) -> list[DeviceCommand]:
        """Remove and return the commands for a device, in order, but none too old."""
        with self._lock:
            queued = self._queued.pop(device, {})
        oldest = self._clock() - MAX_AGE_SECONDS
        return [command for at, command in queued.values() if at >= oldest]

    def record_done(self, device: int, command: DeviceCommand) -> None:
        """Note that the result of a command is in the spool."""
        with self._lock:
            self._unsent.add((device, command.id))

    def record_sent(self, item: Item) -> None:
        """Note that an item has left the spool."""
        if item.kind == "command_done":
            with self._lock:
                self._unsent.discard(_command_of(item))


def _command_of(item: Item) -> tuple[Any, str]:
    """Return the device of a result and the id of its command."""
    return item.device, item.data["step"]["command"][0]
