"""Calls of terminals that are not received yet, and why: for whoever connects one."""

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from ...listener.access_log import HIDDEN
from ..push.unknown_devices import network_of
from ..retry import expect_conflicts
from .rate import RATE

MAX_ATTEMPTS = 500
MAX_OF_NETWORK = 20
MAX_PATH_CHARACTERS = 80
KEPT_HOURS = 24
KINDS = [
    ("unknown", "An unknown device called"),
    ("full", "More unknown devices call from this network than are listed"),
    ("path", "Called at a path this server does not know"),
    ("tls", "Spoke HTTPS to the port of plain HTTP"),
    ("bypass", "Called the server itself instead of the listener"),
    ("malformed", "The call could not be read"),
    ("key", "Wrong communication key or token"),
    ("token", "Not on its secret address"),
    ("refused", "A known device called and was refused"),
    ("check", "This server called itself, to see whether it is reached"),
]


class BiometricContactAttempt(models.Model):
    """A call that was not received, by kind, terminal and network.

    Nothing of it is secret: neither keys nor secret addresses nor bodies are kept. There
    are few rows of a network and few in all, and a worker writes few a second; the same
    terminal's row is written again.
    """

    _name = "biometric.contact.attempt"
    _description = "Attempt of a Terminal to Connect"
    _inherit = ["biometric.rights"]
    _order = "last_at desc, id desc"
    _rec_name = "serial"
    _log_access = False

    kind = fields.Selection(
        KINDS, required=True, readonly=True, help="Why the call was not received."
    )
    brand = fields.Char(
        required=True, readonly=True, help="Key of the brand; empty if it is not known."
    )
    serial = fields.Char(
        string="Serial Number",
        required=True,
        readonly=True,
        help="As the caller names itself; empty if it does not.",
    )
    network = fields.Char(required=True, readonly=True, help="Where it calls from.")
    address = fields.Char(readonly=True, help="The address it last called from.")
    path = fields.Char(
        readonly=True, help="The path it called, without query and secret address."
    )
    calls = fields.Integer(readonly=True, help="How often that was written down.")
    first_at = fields.Datetime(readonly=True, help="When it first called.")
    last_at = fields.Datetime(readonly=True, help="When it last called.")

    _attempt_uniq = models.Constraint(
        "UNIQUE(kind, brand, serial, network)", "The attempt is in the list already."
    )

    @api.model
    def _record(self, kind, brand, serial, address, path=""):
        """Write down a call that was not received, unless too much is written already.

        It is written in a transaction of its own, because that of a call without an
        answer is undone.

        :param kind: one of ``KINDS``.
        :param path: as called; what is secret in it is left out.
        """
        values = {
            "kind": kind,
            "brand": brand or "",
            "serial": (serial or "")[:64],
            "network": network_of(address),
            "address": (address or "")[:64],
            "path": _shown_path(path),
        }
        key = self.env.cr.dbname, kind, brand, serial, values["network"]
        if RATE.allows(key[-1], key):
            self._write_attempt(values)

    @api.model
    def _write_attempt(self, values):
        try:
            with expect_conflicts(), self.env.registry.cursor() as cr:
                cr.execute(
                    SQL(
                        """INSERT INTO biometric_contact_attempt (kind, brand, serial,
                                  network, address, path, calls, first_at, last_at)
                           SELECT %(kind)s, %(brand)s, %(serial)s, %(network)s,
                                  %(address)s, %(path)s, 1, %(now)s, %(now)s
                            WHERE EXISTS (SELECT FROM biometric_contact_attempt
                                           WHERE kind = %(kind)s AND brand = %(brand)s
                                             AND serial = %(serial)s
                                             AND network = %(network)s)
                               OR (SELECT count(*) < %(most)s
                                          AND count(*) FILTER (WHERE network = %(network)s)
                                              < %(most_of_network)s
                                     FROM biometric_contact_attempt
                                    WHERE last_at > %(lately)s)
                               ON CONFLICT (kind, brand, serial, network) DO UPDATE
                              SET calls = biometric_contact_attempt.calls + 1,
                                  address = excluded.address, path = excluded.path,
                                  last_at = excluded.last_at""",
                        **values,
                        now=fields.Datetime.now(),
                        lately=fields.Datetime.subtract(fields.Datetime.now(), hours=1),
                        most=MAX_ATTEMPTS,
                        most_of_network=MAX_OF_NETWORK,
                    )
                )
        except SerializationFailure:
            return  # another worker has just written the same

    @api.model
    def _was_checked(self, serial):
        """Whether this server's own call with this serial number arrived here.

        It is looked up in a transaction of its own: the present one began before the call.
        """
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    """SELECT 1 FROM biometric_contact_attempt
                        WHERE kind = 'check' AND serial = %s""",
                    serial,
                )
            )
            return bool(cr.fetchone())

    @api.autovacuum
    def _gc_old(self):
        """Delete what is older than a day, and more than the table holds."""
        now = fields.Datetime.now()
        until = fields.Datetime.subtract(now, hours=KEPT_HOURS)
        newest = self.search([], limit=MAX_ATTEMPTS)
        old = self.search(["|", ("last_at", "<", until), ("id", "not in", newest.ids)])
        old.unlink()


def _shown_path(path):
    """Return a path to show: short, without the secret part of a secret address."""
    parts = (path or "").split("/")
    if len(parts) > 2 and parts[1].lower() == "biometric":
        parts[2] = HIDDEN
    # Tokens are long: a part of a path nobody knows may be one typed in the wrong place.
    shown = "/".join(HIDDEN if len(part) > 20 else part for part in parts)
    return "".join(c for c in shown if c.isprintable())[:MAX_PATH_CHARACTERS]
