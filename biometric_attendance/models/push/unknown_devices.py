"""Pending devices: made of unknown serial numbers that call, up to a limit a network."""

import ipaddress
import re
import time
from datetime import timedelta
from functools import partial

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tools import SQL

from ...terminals import BRANDS
from ..due import is_over
from ..retry import expect_conflicts
from .contact import ONLINE_WITHIN

# Most pending devices there may be, in all and of one network, against floods of invented
# serial numbers. Those that somebody waits for, or has touched, do not count.
MAX_PENDING = 1000
MAX_PENDING_OF_NETWORK = 50
# A terminal calls every few seconds. One that is silent for longer gives way to another.
SILENT_AFTER = timedelta(hours=2)
# How often it is written that a device calls, so that it is seen to be online.
CONTACT_INTERVAL = ONLINE_WITHIN / 2
# Most of these writes a worker makes in a minute, in all and for one network: as many as
# all devices of one network need. Devices that somebody waits for, or has touched, do not
# count. The others are then written this seldom, lest they count as silent.
MAX_CONTACTS = 100
MAX_CONTACTS_OF_NETWORK = 25
SELDOM_INTERVAL = SILENT_AFTER / 2
SERIAL_SHAPE = re.compile(r"[\w.:+-]{1,64}")
# A serial that calls again within this time costs no query, and a count in memory at most:
# so it takes as long as a call of a known device that is refused.
INTERVAL_SECONDS = 60
MAX_REMEMBERED = 10_000
# As large as what one customer of a provider gets.
PREFIX_LENGTHS = {4: 24, 6: 64}
EXCESS = SQL("state = 'pending' AND active AND expected IS NOT TRUE "
             "AND create_uid IS NULL AND write_uid IS NULL")  # fmt: skip

# What this worker found and committed lately: {(database, brand, serial, network):
# (whether it is listed, monotonic seconds)}.
_lately = {}
# Contacts this worker wrote in the present minute: {(database, network): how many}.
_contacts = {}
# Where a transaction keeps what it found, until it is committed.
FOUND = "biometric.unknown.devices"


def record_unknown_device(
    env,
    brand,
    serial,
    address,
    dialect=None,
    encoding=None,
    read_clock=None,
    bridge=None,
):
    """Record a serial nobody approved as a pending device, once, while there is room.

    There is room for some of each network, so that inventing serial numbers hides those of
    no other network; for one of the same network, somebody makes the device beforehand.
    Calls of devices that find no room are counted by network.

    That a device still calls is written every few minutes, or once an hour where very many
    call; of a serial that calls again within a minute only the calls are counted.

    :param dialect: it called in, ``None`` for the usual one of its brand.
    :param encoding: of its language, ``None`` where it does not tell.
    :param read_clock: returns what its clock shows, naive, ``None`` where it does not tell.
        It is called only where it is written.
    :param bridge: id of the bridge that passed the call on.
    """
    if not SERIAL_SHAPE.fullmatch(serial):
        return
    network, now = network_of(address, bridge), fields.Datetime.now()
    key = (env.cr.dbname, brand, serial, network)
    known, at = _lately.get(key, (None, 0))
    if known is not None and 0 <= time.monotonic() - at < INTERVAL_SECONDS:
        if not known:
            env["biometric.unknown.network"]._count_call(network, serial)
        return
    try:
        with expect_conflicts(), env.cr.savepoint(flush=False):
            is_listed = _record_contact(
                env, brand, serial, address, network, now, read_clock
            ) or (
                _make_room(env, network, now)
                and _insert(
                    env,
                    brand=brand,
                    serial=serial,
                    dialect=dialect or BRANDS[brand].dialect,
                    encoding=encoding or "utf-8",
                    address=address,
                    network=network,
                    now=now,
                    clock=_read(read_clock),
                    bridge=bridge,
                )
            )
    except SerializationFailure:
        return  # another worker was first
    _remember(env, key, is_listed)
    if not is_listed:
        env["biometric.unknown.network"]._count_call(network, serial)


def _remember(env, key, is_listed):
    """Remember once the transaction is committed whether a serial is listed."""
    found = env.cr.postcommit.data.setdefault(FOUND, {})
    if not found:
        env.cr.postcommit.add(partial(remember_all, found))
    found[key] = (is_listed, time.monotonic())


def remember_all(found):
    """Remember what was found, and forget all before where it is too much."""
    if len(_lately) + len(found) > MAX_REMEMBERED:
        _lately.clear()
    _lately.update(found)


def network_of(address, bridge=None):
    """Return the network of an address as text, the address itself if it is none.

    :param bridge: id of the bridge that passed the call on. It says itself what the address
        is, so all its calls are of one network, with the room of one.
    """
    if bridge:
        return f"bridge {bridge}"
    try:
        ip = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return (address or "")[:64]
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network((ip, PREFIX_LENGTHS[ip.version]), strict=False))


def _read(read_clock):
    shown = read_clock() if read_clock else None
    return shown and str(shown.replace(microsecond=0))


def _record_contact(env, brand, serial, address, network, now, read_clock):
    """Record that a listed device called; return whether it is listed."""
    env.cr.execute(
        SQL(
            """SELECT id, last_seen, %s FROM biometric_device
                WHERE brand = %s AND serial = %s""",
            EXCESS,
            brand,
            serial,
        )
    )
    row = env.cr.fetchone()
    if not row:
        return False
    device, last_seen, is_excess = row
    if _is_due(last_seen, now, CONTACT_INTERVAL) and (
        not is_excess
        or _has_contacts_left(env, network)
        or _is_due(last_seen, now, SELDOM_INTERVAL)
    ):
        env.cr.execute(
            SQL(
                """UPDATE biometric_device
                      SET last_seen = %(now)s, address = %(address)s,
                          network = %(network)s,
                          clock_seen = coalesce(%(clock)s, clock_seen),
                          clock_seen_at = CASE WHEN %(clock)s IS NULL
                                          THEN clock_seen_at ELSE %(now)s END
                    WHERE id = %(device)s""",
                now=now,
                address=address,
                network=network,
                clock=_read(read_clock),
                device=device,
            )
        )
    return True


def _is_due(last_seen, now, interval):
    return is_over(last_seen, now - interval, 2 * interval)


def _has_contacts_left(env, network):
    """Count one more contact written in this minute; return whether there was room for it."""
    minute = int(time.monotonic() // INTERVAL_SECONDS)
    if _contacts.get("minute") != minute:
        _contacts.clear()
        _contacts["minute"] = minute
    in_all, of_network = (env.cr.dbname, None), (env.cr.dbname, network)
    if (
        _contacts.get(in_all, 0) >= MAX_CONTACTS
        or _contacts.get(of_network, 0) >= MAX_CONTACTS_OF_NETWORK
    ):
        return False
    for key in (in_all, of_network):
        _contacts[key] = _contacts.get(key, 0) + 1
    return True


def _make_room(env, network, now):
    """Return whether one more device of a network may be listed.

    Where there is no room, one that is silent gives way, and of too many in all the oldest
    of the network that has most.
    """
    env.cr.execute(
        SQL(
            """SELECT network, count(*) FROM biometric_device
                WHERE %s GROUP BY network ORDER BY count(*) DESC""",
            EXCESS,
        )
    )
    counts = dict(env.cr.fetchall())
    if counts.get(network, 0) >= MAX_PENDING_OF_NETWORK:
        return _delete_oldest(env, network, now - SILENT_AFTER)
    if sum(counts.values()) < MAX_PENDING:
        return True
    largest, count = next(iter(counts.items()))
    return count > counts.get(network, 0) + 1 and _delete_oldest(env, largest, now)


def _delete_oldest(env, network, until):
    env.cr.execute(
        SQL(
            """DELETE FROM biometric_device
                WHERE id = (SELECT id FROM biometric_device
                             WHERE %s AND network IS NOT DISTINCT FROM %s
                                   AND last_seen <= %s
                          ORDER BY last_seen, id LIMIT 1)""",
            EXCESS,
            network,
            until,
        )
    )
    return env.cr.rowcount > 0


def _insert(env, **values):
    """List a device; return ``True``, also where another worker has just done so."""
    env.cr.execute(
        SQL(
            """INSERT INTO biometric_device (
                      name, serial, brand, active, state, direction_source, dialect,
                      enforcement, encoding, address, network, expected, last_seen,
                      clock_seen, clock_seen_at, bridge_id, create_date, write_date)
               VALUES (%(serial)s, %(serial)s, %(brand)s, TRUE, 'pending', 'keys',
                      %(dialect)s, 'removal', %(encoding)s, %(address)s, %(network)s,
                      FALSE, %(now)s, %(clock)s,
                      CASE WHEN %(clock)s IS NOT NULL THEN %(now)s::timestamp END,
                      %(bridge)s, %(now)s, %(now)s)
                   ON CONFLICT (brand, serial) DO NOTHING""",
            **values,
        )
    )
    return True
