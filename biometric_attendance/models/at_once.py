"""Trying again without sleeping on it."""

from psycopg2.errors import SerializationFailure

TRIES = 3


def at_once(env, work):
    """Do ``work``, again at once if another request stored the same meanwhile.

    Two servers may hear the same rows at the same moment, and the later one must start
    again to see what the earlier one stored. Odoo would sleep for a second or more before
    it does, and nobody else is served by the worker meanwhile; so it gets to know only
    after a few tries.

    :param work: reads nothing of the database that it was not given by id.
    :return: what ``work`` returns.
    """
    for _ in range(TRIES):
        try:
            result = work()
            env.cr.flush()
            return result
        except SerializationFailure:
            env.cr.rollback()
            env.transaction.reset()
    return work()
