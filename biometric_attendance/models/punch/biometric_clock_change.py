import logging
import time

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.base.models.res_partner import _tz_get

from ...rules import clock
from ..crons import trigger_cron
from ..retry import retry_on_serialization_failure
from .chosen_hours import move_chosen_hours
from .clock_change import apply_change
from .clock_readings import ClockChange, load_readings

_logger = logging.getLogger(__name__)

# Punches that are read again together, and those that are while somebody waits.
PUNCHES_PER_TRANSACTION = 20_000
MAX_PUNCHES_AT_ONCE = 5_000


class BiometricClockChange(models.Model):
    """A zone or clock put right, by which the stored punches of a device are read again.

    It is done PIN by PIN, and goes on where it was interrupted.
    """

    _name = "biometric.clock.change"
    _inherit = ["biometric.rights"]
    _description = "Clock or Zone Put Right"
    _order = "id desc"

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
        help="The device whose punches are read again.",
    )
    company_id = fields.Many2one(
        related="device_id.company_id", help="The company of the device."
    )
    tz = fields.Selection(
        _tz_get, string="Time Zone", required=True, readonly=True, help="By which zone."
    )
    former_tz = fields.Selection(
        _tz_get, string="Zone Before", readonly=True, help="The zone it had before."
    )
    since = fields.Date(
        string="From",
        readonly=True,
        help="From which day on, by the terminal's clock. Empty: all of them.",
    )
    shifts = fields.Boolean(
        readonly=True, help="Only punches with a doubtful time, whose clock was wrong."
    )
    shift = fields.Integer(
        string="Seconds Added", readonly=True, help="What is added to their clock."
    )
    state = fields.Selection(
        [("waiting", "Going on"), ("done", "Done"), ("failed", "Failed")],
        default="waiting",
        required=True,
        readonly=True,
        help="Whether all punches are read.",
    )
    position = fields.Char(readonly=True, help="The last PIN that was read.")
    count = fields.Integer(
        string="Punches", readonly=True, help="How many punches it changed."
    )

    _waiting_idx = models.Index("(id) WHERE state = 'waiting'")

    @api.model
    def _start(self, device, former_tz, **vals):
        """Read punches of a device again: few at once, many in the background.

        :param former_tz: the zone by which people chose the hour that happens twice.
        :param vals: ``since`` or ``shift``.
        """
        job = self.sudo().create(
            {
                "device_id": device.id,
                "tz": device.tz,
                "former_tz": former_tz or device.tz,
                "shifts": "shift" in vals,
                **vals,
            }
        )
        job = job.with_env(job.env(user=self.env.user, su=True))
        self.env.flush_all()
        change = job._get_change()
        move_chosen_hours(change, clock.zone(job.former_tz))
        pins = job._get_pins()
        if sum(pins.values()) <= MAX_PUNCHES_AT_ONCE:
            job._read(change, load_readings(change), list(pins))
            job._finish()
        else:
            trigger_cron(self.env, "cron_clock_change")
        self.env["biometric.pairing"]._trigger_cron()
        return job

    def _get_change(self):
        return ClockChange(
            self.device_id,
            clock.zone(self.tz),
            self.since or None,
            self.shift if self.shifts else None,
        )

    def _get_pins(self):
        """Return the PINs that are left, with their numbers of punches, in order."""
        rows = self.env.execute_query(
            SQL(
                """SELECT pin, count(*) FROM biometric_punch
                    WHERE device_id = %s AND (%s::text IS NULL OR pin > %s)
                    GROUP BY pin ORDER BY pin""",
                self.device_id.id,
                self.position or None,
                self.position or None,
            )
        )
        return dict(rows)

    def _read(self, change, readings, pins):
        apply_change(change, readings, pins, self)
        self.position = pins[-1] if pins else self.position
        self.flush_recordset()

    def _finish(self):
        self.state = "done"
        self.device_id.message_post(
            body=self.env._(
                "%(count)s punches were read again by %(zone)s.",
                count=self.count,
                zone=self.tz,
            )
        )

    def _fail(self):
        """Note that this could not be done; what is read so far stays."""
        self.state = "failed"
        self.device_id.message_post(
            body=self.env._(
                "Not all punches could be read again by %s: the log of the server says "
                "why. What is left counts as before.",
                self.tz,
            )
        )

    @api.model
    def _cron_read(self):
        """Read the punches of every change that waits, a transaction for some PINs each."""
        while job := self.search([("state", "=", "waiting")], order="id", limit=1):
            try:
                more = job._read_next()
            except OperationalError:
                raise
            except Exception:
                self.env.cr.rollback()
                self.env.invalidate_all(flush=False)
                _logger.exception("%s could not be done", job)
                job._fail()
                more = True
            waiting = self.search_count([("state", "=", "waiting")])
            self.env["biometric.pairing"]._trigger_cron()
            if not self.env["ir.cron"]._commit_progress(1, remaining=waiting):
                return
            if not more:
                return

    def _read_next(self):
        """Read PINs until there is no time left; return whether this change is over."""
        change = self._get_change()
        readings = load_readings(change)
        pins = self._get_pins()
        deadline = time.monotonic() + 60
        while pins:
            part, count = [], 0
            for pin in list(pins):
                if part and count + pins[pin] > PUNCHES_PER_TRANSACTION:
                    break
                part.append(pin)
                count += pins.pop(pin)
            retry_on_serialization_failure(
                self.env, lambda part=part: self._read(change, readings, part)
            )
            if pins and not self.env["ir.cron"]._commit_progress(1, remaining=1):
                return False
            if pins and time.monotonic() > deadline:
                return False
        self._finish()
        return True
