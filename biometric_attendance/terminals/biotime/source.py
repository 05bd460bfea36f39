"""What the capability *source* offers Odoo for BioTime servers.

The client is loaded when a server is called: `requests` takes long to load.
"""

from collections.abc import Mapping
from typing import Any

from ..poll import ConnectionField, Limits
from ..reasons import _
from ..session import Diagnosis, SessionPlan
from ..source import SourceSession
from .address import Address


class BioTimeSource:
    """Odoo asks a BioTime server for what its terminals recorded."""

    fields = (
        ConnectionField(
            "url",
            _("Address"),
            "address",
            required=True,
            help=_("As in the browser, for example https://192.168.1.5:8081."),
        ),
        ConnectionField("username", _("User Name"), required=True),
        ConnectionField("password", _("Password"), "secret", required=True),
        ConnectionField("ca_certificate", _("Authority's Certificate")),
        ConnectionField("fingerprint", _("Fingerprint of the Certificate")),
        ConnectionField("plain", _("Allow Without Encryption"), "boolean"),
    )

    def needs(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def check(self, values: Mapping[str, Any]) -> None:
        Address.of(values).check()

    def describe(self, values: Mapping[str, Any]) -> str:
        return values.get("url") or ""

    def session(
        self, values: Mapping[str, Any], plan: SessionPlan, limits: Limits
    ) -> SourceSession:
        from .client import read_source

        return read_source(Address.of(values), plan, limits)

    def diagnose(self, values: Mapping[str, Any], limits: Limits) -> Diagnosis:
        from .client import diagnose

        return diagnose(Address.of(values), limits)


SOURCE = BioTimeSource()
