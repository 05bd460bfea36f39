"""Tries out another history of a PIN: stores it, notes what changes, and rolls back."""

from collections import Counter
from contextlib import closing
from typing import NamedTuple

from odoo.tools import SQL

from ..pairing.biometric_pairing import Change
from ..pairing.outcomes import without_unknown_zones
from ..punch.changes import trying_out
from ..punch.reassign import assign_to_owners


class Trial(NamedTuple):
    """What a history would change.

    :param env: in whose language it is told.
    :param punches: how many more or fewer punches a person would have:
        ``{(employee id, contact id): number}``.
    :param employees: whose attendances would be paired again.
    :param differences: values of ``biometric.difference``.
    """

    env: object
    punches: dict
    employees: object
    differences: list

    def get_sentences(self):
        """Return a sentence about each person's punches, those who lose some first."""
        env = self.env
        return [
            env._("%(person)s: %(count)s punches more", person=name, count=number)
            if number > 0
            else env._(
                "%(person)s: %(count)s punches fewer", person=name, count=-number
            )
            for number, name in sorted(
                (number, self._get_name(*ids)) for ids, number in self.punches.items()
            )
        ]

    def _get_name(self, employee_id, partner_id):
        if employee_id:
            return self.env["hr.employee"].sudo().browse(employee_id).name
        if partner_id:
            return self.env["res.partner"].sudo().browse(partner_id).display_name
        return self.env._("Nobody")


def try_history(user, history):
    """Return the :class:`Trial` of another history of a device user's PIN.

    Nothing of it stays: it is done within a savepoint that is rolled back.

    :param user: the device user, as superuser.
    :param history: ``[Assignment]``.
    """
    env, queue = user.env, user.env["biometric.pairing"]
    before = _count_punches(user)
    with trying_out(), closing(env.cr.savepoint()):
        env["biometric.assignment"]._store_histories({user: history})
        user._refresh_owners()
        env.flush_all()
        earlier = env.execute_query(SQL("SELECT max(id) FROM biometric_pairing"))[0][0]
        assign_to_owners(user)
        env.invalidate_all(flush=False)
        queued = get_queued(env, earlier or 0)
        differences = queue._differences(without_unknown_zones(env, queued), None)
        after = _count_punches(user)
    env.invalidate_all(flush=False)
    changed = {key: after[key] - before[key] for key in before | after}
    return Trial(
        env=env,
        punches={key: number for key, number in changed.items() if number},
        employees=env["hr.employee"].union(*queued),
        differences=differences,
    )


def _count_punches(user):
    """How many punches of the PIN each person has: ``{(employee id, contact id): number}``."""
    return Counter(
        {
            (employee or 0, partner or 0): number
            for employee, partner, number in user.env.execute_query(
                SQL(
                    """SELECT employee_id, partner_id, count(*) FROM biometric_punch
                        WHERE device_id = %s AND pin = %s GROUP BY 1, 2""",
                    user.device_id.id,
                    user.pin,
                )
            )
        }
    )


def get_queued(env, after):
    """Who was queued for pairing since: ``{employee: Change}``."""
    employees = env["hr.employee"].with_context(active_test=False)
    return {
        employees.browse(employee_id): Change(since)
        for employee_id, since in env.execute_query(
            SQL(
                """SELECT employee_id, min(since) FROM biometric_pairing
                    WHERE id > %s GROUP BY employee_id ORDER BY employee_id""",
                after,
            )
        )
    }
