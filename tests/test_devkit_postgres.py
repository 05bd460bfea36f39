"""Whose PostgreSQL is used."""

import pytest

from devkit.errors import DevError
from devkit.postgres import given_server, variables_of


def test_a_database_url_names_the_server():
    url = "postgresql://me:p%40ss@db.example:5433/any?sslmode=require"
    assert variables_of(url) == {
        "PGHOST": "db.example",
        "PGPORT": "5433",
        "PGUSER": "me",
        "PGPASSWORD": "p@ss",
        "PGSSLMODE": "require",
    }


def test_a_socket_folder_may_be_the_host():
    assert variables_of("postgresql:///any?host=/run/postgresql") == {
        "PGHOST": "/run/postgresql"
    }


def test_another_kind_of_address_is_refused():
    with pytest.raises(DevError, match="postgresql://"):
        variables_of("mysql://localhost/any")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, None),
        ({"PGUSER": "me"}, None),
        (
            {"PGHOST": "/tmp", "PGUSER": "me"},
            {"PGHOST": "/tmp", "PGUSER": "me"},
        ),
    ],
)
def test_variables_name_a_server_only_when_they_say_where(
    monkeypatch, variables, expected
):
    for name in ("DATABASE_URL", "PGHOST", "PGPORT", "PGSERVICE", "PGUSER"):
        monkeypatch.delenv(name, raising=False)
    for name in ("PGPASSWORD", "PGSSLMODE"):
        monkeypatch.delenv(name, raising=False)
    for name, text in variables.items():
        monkeypatch.setenv(name, text)
    assert given_server() == expected
