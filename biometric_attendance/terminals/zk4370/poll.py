"""What polling offers Odoo for terminals at port 4370."""

from collections.abc import Mapping
from typing import Any

from ..errors import Misaddressed
from ..poll import ConnectionField, Limits
from ..reasons import _
from ..session import Diagnosis, Session, SessionPlan
from .client import Address, diagnose, poll_terminal

PORT = 4370
LARGEST_KEY = 999_999  # six digits fit into the terminal's menu


def check_key(key: str) -> None:
    """Check a communication key.

    :raises Misaddressed: for what cannot be typed into a terminal's menu.
    """
    if not (key.isascii() and key.isdecimal() and int(key) <= LARGEST_KEY):
        raise Misaddressed("key_invalid")


class Zk4370Poll:
    """Odoo calls the terminal, at intervals, and may listen to it."""

    fields = (
        ConnectionField("host", _("Network Address"), "address", required=True),
        ConnectionField("port", _("Port"), "integer", default=PORT),
        ConnectionField("udp", _("UDP"), "boolean"),
        ConnectionField("encoding", _("Character Set"), "selection", default="utf-8"),
        ConnectionField(
            "connection_key", _("Communication Key"), "secret", check=check_key
        ),
    )
    address_field = "host"
    scheduled = True
    can_listen = True
    questions = frozenset({"information", "query_users", "templates"})
    stops_after = frozenset[str]()

    def check(self, values: Mapping[str, Any]) -> None:
        self._address(values).check()

    def describe(self, values: Mapping[str, Any]) -> str:
        return f"{values['host']}:{values.get('port') or PORT}"

    def session(
        self, values: Mapping[str, Any], plan: SessionPlan, limits: Limits
    ) -> Session:
        return poll_terminal(self._address(values, limits), plan)

    def diagnose(self, values: Mapping[str, Any], limits: Limits) -> Diagnosis:
        return diagnose(self._address(values, limits))

    def _address(
        self, values: Mapping[str, Any], limits: Limits | None = None
    ) -> Address:
        limits = limits or Limits()
        return Address(
            values["host"] or "",
            values["port"],
            key=int(values.get("connection_key") or 0),
            udp=values["udp"],
            encoding=values["encoding"],
            allow_loopback=values["allow_loopback"],
            timeout=limits.timeout,
            deadline=limits.deadline,
        )


POLL = Zk4370Poll()
