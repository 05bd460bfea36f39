"""What a worker remembers of a device: enough to tell whether a caller is it."""

import hashlib
import ipaddress
from datetime import datetime
from typing import NamedTuple

from odoo import fields
from odoo.tools import consteq

from ...terminals import BRANDS


def digest(secret):
    """SHA-256 of a secret, as stored. Tokens are long and random, no salt needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Known(NamedTuple):
    """What the hot path needs of a device, kept in each worker's memory.

    :param approved: it is approved and not archived.
    :param previous_digest: of the key before, which is believed as well until
        ``previous_until``.
    :param hot: the values of ``HOT_FIELDS``.
    """

    id: int
    approved: bool
    path_digest: str
    key_digest: str
    previous_digest: str
    previous_until: datetime | None
    networks: tuple
    resend_all: bool
    hot: dict

    def refusal(self, address, path_token, key):
        """Why this caller is not the device, or ``None``.

        :param key: the communication key sent, ``None`` where the message has none.
        """
        if not consteq(digest(path_token) if path_token else "", self.path_digest):
            return "path"
        if key is not None and not self.takes(key):
            return "key"
        if self.networks and not self._within(address):
            return "address"
        return None

    def takes(self, key):
        """Whether it is the communication key, or the one before that still counts.

        Where none is set, any will do; but a gateway speaks for its terminals, and has
        nothing else to prove it.
        """
        if not self.key_digest:
            return not BRANDS[self.hot["brand"]].push.key_required
        said = digest(key)
        before = consteq(said, self.previous_digest)
        until = self.previous_until or datetime.min
        return consteq(said, self.key_digest) or (
            before and fields.Datetime.now() < until
        )

    def _within(self, address):
        try:
            caller = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(caller in network for network in self.networks)


def parse_networks(text):
    """CIDR blocks, one a line or separated by commas, to networks.

    :raises ValueError: a part that is no address or block.
    """
    return tuple(
        ipaddress.ip_network(part.strip(), strict=False)
        for part in (text or "").replace(",", "\n").splitlines()
        if part.strip()
    )
