"""SQL that changes stored punches, and the hook that is called after it."""

from contextlib import contextmanager
from contextvars import ContextVar

from odoo.tools import SQL

from .hooks import AFTER_OUTCOME_CHANGE, FORMER_FIELDS, is_followed

# Queues the people of the punches that a statement changed, from the first of these on.
QUEUE_CHANGED = SQL(
    """INSERT INTO biometric_pairing (employee_id, since)
       SELECT employee_id, min(instant) FROM changed
        WHERE employee_id IS NOT NULL GROUP BY employee_id"""
)

# Whether changes are only tried out, and will be rolled back.
_is_trial = ContextVar("biometric_is_trial", default=False)


@contextmanager
def trying_out():
    """Call no hook: what is changed meanwhile is rolled back."""
    token = _is_trial.set(True)
    try:
        yield
    finally:
        _is_trial.reset(token)


def change_punches(env, statement, queue=None):
    """Run an SQL statement that changes stored punches, and call the hook for them.

    This is one statement, also where somebody wants to know what was before: PostgreSQL
    shows all parts of a statement the rows as they were before it.

    :param statement: what is in a ``WITH`` before its main query; its part ``changed``
        returns the ``id`` of each punch that it changed.
    :param queue: an INSERT that queues people for pairing.
    :return: whether anybody was queued.
    """
    if queue:
        statement = SQL("%s, queued AS (%s RETURNING id)", statement, queue)
    queued = SQL("EXISTS (SELECT FROM queued)" if queue else "FALSE")
    punches = env["biometric.punch"]
    if _is_trial.get() or not is_followed(env, AFTER_OUTCOME_CHANGE):
        [(is_queued,)] = env.execute_query(SQL("WITH %s SELECT %s", statement, queued))
        punches.invalidate_model(flush=False)
        return is_queued
    columns = SQL(", ").join(SQL.identifier("former", each) for each in FORMER_FIELDS)
    rows = env.execute_query(
        SQL(
            """WITH %s SELECT %s, former.id, %s
                 FROM changed JOIN biometric_punch former ON former.id = changed.id""",
            statement,
            queued,
            columns,
        )
    )
    punches.invalidate_model(flush=False)
    former = {
        punch: dict(zip(FORMER_FIELDS, values, strict=True))
        for _queued, punch, *values in rows
    }
    if former:
        punches.browse(former)._call_hook(AFTER_OUTCOME_CHANGE, former)
    return any(row[0] for row in rows)
