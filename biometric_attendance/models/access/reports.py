"""Storing what terminals report of their users."""

import json

from odoo import fields
from odoo.tools import SQL

from ...terminals.reasons import Reason
from ..command.states import PENDING_STATES, USER_SYNC_KINDS
from ..crons import trigger_cron
from .terminal_user import DENIED_GROUP, LIMITS, has_other_limits, reported_values

# Column of each value a terminal reports, to it in the JSON of the batch.
_REPORTED = {
    **{name: SQL("r.v->>%s", name) for name in ("name", "card", "group", "privilege")},
    **{name: SQL("(r.v->>%s)::date", name) for name in LIMITS},
}
# Values that are written back as the terminal reports them.
KEPT_VALUES = ("card", "privilege", "group")


def process_reported(device, reported):
    """Store what a terminal reports about its users.

    People are not renamed, and no device user is linked to a person by it. One statement
    stores the whole batch, but for users that are written to terminals from here: what
    their terminal reports may concern others.

    :param reported: :class:`~.terminals.records.DeviceUser` in order.
    :return: how many users were new or have other values than before.
    """
    users = device.env["biometric.device.user"]
    by_pin = {user.pin: reported_values(user) for user in reported}
    users._ensure(device, by_pin)
    device.env["biometric.command"].flush_model()
    found = _update_all(device, by_pin)
    users._note_renames(
        [
            (id_, old, new)
            for id_, _left, _new, old, new in found
            if new and old is not None
        ],
    )
    users.invalidate_model(flush=False)
    # The gateway user may not write device users: people decide who they are.
    for user in users.sudo().browse(row[0] for row in found if row[1]):
        _update(user, by_pin[user.pin])
    return sum(row[2] for row in found)


def _update_all(device, by_pin):
    """Store what is reported of users, as far as it concerns no other terminal.

    :param by_pin: PIN to the values reported.
    :return: ``(id, left, new, name before, name)`` of all: whether the user is left for
        :func:`_update`, and whether anything of the values is new. The names are given
        of users that have an owner and that the terminal itself renamed.
    """
    return device.env.execute_query(
        SQL(
            """
            WITH reported AS (
                SELECT u.id, r.v,
                       u.synced_values IS NOT NULL OR u.access_denied IS TRUE
                       OR (coalesce(u.employee_id, u.partner_id) IS NOT NULL
                           AND coalesce(r.v->>'card', '') NOT IN ('', coalesce(u.card, '')))
                       AS managed,
                       u.sync_state IN ('unknown', 'absent') AND NOT c.pending
                       AS appeared,
                       r.v->>'name' IS DISTINCT FROM u.name AND NOT c.pending
                       AND (u.name <> '' OR u.sync_state = 'absent')
                       AND coalesce(u.employee_id, u.partner_id) IS NOT NULL
                       AS renamed, coalesce(u.name, '') AS before,
                       %(differ)s AS differs
                  FROM json_to_recordset(%(rows)s) AS r(pin text, v jsonb)
                  JOIN biometric_device_user u
                    ON u.device_id = %(device)s AND u.pin = r.pin
            CROSS JOIN LATERAL (SELECT EXISTS (
                           SELECT FROM biometric_command c
                            WHERE c.device_id = u.device_id AND c.pin = u.pin
                              AND c.kind = ANY(%(kinds)s) AND c.state = ANY(%(states)s)
                       ) AS pending) c
            ), sorted AS (
                SELECT *, appeared OR differs AS is_new,
                       managed AND (appeared OR differs OR %(by_dates)s) AS is_left
                  FROM reported
            ), stored AS (
                UPDATE biometric_device_user u
                   SET %(assignments)s, reported_at = %(now)s,
                       sync_state = CASE WHEN appeared THEN 'present'
                                         ELSE u.sync_state END
                  FROM sorted r
                 WHERE u.id = r.id AND NOT is_left
            )
            SELECT id, is_left, is_new, CASE WHEN renamed THEN before END, v->>'name'
              FROM sorted ORDER BY id
            """,
            rows=json.dumps(
                [{"pin": pin, "v": _as_json(values)} for pin, values in by_pin.items()]
            ),
            device=device.id,
            by_dates=device.enforcement == "dates",
            now=fields.Datetime.now(),
            kinds=list(USER_SYNC_KINDS),
            states=list(PENDING_STATES),
            differ=SQL(" OR ").join(
                SQL(
                    "(r.v ? %(name)s AND u.%(column)s IS DISTINCT FROM %(value)s)",
                    name=name,
                    column=SQL.identifier(name),
                    value=value,
                )
                for name, value in _REPORTED.items()
            ),
            assignments=SQL(", ").join(
                SQL(
                    "%(column)s = CASE WHEN r.v ? %(name)s THEN %(value)s"
                    " ELSE u.%(column)s END",
                    name=name,
                    column=SQL.identifier(name),
                    value=value,
                )
                for name, value in _REPORTED.items()
            ),
        )
    )


def _as_json(values):
    return {name: str(value) if value else None for name, value in values.items()}


def process_deleted(device, pins):
    """Mark users as deleted at the terminal; those who belong there are written again.

    :param pins: of users the terminal does not have any more.
    """
    if not pins:
        return
    users = device.env["biometric.device.user"]
    deleted = users.sudo()._with_pins(device, pins)
    for user in deleted:
        if not _is_being_changed(user):
            user.write(
                {
                    "sync_state": "absent",
                    "problem_reason": False,
                    "synced_values": False,
                }
            )
    if deleted.filtered("wanted"):
        trigger_cron(users.env, "cron_sync")


def _update(user, reported):
    """Store what is new of what the terminal reports of one user."""
    if reported.get("group") == DENIED_GROUP and user.access_denied:
        del reported["group"]  # it was written from here
    new = {name: value for name, value in reported.items() if user[name] != value}
    card = new.get("card")
    if card and user._person():
        _share_card(user, card)
    if user.synced_values:
        # The terminal has it already: it need not be told.
        kept = {name: new[name] for name in KEPT_VALUES if name in new}
        user._update(synced_values={**user.synced_values, **kept})
    if user.sync_state in ("unknown", "absent") and not _is_being_changed(user):
        new["sync_state"] = "present"
    user.write({**new, "reported_at": fields.Datetime.now()})
    heeds_dates = user.device_id.enforcement == "dates" and user.sync_state == "present"
    if heeds_dates and has_other_limits(user.synced_values or {}, reported):
        user._record_failure(Reason("other_access_days"))


def _share_card(user, card):
    """Store a new card with the person's other device users that had none or the old.

    Those who may change their terminal's settings get none: see ``written_values``.
    """
    others = user._of(user._person()).filtered(
        lambda other: (
            other != user
            and other.wanted
            and other.card in (False, user.card)
            and not other._is_privileged()
        )
    )
    if others:
        others.card = card
        trigger_cron(user.env, "cron_sync")


def _is_being_changed(user):
    """Return whether a command about the user is under way."""
    changing = [
        ("device_id", "=", user.device_id.id),
        ("pin", "=", user.pin),
        ("kind", "in", USER_SYNC_KINDS),
        ("state", "in", PENDING_STATES),
    ]
    return bool(user.env["biometric.command"].search_count(changing, limit=1))
