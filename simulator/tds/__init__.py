"""A SQL Server for tests: TDS 7.4 on a real socket, over an SQLite database."""

from .server import SqlServer

__all__ = ["SqlServer"]
