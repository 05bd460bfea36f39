"""What Odoo says is to be done: which devices, how they are called, how often.

The last answer is kept on disk, so that terminals are read while Odoo is away.
"""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .errors import OdooAway
from .odoo import OdooClient, read_json
from .state import State

_logger = logging.getLogger(__name__)

FILE = "config.json"
PATH = "/biometric/v1/config"
#: Seconds between two heartbeats, where Odoo names none; and the fewest.
INTERVAL_SECONDS, MIN_INTERVAL_SECONDS = 60.0, 5.0
POLL_MINUTES = 5.0
#: Serial numbers that begin so are a placeholder for one not known yet.
PLACEHOLDER = "@"


@dataclass(frozen=True, slots=True)
class DeviceConfig:
    """One device to be polled.

    :param values: of its connection, with secrets.
    :param questions: the host's own, asked in its next session.
    """

    id: int
    brand: str
    serial: str
    name: str
    values: Mapping[str, Any] = field(repr=False)
    poll_minutes: float = POLL_MINUTES
    live: bool = False
    position: Mapping[str, Any] | None = None
    read_whole_log: bool = False
    will_send_commands: bool = False
    questions: tuple[str, ...] = ()
    poll_requested: bool = False

    def is_same(self, serial: str) -> bool:
        """Whether a terminal that answers with this serial number is this device."""
        known = self.serial and not self.serial.startswith(PLACEHOLDER)
        return not serial or not known or serial == self.serial


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """One program or database to be read.

    :param values: of its connection, with secrets.
    :param position: how far Odoo itself has read it.
    """

    id: int
    brand: str
    name: str
    values: Mapping[str, Any] = field(repr=False)
    poll_minutes: float = POLL_MINUTES
    position: Mapping[str, Any] | None = None
    poll_requested: bool = False

    @property
    def key(self) -> str:
        """What its items are stored under."""
        return source_key(self.id)


def source_key(number: int) -> str:
    """Return what the items of a source are stored under."""
    return f"source-{number}"


class Config:
    """The last configuration; any thread may read it.

    :ivar etag: of what is in use, ``""`` for none.
    """

    def __init__(self, state: State):
        self._state = state
        self._lock = threading.Lock()
        stored = state.read(FILE)
        self._use(str(stored.get("etag") or ""), stored.get("config") or {})

    def refresh(self, client: OdooClient) -> bool:
        """Ask Odoo, and return whether something changed.

        :raises OdooAway: or :class:`.errors.OdooRefused`.
        """
        headers = {"If-None-Match": self.etag} if self.etag else {}
        answer = client.request("GET", PATH, headers=headers)
        if answer.status == 304:
            return False
        config = read_json(answer)
        etag = answer.headers.get("ETag") or ""
        try:
            self._use(etag, config)
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            raise OdooAway(f"a configuration that cannot be read: {error!r}") from error
        try:
            self._state.write(FILE, {"etag": etag, "config": config})
        except OSError as error:  # it is in use all the same
            _logger.error("The configuration cannot be stored: %s", error)
        return True

    def device(self, number: int) -> DeviceConfig | None:
        """Return a device, ``None`` once it is no longer this bridge's."""
        return self.devices.get(number)

    def _use(self, etag: str, config: Mapping[str, Any]) -> None:
        polled = [
            each for each in config.get("devices", ()) if each.get("polled", True)
        ]
        devices = {device.id: device for device in map(_read_device, polled)}
        named = map(_read_source, config.get("sources", ()))
        sources = {source.id: source for source in named}
        interval = float(config.get("interval") or INTERVAL_SECONDS)
        with self._lock:
            self.etag, self.raw = etag, config
            self.devices: dict[int, DeviceConfig] = devices
            self.sources: dict[int, SourceConfig] = sources
            self.interval = max(interval, MIN_INTERVAL_SECONDS)


def _read_device(sent: Mapping[str, Any]) -> DeviceConfig:
    plan = sent.get("plan") or {}
    values = {
        "serial": sent.get("serial") or "",
        "dialect": sent.get("dialect"),
        "tz": sent.get("tz"),
        **sent["values"],
    }
    return DeviceConfig(
        int(sent["id"]),
        str(sent["brand"]),
        str(sent.get("serial") or ""),
        str(sent.get("name") or ""),
        values,
        float(sent.get("poll_minutes") or POLL_MINUTES),
        bool(sent.get("live")),
        plan.get("position"),
        bool(plan.get("read_whole_log")),
        bool(plan.get("will_send_commands")),
        tuple(map(str, plan.get("questions") or ())),
        bool(sent.get("poll_requested")),
    )


def _read_source(sent: Mapping[str, Any]) -> SourceConfig:
    values = dict(sent["values"])
    if values.get("since"):
        values["since"] = datetime.fromisoformat(values["since"])
    return SourceConfig(
        int(sent["id"]),
        str(sent["brand"]),
        str(sent.get("name") or ""),
        values,
        float(sent.get("poll_minutes") or POLL_MINUTES),
        sent.get("position"),
        bool(sent.get("poll_requested")),
    )
