"""When a device called, and what was wrong if it was refused.

Each of these values is written at most once a minute by a worker.
"""

import time
from datetime import timedelta
from functools import partial

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from ..device.biometric_device_hour import count_in_hour
from ..device.clock_error import clock_error_text
from ..due import get_over_domain, is_over
from ..retry import expect_conflicts
from ..searches import search_boolean

INTERVAL_SECONDS = 60
ONLINE_WITHIN = timedelta(minutes=5)
# How wrong a terminal's clock may be before the screens warn.
CLOCK_TOLERANCE_SECONDS = 60
# How long the screens warn of a refused call.
REFUSAL_SHOWN = timedelta(days=1)

# When this worker last wrote and committed: {(database, device id, kind): monotonic seconds}.
_last_written = {}
# Where a transaction keeps what it wrote, until it is committed.
WRITTEN = "biometric.device.contact"


def is_first_in_a_minute(device, kind):
    """Whether this is the first call of this worker within a minute, by device and kind.

    A call that is rolled back does not count: what it wrote is lost.
    """
    cr = device.env.cr
    key = (cr.dbname, device.id, kind)
    now = time.monotonic()
    if now - _last_written.get(key, -INTERVAL_SECONDS) < INTERVAL_SECONDS:
        return False
    written = cr.postcommit.data.setdefault(WRITTEN, {})
    if key in written:
        return False
    if not written:
        cr.postcommit.add(partial(_last_written.update, written))
    written[key] = now
    return True


class BiometricDeviceContact(models.AbstractModel):
    """Fields of a device that show when it called, and why a call was refused."""

    _name = "biometric.device.contact"
    _description = "Contact with a Device"

    _editable_fields = {"expected"}

    last_seen = fields.Datetime(
        readonly=True,
        copy=False,
        help="When the terminal was last in touch, to the minute.",
    )
    online = fields.Boolean(
        compute="_compute_online",
        search="_search_online",
        help="The terminal was in touch within the last five minutes.",
    )
    contact_since = fields.Datetime(
        readonly=True,
        copy=False,
        help="Since when the terminal is in touch without a pause of five minutes.",
    )
    address = fields.Char(
        readonly=True, copy=False, help="The network address it last called from."
    )
    expected = fields.Boolean(
        default=True,
        copy=False,
        help="Somebody waits for the terminal: however many unknown ones call, it stays "
        "in the list.",
    )
    network = fields.Char(
        readonly=True, copy=False, help="The network an unknown terminal called from."
    )
    clock_drift = fields.Integer(
        string="Clock Error (s)",
        readonly=True,
        copy=False,
        help="How many seconds the terminal's clock is ahead of the server's, "
        "measured at its last live punch. Negative: it is behind.",
    )
    refused_at = fields.Datetime(
        string="Last Refused",
        readonly=True,
        copy=False,
        help="When somebody last called with this serial number but not with the "
        "other proof the device has.",
    )
    refused_reason = fields.Selection(
        [
            ("path", "Not on its secret address"),
            ("key", "Wrong communication key or token"),
            ("serial", "Encrypted for this terminal, but of another"),
            ("malformed", "It could not be read"),
            ("encrypted", "Encrypted, and no encryption key opens it"),
            ("plain", "Not encrypted, although an encryption key is set"),
            ("guessing", "Too many wrong keys or secret addresses"),
            ("full", "Too many of its messages wait to be looked at"),
            ("failed", "It could not be stored, and is kept as a message"),
            ("large", "It sends more at once than the settings allow"),
            ("address", "From an address that is not allowed"),
            ("state", "The device is archived"),
        ],
        readonly=True,
        copy=False,
        help="What was wrong with the last refused call.",
    )
    refused_count = fields.Integer(
        string="Refusals",
        readonly=True,
        copy=False,
        help="Minutes in which calls with this serial number were refused.",
    )

    contact = fields.Selection(
        [("online", "Online"), ("offline", "Offline"), ("never", "Never seen")],
        compute="_compute_contact",
        help="Online: in touch within the last five minutes.",
    )
    clock_warning = fields.Char(
        compute="_compute_clock_warning",
        help="How wrong the terminal's clock is, if by more than a minute.",
    )
    refused_lately = fields.Boolean(
        compute="_compute_refused_lately",
        help="A call with this serial number was refused within the last day.",
    )

    @api.depends("last_seen")
    def _compute_online(self):
        since = fields.Datetime.now() - ONLINE_WITHIN
        for device in self:
            device.online = not is_over(device.last_seen, since, 2 * ONLINE_WITHIN)

    def _search_online(self, operator, value):
        since = fields.Datetime.now() - ONLINE_WITHIN
        recent = ~get_over_domain("last_seen", since, 2 * ONLINE_WITHIN)
        return search_boolean(recent, operator, value)

    @api.depends("last_seen")
    def _compute_contact(self):
        for device in self:
            gone = "offline" if device.last_seen else "never"
            device.contact = "online" if device.online else gone

    @api.depends("clock_drift")
    def _compute_clock_warning(self):
        for device in self:
            drift = device.clock_drift
            wrong = abs(drift) > CLOCK_TOLERANCE_SECONDS
            device.clock_warning = wrong and clock_error_text(self.env, drift)

    @api.depends("refused_at")
    def _compute_refused_lately(self):
        since = fields.Datetime.now() - REFUSAL_SHOWN
        for device in self:
            device.refused_lately = bool(
                device.refused_at and device.refused_at > since
            )

    def _record_contact(self, address):
        """Record that the device called just now from ``address``."""
        now = fields.Datetime.now()
        self._once_a_minute(
            "contact",
            SQL(
                """last_seen = %(now)s, address = %(address)s,
                   contact_since = CASE WHEN last_seen > %(since)s
                        THEN coalesce(contact_since, %(now)s) ELSE %(now)s END""",
                now=now,
                address=address,
                since=now - ONLINE_WITHIN,
            ),
            counted="contacts",
        )

    def _record_refusal(self, reason):
        """Record that a caller was refused; ``reason`` is a value of ``refused_reason``."""
        self._once_a_minute(
            "refusal",
            SQL(
                "refused_at = %s, refused_reason = %s, "
                "refused_count = coalesce(refused_count, 0) + 1",
                fields.Datetime.now(),
                reason,
            ),
            counted="failures",
        )

    def _once_a_minute(self, kind, assignment, counted=None):
        """Update columns of the device, unless this worker did within the last minute.

        If another worker updates the same row at the same time, the later one leaves it
        out: the whole request need not be repeated for a time stamp.

        :param kind: which of the values it is; each has its own minute.
        :param assignment: SQL of the assignments, without ``SET``.
        :param counted: what of its hour to count as well, see :func:`count_in_hour`.
        """
        if is_first_in_a_minute(self, kind):
            self._update_unless_busy(assignment, counted=counted)

    def _update_unless_busy(self, assignment, returning=None, counted=None):
        """Update columns of the device, unless another worker does at the same time.

        :param returning: SQL of the columns to return.
        :param counted: what of the device's hour to count as well.
        :return: a tuple of these, ``None`` where nothing was updated.
        """
        self.flush_recordset()  # the invalidation below must not drop pending values
        cr = self.env.cr
        try:
            with expect_conflicts(), cr.savepoint(flush=False):
                update = SQL(
                    "UPDATE biometric_device SET %s WHERE id = %s RETURNING %s",
                    assignment,
                    self.id,
                    returning or SQL("id"),
                )
                if counted:
                    count = count_in_hour(self, counted)
                    update = SQL("WITH counted AS (%s) %s", count, update)
                cr.execute(update)
                row = cr.fetchone()
        except SerializationFailure:
            return None
        self.invalidate_recordset(flush=False)
        return row
