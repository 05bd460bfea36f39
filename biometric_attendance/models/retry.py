"""Retry what PostgreSQL refused because another request wrote the same."""

import logging
import sys
from contextlib import contextmanager
from contextvars import ContextVar

from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

CONFLICTS = (SerializationFailure, DeadlockDetected, LockNotAvailable)
MAX_TRIES = 3

_expected = ContextVar("biometric_expected_conflicts", default=())


@contextmanager
def expect_conflicts(*kinds):
    """Keep Odoo from logging queries that meet a conflict as errors: the caller retries.

    :param kinds: exceptions that are expected, by default a serialization failure.
    """
    token = _expected.set(kinds or (SerializationFailure,))
    try:
        yield
    finally:
        _expected.reset(token)


def retry_on_serialization_failure(env, func):
    """Retry `func` at once when PostgreSQL reports a serialization failure.

    Two servers may receive the same rows at the same moment, and the later one must start
    again to see what the earlier one stored. Odoo would sleep for a second or more before
    it does, and nobody else is served by the worker meanwhile; so the failure reaches it
    only after a few tries.

    :param func: reads nothing of the database that it was not given by id.
    :return: what ``func`` returns.
    """
    for _try in range(MAX_TRIES):
        try:
            with expect_conflicts():
                result = func()
                env.cr.flush()
            return result
        except SerializationFailure:
            env.cr.rollback()
            env.transaction.reset()
    return func()


def _is_unexpected(_record):
    """Whether the query just executed failed for a reason that nobody expects."""
    return not isinstance(sys.exc_info()[1], _expected.get())


logging.getLogger("odoo.sql_db").addFilter(_is_unexpected)
