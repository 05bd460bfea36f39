"""The SQL that makes an account which may read and nothing else, for each server.

``{database}`` and ``{user}`` are names, ``{password}`` is the password; one statement a line.
"""

from .dialects import MYSQL, POSTGRESQL, SQLSERVER

SQL = {
    SQLSERVER: (
        "CREATE LOGIN [{user}] WITH PASSWORD = '{password}', CHECK_POLICY = ON;",
        "USE [{database}];",
        "CREATE USER [{user}] FOR LOGIN [{user}];",
        "ALTER ROLE db_datareader ADD MEMBER [{user}];",
    ),
    MYSQL: (
        "CREATE USER '{user}'@'%' IDENTIFIED BY '{password}';",
        "GRANT SELECT ON `{database}`.* TO '{user}'@'%';",
    ),
    POSTGRESQL: (
        "CREATE ROLE \"{user}\" LOGIN PASSWORD '{password}';",
        'ALTER ROLE "{user}" SET default_transaction_read_only = on;',
        'GRANT CONNECT ON DATABASE "{database}" TO "{user}";',
        'GRANT USAGE ON SCHEMA public TO "{user}";',
        'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{user}";',
        'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO "{user}";',
    ),
}


def account_sql(server: str, *, database: str, user: str, password: str) -> list[str]:
    """Return the statements that make an account, for a person to run at the server."""
    values = {"database": database, "user": user, "password": password}
    return [line.format(**values) for line in SQL[server]]
