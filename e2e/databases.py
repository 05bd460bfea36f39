"""Vendors' databases on real servers, with an account that may only read."""

import psycopg2

from terminals.vendor_databases.accounts import account_sql

ACCOUNT = {"user": "odoo_reader", "password": "only-reads-9"}


class PostgreSql:
    """The PostgreSQL of these tests, with the methods ``MariaDb`` has."""

    def __init__(self, variables):
        self.variables = variables
        self.port = int(variables["PGPORT"])

    def run(self, *statements, database="postgres"):
        connection = psycopg2.connect(
            host=self.variables["PGHOST"],
            port=self.port,
            user=self.variables["PGUSER"],
            password=self.variables["PGPASSWORD"],
            dbname=database,
        )
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()


def make(server, kind, vendor, name):
    """Make the database of a vendor, and the account that may only read."""
    admin = "" if kind == "mysql" else "postgres"
    server.run(f"DROP DATABASE IF EXISTS {name}", database=admin)
    server.run(f"CREATE DATABASE {name}", database=admin)
    server.run(*vendor.tables, *vendor.rows, database=name)
    if kind == "mysql":
        server.run("DROP USER IF EXISTS 'odoo_reader'@'%'")
    elif server.run("SELECT 1 FROM pg_roles WHERE rolname = 'odoo_reader'"):
        server.run("DROP OWNED BY odoo_reader", database=name)
        for (other,) in server.run(
            "SELECT datname FROM pg_database WHERE datname LIKE 'vendor_%'"
        ):
            server.run("DROP OWNED BY odoo_reader", database=other)
        server.run("DROP ROLE odoo_reader")
    server.run(*account_sql(kind, database=name, **ACCOUNT), database=name)
