"""SQL Server, Express included, by the package python-tds."""

import re
from contextlib import ExitStack
from importlib.util import find_spec
from typing import Any

from ...client.destination import connect_tcp
from ...errors import Misaddressed, Unreachable
from . import failures
from .certificates import authorities, check_fingerprint, explain
from .connection import Connection, Target
from .tds_certificate import fetch_certificate

PORT = 1433
#: The package sleeps until then when a login fails for another reason than the password.
LOGIN_SECONDS = 8.0
_CODES: dict[int | str, str] = {
    207: "database_column_missing",
    208: "database_table_gone",
    229: "database_no_right",
    230: "database_no_right",
    916: "database_no_right",
    1222: "database_timeout",
    4060: "database_unknown",
    18452: "database_login",
    18456: "database_login",
    18470: "database_login",
    18486: "database_locked_out",
    18487: "database_login",
    18488: "database_login",
}


class SqlServer(Connection):
    """A connection to SQL Server."""

    catalogue = (
        "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE"
        " FROM INFORMATION_SCHEMA.COLUMNS"
        " ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION"
    )
    clock = "SELECT CAST(GETDATE() AS datetime)"
    quotes = "[]"

    def select(self, what: str, rest: str, most: int | None = None) -> str:
        return f"SELECT {f'TOP ({most:d}) ' if most else ''}{what} {rest}"


def connect(target: Target) -> SqlServer:
    """Return a connection.

    :raises TransportError: there is none.
    """
    try:
        import pytds
    except ImportError as error:
        raise Unreachable("database_driver", package="python-tds") from error
    if not (target.plain or find_spec("OpenSSL")):
        raise Unreachable("database_driver", package="pyOpenSSL")
    if "\\" in target.host:
        raise Misaddressed("database_instance")
    port = target.port or PORT
    try:
        with ExitStack() as stack:
            encryption = _encryption(target, port, stack)
            plug = connect_tcp(
                target.host, port, target.timeout, allow_loopback=target.allow_loopback
            )
            peer = plug.getpeername()[:2]
            driver = pytds.connect(
                target.host,
                target.database,
                target.username,
                target.password,
                timeout=target.timeout,
                login_timeout=min(target.timeout, LOGIN_SECONDS),
                appname="odoo-biometric",
                port=port,
                sock=plug,
                autocommit=True,
                readonly=True,
                disable_connect_retry=True,
                **encryption,
            )
        connection = SqlServer(driver, translate)
        _check_place(driver, peer)
        connection.run(f"SET LOCK_TIMEOUT {target.timeout * 1000:.0f}")
    except Exception as error:
        raise explain(translate(error), target) from error
    return connection


def _encryption(target: Target, port: int, stack: ExitStack) -> dict[str, Any]:
    if target.plain:
        return {}
    if not target.fingerprint:
        return {"cafile": stack.enter_context(authorities(target))}
    certificate = fetch_certificate(target, port)
    check_fingerprint(certificate, target.fingerprint)
    path = stack.enter_context(authorities(target, certificate))
    return {"cafile": path, "validate_host": False}


def _check_place(driver: Any, peer: tuple[Any, ...]) -> None:
    """Refuse a server that has sent the connection on to another.

    :raises Misaddressed: it has.
    """
    plug = driver._tds_socket.sock
    plug = getattr(plug, "_transport", plug)
    if plug.getpeername()[:2] != peer:
        driver.close()
        raise Misaddressed("database_sent_on")


def translate(error: Exception) -> Exception:
    """Return an error of the driver as one with a sentence."""
    import pytds

    if failures.is_known(error):
        return error
    cause = error.__cause__
    if isinstance(error, TimeoutError) and isinstance(cause, Exception):
        return translate(cause)  # that is what it waited after
    if isinstance(error, pytds.ClosedConnectionError):
        return failures.Closed("database_closed")
    if isinstance(error, pytds.TimeoutError):
        return failures.TimedOut("database_timeout")
    if isinstance(error, pytds.Error):
        return _of_driver(error)
    if isinstance(error, AttributeError) and "get_extension" in str(error):
        # What it does where the common name is another, with recent versions of pyOpenSSL.
        return Unreachable("database_certificate_name")
    if type(error).__module__.startswith("OpenSSL"):
        return Unreachable("database_certificate", error=_words_of(error))
    return failures.of_network(error) or error


def _of_driver(error: Any) -> Exception:
    number = getattr(error, "msg_no", 0)
    words = str(error)
    if "does not match host name" in words:
        return Unreachable("database_certificate_name")
    if number:
        return failures.of_server(number, words, _CODES)
    if re.search(r"encrypt|certificate|TLS|SSL", words, re.IGNORECASE):
        return Unreachable("database_certificate", error=failures.shorten(words))
    return failures.of_network(error) or failures.of_server(None, words, _CODES)


def _words_of(error: Exception) -> str:
    """Return the words of an error of OpenSSL, which holds (library, function, words)."""
    reasons = error.args[0] if error.args else None
    if isinstance(reasons, list):
        return failures.shorten("; ".join(str(each[-1]) for each in reasons))
    return failures.shorten(str(error))
