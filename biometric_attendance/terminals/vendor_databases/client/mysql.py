"""MySQL and MariaDB, by the package PyMySQL."""

from contextlib import suppress
from typing import Any

from ...client.destination import connect_tcp
from ...errors import Unreachable
from . import failures
from .certificates import make_context
from .connection import Connection, Target

PORT = 3306
_CODES: dict[int | str, str] = {
    1044: "database_no_right",
    1045: "database_login",
    1049: "database_unknown",
    1054: "database_column_missing",
    1142: "database_no_right",
    1143: "database_no_right",
    1146: "database_table_gone",
    1317: "database_timeout",
    1698: "database_login",
    1969: "database_timeout",
    2006: "database_closed",
    2013: "database_closed",
    3024: "database_timeout",
    3159: "database_no_encryption",
    4151: "database_login",
}
_SSL = 1 << 11


class MySql(Connection):
    """A connection to MySQL or MariaDB."""

    catalogue = (
        "SELECT '', table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position"
    )
    clock = "SELECT NOW()"
    quotes = "``"

    def select(self, what: str, rest: str, most: int | None = None) -> str:
        return f"SELECT {what} {rest}" + (f" LIMIT {most:d}" if most else "")


def connect(target: Target) -> MySql:
    """Return a connection.

    :raises TransportError: there is none.
    """
    try:
        import pymysql
    except ImportError as error:
        raise Unreachable("database_driver", package="PyMySQL") from error
    from .mysql_rows import RowReader

    class Driver(pymysql.connections.Connection):
        def _request_authentication(self) -> None:
            # Older versions of the package would go on in clear.
            if self.ssl and not self.server_capabilities & _SSL:
                raise Unreachable("database_no_encryption")
            super()._request_authentication()

        def _read_query_result(self, unbuffered: bool = False) -> int:
            self._result = None
            result = RowReader(self)
            result.read()
            self._result = result
            if result.server_status is not None:
                self.server_status = result.server_status
            return int(result.affected_rows)

    options: dict[str, Any] = (
        {"ssl_disabled": True} if target.plain else {"ssl": make_context(target)}
    )
    try:
        driver = Driver(
            host=target.host,
            user=target.username,
            password=target.password,
            database=target.database or None,
            charset="utf8mb4",
            autocommit=True,
            read_timeout=target.timeout,
            write_timeout=target.timeout,
            defer_connect=True,
            local_infile=False,
            **options,
        )
        driver.connect(
            connect_tcp(
                target.host,
                target.port or PORT,
                target.timeout,
                allow_loopback=target.allow_loopback,
            )
        )
        connection = MySql(driver, translate)
        _restrict(connection, target.timeout)
    except Exception as error:
        raise translate(error) from error
    return connection


def _restrict(connection: MySql, timeout: float) -> None:
    """Have the server refuse to write, and give up questions that take too long."""
    connection.run("SET SESSION TRANSACTION READ ONLY")
    for setting in (
        f"max_statement_time = {timeout:f}",  # MariaDB
        f"max_execution_time = {timeout * 1000:.0f}",  # MySQL
    ):
        with suppress(failures.DeviceRefused):
            connection.run(f"SET SESSION {setting}")


def translate(error: Exception) -> Exception:
    """Return an error of the driver as one with a sentence."""
    import pymysql

    if failures.is_known(error):
        return error
    if isinstance(error, pymysql.err.MySQLError):
        number = error.args[0] if error.args else None
        words = str(error.args[1]) if len(error.args) > 1 else ""
        below = failures.of_network(error) if number in (0, 2003, 2006, 2013) else None
        return below or failures.of_server(number, words, _CODES)
    return failures.of_network(error) or error
