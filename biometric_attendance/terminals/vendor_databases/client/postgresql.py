"""PostgreSQL, by psycopg2, which Odoo has."""

import socket
from contextlib import ExitStack
from typing import Any

from ...client.destination import connect_tcp, resolve
from ...errors import TransportError, Unreachable
from . import failures
from .certificates import authorities, check_fingerprint, explain, make_context
from .connection import Connection, Target

PORT = 5432
_CODES: dict[int | str, str] = {
    "28000": "database_login",
    "28P01": "database_login",
    "3D000": "database_unknown",
    "42501": "database_no_right",
    "42703": "database_column_missing",
    "42P01": "database_table_gone",
    "57014": "database_timeout",
    "57P01": "database_closed",
    "57P02": "database_closed",
    "57P03": "database_closed",
}
#: What libpq says where there is no number, to the code; the first that fits.
_WORDS = (
    ("certificate", "database_certificate"),
    ("server does not support SSL", "database_no_encryption"),
    ("no pg_hba.conf entry", "database_no_right"),
    ("authentication failed", "database_login"),
    ("timeout expired", "database_timeout"),
    ("Connection refused", "database_nothing_listens"),
    ("closed the connection", "database_closed"),
    ("SSL", "database_certificate"),
)
_REQUEST_ENCRYPTION = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")


class PostgreSql(Connection):
    """A connection to PostgreSQL."""

    catalogue = (
        "SELECT table_schema, table_name, column_name, data_type"
        " FROM information_schema.columns"
        " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
        " ORDER BY table_schema <> 'public', table_schema, table_name, ordinal_position"
    )
    clock = "SELECT LOCALTIMESTAMP"

    def select(self, what: str, rest: str, most: int | None = None) -> str:
        return f"SELECT {what} {rest}" + (f" LIMIT {most:d}" if most else "")


def connect(target: Target) -> PostgreSql:
    """Return a connection.

    :raises TransportError: there is none.
    """
    try:
        import psycopg2
    except ImportError as error:
        raise Unreachable("database_driver", package="psycopg2") from error

    port = target.port or PORT
    try:
        with ExitStack() as stack:
            found = resolve(
                target.host,
                port,
                socket.SOCK_STREAM,
                allow_loopback=target.allow_loopback,
            )
            driver = psycopg2.connect(
                host=target.host,
                hostaddr=found[0][4][0],
                port=port,
                dbname=target.database,
                user=target.username,
                password=target.password,
                connect_timeout=max(int(target.timeout), 2),
                application_name="odoo-biometric",
                # A network that breaks is noticed by nothing else.
                keepalives_idle=10,
                keepalives_interval=5,
                keepalives_count=2,
                tcp_user_timeout=int(target.timeout * 1000),
                options=f"-c statement_timeout={target.timeout * 1000:.0f}"
                " -c TimeZone=UTC",
                # Nothing of the server's own account is offered to another.
                passfile="/dev/null",
                sslcert="/dev/null/none",
                gssencmode="disable",
                **_encryption(target, port, stack),
            )
        driver.set_session(readonly=True, autocommit=True)
    except Exception as error:
        raise explain(translate(error), target) from error
    return PostgreSql(driver, translate)


def _encryption(target: Target, port: int, stack: ExitStack) -> dict[str, Any]:
    if target.plain:
        return {"sslmode": "disable"}
    if not target.fingerprint:
        return {
            "sslmode": "verify-full",
            "sslrootcert": stack.enter_context(authorities(target)),
        }
    certificate = _fetch_certificate(target, port)
    check_fingerprint(certificate, target.fingerprint)
    path = stack.enter_context(authorities(target, certificate))
    return {"sslmode": "verify-ca", "sslrootcert": path}


def _fetch_certificate(target: Target, port: int) -> bytes:
    """Return the certificate (DER) the server shows."""
    with connect_tcp(
        target.host, port, target.timeout, allow_loopback=target.allow_loopback
    ) as connection:
        connection.sendall(_REQUEST_ENCRYPTION)
        if connection.recv(1) != b"S":
            raise Unreachable("database_no_encryption")
        with make_context(target).wrap_socket(connection) as wrapped:
            return wrapped.getpeercert(binary_form=True) or b""


def translate(error: Exception) -> Exception:
    """Return an error of the driver as one with a sentence."""
    import psycopg2

    if failures.is_known(error):
        return error
    if isinstance(error, psycopg2.Error):
        words = str(error)
        if error.pgcode:
            return failures.of_server(error.pgcode, words, _CODES)
        code = next((code for part, code in _WORDS if part in words), None)
        if "FATAL" in words and "database" in words and "does not exist" in words:
            code = "database_unknown"
        return _of_code(code, words)
    return failures.of_network(error) or error


def _of_code(code: str | None, words: str) -> TransportError:
    if code == "database_certificate":
        return Unreachable(code, error=failures.shorten(words))
    if code == "database_no_encryption":
        return Unreachable(code)
    if code == "database_nothing_listens":
        return failures.ConnectionRefused(code)
    if code:
        return failures.of_server(code, words, {code: code})
    if "FATAL" in words:
        return failures.of_server(None, words, {})
    return Unreachable("database_unreachable")
