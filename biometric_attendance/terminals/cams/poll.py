"""What polling offers Odoo for terminals behind a CAMS gateway.

The client is loaded when a gateway is called: it needs `requests`, which the bridge lacks.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..poll import ConnectionField, Limits
from ..reasons import _
from ..session import Diagnosis, Session, SessionPlan

if TYPE_CHECKING:
    from .client import Gateway

#: Dialect to the vendor's own address; others are given to customers alone.
URLS = {"v3": "https://robot.camsunit.com/external/api3.0/biometric"}


class CamsPoll:
    """Odoo calls the gateway, when a command is queued."""

    fields = (
        ConnectionField("gateway_url", _("Gateway Address"), "address", default=URLS),
        ConnectionField("gateway_plain", _("Allow Plain HTTP"), "boolean"),
        ConnectionField("connection_key", _("AuthToken"), "secret", required=True),
    )
    address_field = "gateway_url"
    scheduled = False
    can_listen = False
    questions = frozenset[str]()
    stops_after = frozenset[str]()

    def check(self, values: Mapping[str, Any]) -> None:
        # Whether its generation can be called at all is no matter of the address.
        replace(self._gateway(values), dialect="v3").check()

    def describe(self, values: Mapping[str, Any]) -> str:
        return values["gateway_url"]

    def session(
        self, values: Mapping[str, Any], plan: SessionPlan, limits: Limits
    ) -> Session:
        from .client import run_session

        return run_session(self._gateway(values))

    def diagnose(self, values: Mapping[str, Any], limits: Limits) -> Diagnosis:
        from .client import diagnose

        return diagnose(self._gateway(values))

    def _gateway(self, values: Mapping[str, Any]) -> "Gateway":
        from .client import Gateway

        return Gateway(
            values["gateway_url"] or "",
            values["dialect"],
            values["serial"],
            token=values.get("connection_key") or "",
            zone=ZoneInfo(values["tz"] or "UTC"),
            security_key=values.get("encryption_key") or "",
            previous_key=values.get("previous_encryption_key") or "",
            plain=values["gateway_plain"],
            allow_loopback=values["allow_loopback"],
        )


POLL = CamsPoll()
