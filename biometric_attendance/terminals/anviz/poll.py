"""What polling offers Odoo for Anviz terminals."""

from collections.abc import Mapping
from typing import Any

from ..poll import ConnectionField, Limits
from ..reasons import _
from ..session import Diagnosis, Session, SessionPlan
from .address import PORT, Address
from .client import diagnose, poll_terminal


class AnvizPoll:
    """Odoo, or the bridge, calls the terminal at intervals."""

    fields = (
        ConnectionField("host", _("Network Address"), "address", required=True),
        ConnectionField("port", _("Port"), "integer", default=PORT),
    )
    address_field = "host"
    scheduled = True
    can_listen = False
    questions = frozenset({"query_users"})
    stops_after = frozenset[str]()

    def check(self, values: Mapping[str, Any]) -> None:
        Address.of(values).check()

    def describe(self, values: Mapping[str, Any]) -> str:
        return f"{values['host']}:{values.get('port') or PORT}"

    def session(
        self, values: Mapping[str, Any], plan: SessionPlan, limits: Limits
    ) -> Session:
        return poll_terminal(Address.of(values), plan, limits)

    def diagnose(self, values: Mapping[str, Any], limits: Limits) -> Diagnosis:
        return diagnose(Address.of(values), limits)


POLL = AnvizPoll()
