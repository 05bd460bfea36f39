"""Where an Anviz terminal is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..destinations import check_host
from ..errors import Misaddressed

PORT = 5010
_HOST = re.compile(r"[^\s/\\?#@:]{1,253}").fullmatch


@dataclass(frozen=True, slots=True)
class Address:
    """A terminal on the network.

    :param allow_loopback: whether it may be on this very machine.
    """

    host: str
    port: int = PORT
    allow_loopback: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Address":
        """Return the address of connection values."""
        return cls(
            (values.get("host") or "").strip(),
            int(values.get("port") or PORT),
            bool(values.get("allow_loopback")),
        )

    def check(self) -> None:
        """Check the values.

        :raises Misaddressed: for those no connection can have.
        """
        if not _HOST(self.host):
            raise Misaddressed("anviz_host_invalid")
        check_host(self.host, allow_loopback=self.allow_loopback)
        if not 0 < self.port <= 65535:
            raise Misaddressed("web_port_invalid")
