"""What databases offer Odoo: the capability *source*.

The client is loaded when a database is called: its drivers may not be installed.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from ..errors import Misaddressed
from ..poll import ConnectionField, Limits
from ..reasons import _
from ..session import Diagnosis, SessionPlan
from ..source import SourceReading
from .dialects import DIALECTS, FILE
from .schemas import own

_PORTS = range(65_536)
_SUFFIXES = (".mdb", ".accdb")
_FINGERPRINT_DIGITS = 64
_CERTIFICATE = "-----BEGIN CERTIFICATE-----"
_SERVER = (
    "host",
    "port",
    "database",
    "username",
    "password",
    "ca_certificate",
    "fingerprint",
    "plain",
)
_TABLE = ("table_name", *own.FIELDS.values())


class DatabaseSource:
    """The database of a vendor's software is read."""

    fields = (
        ConnectionField("schema", _("Program and Server"), "selection", required=True),
        ConnectionField("host", _("Server"), "address"),
        ConnectionField("port", _("Port"), "integer"),
        ConnectionField("database", _("Database")),
        ConnectionField("username", _("User")),
        ConnectionField("password", _("Password"), "secret"),
        ConnectionField("path", _("File")),
        ConnectionField("table_name", _("Table")),
        ConnectionField("pin_column", _("PIN Column")),
        ConnectionField("time_column", _("Time Column")),
        ConnectionField("state_column", _("State Column")),
        ConnectionField("device_column", _("Terminal Column")),
        ConnectionField("id_column", _("Number Column")),
        ConnectionField("arrival_column", _("Arrival Column")),
        ConnectionField("ca_certificate", _("Own Authority")),
        ConnectionField("fingerprint", _("Certificate's Fingerprint")),
        ConnectionField("plain", _("Allow Without Encryption"), "boolean"),
    )

    def needs(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the names of the fields that are typed: for a file its path alone."""
        dialect = DIALECTS.get(values.get("schema") or "")
        if dialect is None:
            return ("schema",)
        if dialect.server == FILE:
            return ("schema", "path")
        table = _TABLE if dialect.schema == own.SCHEMA.key else ()
        return ("schema", *_SERVER, *table)

    def check(self, values: Mapping[str, Any]) -> None:
        """Check the values a person typed.

        :raises Misaddressed: for values no connection can have.
        """
        dialect = DIALECTS.get(values.get("schema") or "")
        if dialect is None:
            raise Misaddressed("database_schema_missing")
        if dialect.server == FILE:
            _check_path(values)
            return
        _check_filled(values, "host", "database", "username")
        _check_address(values)
        _check_certificates(values)
        if dialect.schema == own.SCHEMA.key and any(values.get(n) for n in _TABLE):
            _check_filled(values, "table_name", "pin_column", "time_column")

    def describe(self, values: Mapping[str, Any]) -> str:
        """Return a short name of the address."""
        if values.get("path") and not values.get("host"):
            return PurePath(str(values["path"])).name
        parts = (values.get("host"), values.get("database"))
        return "/".join(str(part) for part in parts if part)

    def session(
        self, values: Mapping[str, Any], plan: SessionPlan, limits: Limits
    ) -> SourceReading:
        """Return a session, which connects at its first step."""
        from .client import run_session

        self.check(values)
        _check_table(values)
        return run_session(values, plan, limits)

    def diagnose(self, values: Mapping[str, Any], limits: Limits) -> Diagnosis:
        """Return what a connection test finds; never raises."""
        from .client import diagnose, fetch_fingerprint, run_session

        try:
            self.check(values)
            _check_table(values)
        except Misaddressed as error:
            return Diagnosis(error.reason)
        plan = SessionPlan(read_whole_log=True)
        found = diagnose(run_session(values, plan, limits))
        is_first = not (values.get("ca_certificate") or values.get("fingerprint"))
        if is_first and found.problem and found.problem.code == "database_certificate":
            return replace(found, fingerprint=fetch_fingerprint(values, limits))
        return found

    def list_columns(
        self, values: Mapping[str, Any], limits: Limits
    ) -> dict[str, list[str]]:
        """Return table to its columns, of all the account may read.

        :raises TransportError: the server cannot be reached.
        """
        from .client import list_columns

        return list_columns(values, limits)


_LABELS = {field.name: field.label for field in DatabaseSource.fields}


def _check_filled(values: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if not str(values.get(name) or "").strip():
            raise Misaddressed("database_value_missing", field=_LABELS[name])


def _check_table(values: Mapping[str, Any]) -> None:
    """Check that the columns of a table of the customer's own are chosen."""
    is_own = DIALECTS[values["schema"]].schema == own.SCHEMA.key
    if is_own and not values.get("table_name"):
        raise Misaddressed("database_table_unchosen")


def _check_address(values: Mapping[str, Any]) -> None:
    if (values.get("port") or 0) not in _PORTS:
        raise Misaddressed("database_port")
    host = str(values["host"]).strip()
    if "/" in host or any(map(str.isspace, host)):
        raise Misaddressed("database_host")
    if "\\" in host:
        raise Misaddressed("database_instance")


def _check_path(values: Mapping[str, Any]) -> None:
    path = PurePath(str(values.get("path") or "").strip())
    if path.suffix.lower() not in _SUFFIXES or not path.is_absolute():
        raise Misaddressed("database_path")


def _check_certificates(values: Mapping[str, Any]) -> None:
    text = str(values.get("fingerprint") or "")
    digits = text.replace(":", "").replace(" ", "").lower()
    is_hex = set(digits) <= set("0123456789abcdef")
    if text and not (is_hex and len(digits) == _FINGERPRINT_DIGITS):
        raise Misaddressed("database_fingerprint_invalid")
    authority = str(values.get("ca_certificate") or "").strip()
    if authority and _CERTIFICATE not in authority:
        raise Misaddressed("database_authority_invalid")


SOURCE = DatabaseSource()
