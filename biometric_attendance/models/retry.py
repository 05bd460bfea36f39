"""Retry what PostgreSQL refused because another request wrote the same."""

from psycopg2.errors import SerializationFailure

MAX_TRIES = 3


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
            result = func()
            env.cr.flush()
            return result
        except SerializationFailure:
            env.cr.rollback()
            env.transaction.reset()
    return func()
