"""What polling offers Odoo for Dahua's terminals."""

from collections.abc import Mapping
from typing import Any

from ..poll import Limits
from ..session import Diagnosis, Session, SessionPlan
from ..web import HTTP_PORT, WebAddress, connection_fields

#: The first administrator of Dahua's terminals.
ADMINISTRATOR = "admin"


class DahuaPoll:
    """Odoo, or the bridge, calls the terminal at intervals, and may listen to it."""

    fields = connection_fields(ADMINISTRATOR)
    address_field = "host"
    scheduled = True
    can_listen = True
    questions = frozenset({"information", "query_users"})
    stops_after = frozenset({"digest_wrong_login"})

    def check(self, values: Mapping[str, Any]) -> None:
        WebAddress.of(values).check()

    def describe(self, values: Mapping[str, Any]) -> str:
        return f"{values['host']}:{values.get('port') or HTTP_PORT}"

    def session(
        self, values: Mapping[str, Any], plan: SessionPlan, limits: Limits
    ) -> Session:
        from .client import poll_terminal

        return poll_terminal(values, plan, limits)

    def diagnose(self, values: Mapping[str, Any], limits: Limits) -> Diagnosis:
        from .client import diagnose

        return diagnose(values, limits)


POLL = DahuaPoll()
