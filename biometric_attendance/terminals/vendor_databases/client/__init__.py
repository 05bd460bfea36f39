"""Client of databases: drivers, sockets and files are used in this folder only."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from ...errors import TransportError
from ...poll import Limits
from ...session import SessionPlan
from ...source import SourceReading
from .. import dialects
from ..schemas import SCHEMAS, own
from . import access, mysql, postgresql, session, sqlserver
from .connection import Connection, Target
from .diagnosis import diagnose

_CONNECT = {
    dialects.SQLSERVER: sqlserver.connect,
    dialects.MYSQL: mysql.connect,
    dialects.POSTGRESQL: postgresql.connect,
}

_NOBODY = "0" * 64

__all__ = ["diagnose", "fetch_fingerprint", "list_columns", "run_session"]


def run_session(
    values: Mapping[str, Any], plan: SessionPlan, limits: Limits
) -> SourceReading:
    """Return a session with the database these values name, which connects at its first step.

    :param values: as :class:`~.source.DatabaseSource` checks them.
    """
    dialect = dialects.DIALECTS[values["schema"]]
    schema = SCHEMAS[dialect.schema]
    if dialect.server == dialects.FILE:
        return access.run_session(schema, values, plan, limits)
    if schema.key == own.SCHEMA.key:
        schema = own.schema_of(values)
    return session.run_session(
        partial(_connect, values, limits), schema, values, plan, limits
    )


def list_columns(values: Mapping[str, Any], limits: Limits) -> dict[str, list[str]]:
    """Return table to its columns, of all the account may read.

    :raises TransportError: the server cannot be reached.
    """
    connection = _connect(values, limits)
    try:
        return {
            table.name: [column.name for column in table.columns.values()]
            for table in connection.tables()
        }
    finally:
        connection.close()


def fetch_fingerprint(values: Mapping[str, Any], limits: Limits) -> str:
    """Return the fingerprint of the server's certificate, ``""`` where it shows none.

    Nothing else is sent to the server: none has this fingerprint.
    """
    try:
        _connect({**values, "fingerprint": _NOBODY}, limits).close()
    except TransportError as error:
        if error.code == "database_fingerprint":
            return str(error.values["fingerprint"])
    return ""


def _connect(values: Mapping[str, Any], limits: Limits) -> Connection:
    target = Target(
        str(values["host"]).strip(),
        str(values["database"]).strip(),
        str(values["username"]).strip(),
        values.get("password") or "",
        port=int(values.get("port") or 0),
        ca_certificate=values.get("ca_certificate") or "",
        fingerprint=values.get("fingerprint") or "",
        plain=bool(values.get("plain")),
        allow_loopback=bool(values.get("allow_loopback")),
        timeout=limits.timeout,
    )
    return _CONNECT[dialects.DIALECTS[values["schema"]].server](target)
