"""A SQL Server: TDS 7.4 on a real socket, over an SQLite database; and a program with one."""

from .company import SqlServerHouse, company
from .program import Program
from .server import SqlServer

__all__ = ["Program", "SqlServer", "SqlServerHouse", "company"]
