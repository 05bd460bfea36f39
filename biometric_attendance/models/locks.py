"""PostgreSQL advisory locks on records: by what is locked, and the id of the record."""

from odoo.tools import SQL

# Lock classes, the first key of a lock: the bytes of "bio", plus a number.
PAIRING = 0x62696F  # the attendances of one employee are being computed
CONNECTION = PAIRING + 1  # a session with one device is open
WATCH = PAIRING + 2  # alerts are being brought to what is wrong now
SOURCE = PAIRING + 3  # a session with one source is open


def try_lock(env, lock_class, record_id):
    """Take a lock that outlasts the transaction; return ``False`` if another has it.

    It is held until :func:`unlock` or the end of the database connection.
    """
    return _call(env, "pg_try_advisory_lock", lock_class, record_id)


def try_lock_in_transaction(env, lock_class, record_id):
    """Take a lock until the transaction ends; return ``False`` if another has it."""
    return _call(env, "pg_try_advisory_xact_lock", lock_class, record_id)


def unlock(env, lock_class, record_id):
    _call(env, "pg_advisory_unlock", lock_class, record_id)


def unlock_all(env, lock_class):
    """Release all locks of a class that this connection to the database holds."""
    env.cr.execute(
        SQL(
            """SELECT pg_advisory_unlock(%(lock_class)s, objid::int) FROM pg_locks
                WHERE locktype = 'advisory' AND classid = %(lock_class)s
                  AND pid = pg_backend_pid()""",
            lock_class=lock_class,
        )
    )


def locked_ids(env, lock_class):
    """Return the ids of the records that are locked by any database connection."""
    query = SQL(
        """SELECT objid::int FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND classid = %s
              AND objsubid = 2 AND database = (
                  SELECT oid FROM pg_database WHERE datname = current_database())""",
        lock_class,
    )
    return [record_id for (record_id,) in env.execute_query(query)]


def _call(env, function, lock_class, record_id):
    query = SQL("SELECT %s(%s, %s)", SQL(function), lock_class, record_id)
    [(answer,)] = env.execute_query(query)
    return answer
