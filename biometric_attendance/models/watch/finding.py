"""What the finders of causes return, and what they share."""

from datetime import datetime
from typing import NamedTuple

from odoo.api import Environment
from odoo.tools import SQL


class Finding(NamedTuple):
    """A device that a cause is found at.

    :param since: naive UTC.
    :param number: how many or how much, where the cause's sentence says so.
    :param due: whether it is enough for a new alert; an open one stays open without.
    """

    device_id: int
    since: datetime
    number: int = 0
    due: bool = True


class Moment(NamedTuple):
    """When and where causes are looked for.

    :param now: naive UTC.
    """

    env: Environment
    now: datetime


NO_TABLE = SQL()


def select_devices(moment, columns, condition, join=NO_TABLE):
    """Return rows of approved devices in use: their ids and further columns.

    :param columns: SQL; ``d`` is the device.
    :param join: SQL of further tables.
    """
    query = SQL(
        """SELECT d.id, %s FROM biometric_device d %s
            WHERE d.state = 'approved' AND d.active AND (%s) ORDER BY d.id""",
        columns,
        join,
        condition,
    )
    return moment.env.execute_query(query)
