"""What polling offers Odoo for Hikvision terminals."""

from collections.abc import Mapping
from typing import Any

from ..poll import SET_PUSH, Limits
from ..session import Diagnosis, Session, SessionPlan
from ..web import WebAddress, connection_fields
from .client import diagnose, poll_terminal


class HikvisionPoll:
    """Odoo, or the bridge, asks the terminal at intervals."""

    fields = connection_fields("")
    address_field = "host"
    scheduled = True
    can_listen = True
    questions = frozenset({"information", "query_users", "templates", SET_PUSH})
    stops_after = frozenset(
        {"digest_wrong_login", "hikvision_wrong_login", "hikvision_last_try"}
    )

    def check(self, values: Mapping[str, Any]) -> None:
        WebAddress.of(values).check()

    def describe(self, values: Mapping[str, Any]) -> str:
        address = WebAddress.of(values)
        return f"{address.host}:{address.effective_port}"

    def session(
        self, values: Mapping[str, Any], plan: SessionPlan, limits: Limits
    ) -> Session:
        push = values.get("push")
        return poll_terminal(WebAddress.of(values), plan, limits, push)

    def diagnose(self, values: Mapping[str, Any], limits: Limits) -> Diagnosis:
        return diagnose(WebAddress.of(values), limits)


POLL = HikvisionPoll()
