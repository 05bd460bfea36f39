"""What a client asks, put as SQLite understands it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from typing import Any

#: Statements that change nothing here.
_SETTINGS = re.compile(
    r"(?is)\s*(set\s|use\s|begin\s+tran|commit|rollback|if\s+@@trancount|exec\s+sp_reset)"
).match
_TOP = re.compile(r"(?i)\bselect\s+top\s*\(?\s*(\d+)\s*\)?\s")
_UNICODE = re.compile(r"\bN'")
_PARAMETER = re.compile(r"@(\w+)")
_WORDS = (
    (re.compile(r"(?i)\bCAST\((\[\w+\]|\w+) AS date\)"), r"date(\1)"),
    (re.compile(r"(?i)\bCAST\(GETDATE\(\) AS datetime\)"), ":now"),
    (re.compile(r"(?i)@@version"), "'Microsoft SQL Server 2019 (simulator)'"),
    (re.compile(r"(?i)\bINFORMATION_SCHEMA\.COLUMNS\b"), "information_columns"),
    (re.compile(r"(?i)(\[dbo\]|\bdbo)\."), ""),
)
#: What SQLite says, to the server's own number.
_NUMBERS = (
    ("no such table", 208),
    ("no such column", 207),
    ("readonly database", 229),
    ("interrupted", 1222),
)
_COLUMNS = """
    CREATE TEMP VIEW IF NOT EXISTS information_columns AS
    SELECT 'dbo' AS TABLE_SCHEMA, tables.name AS TABLE_NAME, columns.name AS COLUMN_NAME,
           lower(CASE WHEN instr(columns.type, '(')
                      THEN substr(columns.type, 1, instr(columns.type, '(') - 1)
                      ELSE columns.type END) AS DATA_TYPE,
           columns.cid AS ORDINAL_POSITION
      FROM main.sqlite_master AS tables
      JOIN pragma_table_info(tables.name) AS columns
     WHERE tables.type IN ('table', 'view')
"""


def is_setting(sql: str) -> bool:
    """Return whether a statement gives no rows and changes nothing here."""
    return not sql.strip() or _SETTINGS(sql) is not None


def prepare(database: sqlite3.Connection) -> None:
    """Give a database the catalogue a SQL Server has."""
    database.execute(_COLUMNS)


def translate(sql: str) -> str:
    """Return a SELECT of SQL Server as SQLite has it; ``:now`` is the server's clock."""
    most = _TOP.search(sql)
    sql = _UNICODE.sub("'", _TOP.sub("select ", sql, count=1))
    for pattern, word in _WORDS:
        sql = pattern.sub(word, sql)
    sql = _PARAMETER.sub(r":\1", sql)
    return f"{sql.strip().rstrip(';')} limit {most[1]}" if most else sql


def ask(
    database: sqlite3.Connection, sql: str, values: Mapping[str, Any]
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return names of columns and rows.

    :raises sqlite3.Error: for a question that cannot be answered.
    """
    cursor = database.execute(translate(sql), dict(values))
    return [column[0] for column in cursor.description or ()], cursor.fetchall()


def number_of(error: sqlite3.Error) -> int:
    """Return SQL Server's number of an error; 50000 where it has none."""
    words = str(error)
    return next((number for part, number in _NUMBERS if part in words), 50_000)
