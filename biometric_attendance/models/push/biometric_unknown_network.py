"""Networks from which more unknown devices call than are listed."""

import time

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from ..retry import expect_conflicts

# Most networks that are told apart, in the table and in the memory of a worker.
MAX_NETWORKS = 200
ELSEWHERE = "*"
INTERVAL_SECONDS = 60
KEPT_DAYS = 7

# What this worker has counted and not written yet: {(database, network): [calls, when last
# written, in monotonic seconds]}.
_counts = {}


class BiometricUnknownNetwork(models.Model):
    """A network whose further unknown devices are counted instead of listed.

    Somebody who invents serial numbers fills the list of pending devices with them
    otherwise. A row is written at most once a minute by a worker.
    """

    _name = "biometric.unknown.network"
    _description = "Network of Unknown Devices"
    _inherit = ["biometric.rights"]
    _order = "last_seen desc"
    _rec_name = "network"
    _log_access = False

    network = fields.Char(
        required=True,
        readonly=True,
        help="Where the calls come from; *: from networks beyond those listed here.",
    )
    calls = fields.Integer(
        readonly=True,
        help="Calls of serial numbers that are not among the devices. A terminal calls "
        "several times a minute.",
    )
    serial = fields.Char(
        string="Last Serial Number", readonly=True, help="One of those not listed."
    )
    since = fields.Datetime(readonly=True, help="When the first of them called.")
    last_seen = fields.Datetime(
        readonly=True, help="When one of them last called, to the minute."
    )

    _network_uniq = models.Constraint(
        "UNIQUE(network)", "The network is in the list already."
    )

    @api.model
    def _count_call(self, network, serial):
        """Count a call of a device that is not listed."""
        database = self.env.cr.dbname
        if (database, network) not in _counts and len(_counts) >= MAX_NETWORKS:
            network = ELSEWHERE
        count = _counts.setdefault((database, network), [0, -INTERVAL_SECONDS])
        count[0] += 1
        now = time.monotonic()
        if now - count[1] >= INTERVAL_SECONDS and self._add(network, serial, count[0]):
            count[:] = [0, now]

    @api.model
    def _add(self, network, serial, calls):
        """Add calls to the row of a network; return whether no other worker did just now."""
        try:
            with expect_conflicts(), self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    SQL(
                        """INSERT INTO biometric_unknown_network
                                  (network, calls, serial, since, last_seen)
                           SELECT CASE WHEN EXISTS (SELECT FROM biometric_unknown_network
                                                     WHERE network = %(network)s)
                                         OR (SELECT count(*) FROM biometric_unknown_network)
                                            < %(most)s
                                       THEN %(network)s ELSE %(elsewhere)s END,
                                  %(calls)s, %(serial)s, %(now)s, %(now)s
                               ON CONFLICT (network) DO UPDATE
                              SET calls = biometric_unknown_network.calls + excluded.calls,
                                  serial = excluded.serial,
                                  last_seen = excluded.last_seen""",
                        network=network,
                        most=MAX_NETWORKS,
                        elsewhere=ELSEWHERE,
                        calls=calls,
                        serial=serial,
                        now=fields.Datetime.now(),
                    )
                )
        except SerializationFailure:
            return False
        self.invalidate_model(flush=False)
        return True

    @api.autovacuum
    def _gc_silent(self):
        until = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("last_seen", "<", until)]).unlink()
