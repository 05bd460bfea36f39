"""The devices each worker keeps in memory: enough to tell whether a caller is one of them."""

import hashlib
import ipaddress
from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.tools import SQL, consteq

from ...terminals import BRANDS

# What a call reads of its device. Reading these off the database, as a part of all the
# device's columns, would cost a third of a push.
CACHED_FIELDS = (
    "serial",
    "brand",
    "tz",
    "direction_source",
    "direction_codes",
    "import_since",
    "dialect",
    "encoding",
    "resend_all",
    "numbers_events",
    "clock_doubt",
    "has_file_punches",
    "bridge_id",
)
# Writing any of these makes the cache stale.
CACHE_SOURCES = {
    *CACHED_FIELDS,
    "active",
    "state",
    "path_digest",
    "key_digest",
    "previous_key_digest",
    "previous_key_until",
    "allowed_networks",
    "encryption_secret",
    "accept_plain",
}


class CachedDevice(NamedTuple):
    """One device as a worker keeps it in memory.

    :param approved: it is approved and not archived.
    :param previous_digest: of the key before, which is believed as well until
        ``previous_until``.
    :param has_encryption_key: what is sent for it should be encrypted.
    :param accept_plain: what is not encrypted is taken all the same.
    :param values: those of ``CACHED_FIELDS``.
    """

    id: int
    approved: bool
    path_digest: str
    key_digest: str
    previous_digest: str
    previous_until: datetime | None
    networks: tuple
    has_encryption_key: bool
    accept_plain: bool
    values: dict

    def refusal(self, address, path_token, key):
        """Return why this caller is not the device, or ``None``.

        :param address: ``None`` where the device's bridge knows where the call comes from.
        :param key: the communication key sent, ``None`` where the message has none.
        """
        sent = digest(path_token)
        is_path = consteq(sent if path_token else "", self.path_digest)
        is_key = key is None or self.accepts_key(key)
        if not is_path:
            return "path"
        if not is_key:
            return "key"
        if address is not None and not self.is_allowed(address):
            return "address"
        return None

    def is_proved_by(self, path_token, key):
        """Whether secrets that were accepted are all the device has, and at least one."""
        secrets = [(self.path_digest, path_token), (self.key_digest, key)]
        sent = [secret for digest_, secret in secrets if digest_]
        return bool(sent) and all(sent)

    @property
    def has_place(self):
        """Whether callers are told from others by a secret address or by their network."""
        return bool(self.path_digest) or any(net.prefixlen for net in self.networks)

    def accepts_key(self, key):
        """Whether it is the communication key, or the one before that still counts.

        Where none is set any will do, unless its brand requires one.
        """
        if not self.key_digest:
            return not BRANDS[self.values["brand"]].push.key_required
        sent = digest(key)
        is_previous = consteq(sent, self.previous_digest)
        until = self.previous_until or datetime.min
        return consteq(sent, self.key_digest) or (
            is_previous and fields.Datetime.now() < until
        )

    def is_allowed(self, address):
        """Whether the device may call from an address."""
        if not self.networks:
            return True
        try:
            caller = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(caller in network for network in self.networks)


#: Nobody: whom an unknown caller is compared with, so that it waits as long.
UNKNOWN_CALLER = CachedDevice(
    id=0,
    approved=False,
    path_digest="-" * 64,
    key_digest="-" * 64,
    previous_digest="",
    previous_until=None,
    networks=(),
    has_encryption_key=False,
    accept_plain=False,
    values={},
)


class BiometricDeviceCache(models.AbstractModel):
    _name = "biometric.device.cache"
    _description = "Devices Kept in Memory"

    @api.model
    @tools.ormcache()
    def _entries(self):
        """Return every device that is approved or archived: ``{(brand, serial): CachedDevice}``.

        Those with a secret address are there by its digest, too: ``{(brand, None, digest):
        CachedDevice}``. Pending devices are left out, so that unknown ones cannot make it
        stale.
        """
        self.env["biometric.device"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT id, active AND state = 'approved', path_digest, key_digest, previous_key_digest,
                          previous_key_until, allowed_networks,
                          encryption_secret <> '', accept_plain, %s
                     FROM biometric_device WHERE state <> 'pending' OR NOT active""",
                SQL(", ").join(map(SQL.identifier, CACHED_FIELDS)),
            )
        )
        entries = [
            CachedDevice(
                device_id,
                approved,
                path or "",
                key or "",
                previous or "",
                until,
                parse_networks(networks),
                bool(encrypted),
                bool(plain),
                dict(zip(CACHED_FIELDS, values, strict=True)),
            )
            for (
                device_id,
                approved,
                path,
                key,
                previous,
                until,
                networks,
                encrypted,
                plain,
                *values,
            ) in rows
        ]
        by_path = {
            (entry.values["brand"], None, entry.path_digest): entry
            for entry in entries
            if entry.path_digest
        }
        return by_path | {
            (entry.values["brand"], entry.values["serial"]): entry for entry in entries
        }

    @api.model
    def _find(self, brand, serial, path_token=""):
        """Return the entry of the device that calls, or ``None``.

        :param serial: as it names itself; ``""`` where the message names nobody, and
            its secret address has to tell.
        """
        entries = self._entries()
        if serial or not path_token:
            return entries.get((brand, serial))
        return entries.get((brand, None, digest(path_token)))

    @api.model
    def _browse(self, entry):
        """Return the device of an entry; ``CACHED_FIELDS`` cost it no query."""
        device = self.env["biometric.device"].browse(entry.id)
        device._update_cache(entry.values, validate=False)
        return device


def digest(secret):
    """Return the SHA-256 of a secret, as stored. Tokens are long and random: no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def parse_networks(text):
    """Return the networks of CIDR blocks, one a line or separated by commas.

    :raises ValueError: a part that is no address or block.
    """
    return tuple(
        ipaddress.ip_network(part.strip(), strict=False)
        for part in (text or "").replace(",", "\n").splitlines()
        if part.strip()
    )
