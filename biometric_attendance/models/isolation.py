"""Work on many records, of which one that fails does not stop the others."""

import logging

from psycopg2 import OperationalError

_logger = logging.getLogger(__name__)


def isolate(records, work, failed=None):
    """Have work done on records: on all at once, or one by one where that fails.

    What was done before the failure is undone, for one record only. Conflicts with other
    writers and trouble of the database are raised, because they concern every record.

    :param work: called with records.
    :param failed: called with a record that the work fails on, to note that.
    """
    env = records.env
    try:
        with env.cr.savepoint():
            work(records)
        return
    except OperationalError:
        raise
    except Exception:
        if len(records) <= 1:
            _logger.exception("%s: work on it failed", records)
    if len(records) > 1:
        for record in records:
            isolate(record, work, failed)
    elif failed:
        with env.cr.savepoint():
            failed(records)
