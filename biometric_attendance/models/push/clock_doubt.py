"""Whether a terminal's clock can be believed: what its punches and readings show of it.

What is judged, and how, is in :mod:`~.rules.clock_offset`. In the usual case, of a punch
that arrives about when it was made, all of it is one update a minute.
"""

import logging
from datetime import datetime

from odoo import api, fields, models
from odoo.tools import SQL

from ...rules import clock, clock_offset
from ...rules.clock_offset import DOUBT_SECONDS, MAX_SAMPLES, SAME_SECONDS, Sample
from ..device.clock_error import clock_error_text
from .contact import is_first_in_a_minute

_logger = logging.getLogger(__name__)

# How punches come whose arrival shows something of the terminal's clock.
LIVE_ROUTES = ("push", "live")
# Refusals of a terminal in contact, in which punches wait that are uploaded again later.
WAITING_REFUSALS = ("full", "large", "failed")
# How many punches a doubt may rest on that is dropped with them when it is contradicted.
# With more, the clock was wrong and has been set right since.
MAX_FALSE_ALARM = 2

# What a punch showed that this worker looked at last, and whether another like it would
# prove that the clock is behind: {(database, device id): (seconds, bool)}.
_last_looks = {}


class BiometricDeviceClockDoubt(models.AbstractModel):
    """Fields of a device about how wrong its clock is, and since when it is doubted."""

    _name = "biometric.device.clock.doubt"
    _description = "Doubt about the Clock of a Device"

    clock_doubt = fields.Selection(
        [
            ("zone", "Another zone"),
            ("summer_off", "No daylight saving"),
            ("summer_on", "Daylight saving all year"),
            ("clock", "Wrong clock"),
        ],
        readonly=True,
        copy=False,
        help="What is wrong with the terminal's clock or the zone of the device, if it "
        "seems wrong by five minutes or more. Empty: it is fine.",
    )
    clock_doubt_since = fields.Datetime(
        string="Clock Doubtful Since",
        readonly=True,
        copy=False,
        help="When the first punch came that showed the wrong clock.",
    )
    clock_samples = fields.Json(
        readonly=True,
        copy=False,
        help="What the last punches showed of the clock: when each came, seconds it was "
        "ahead, since when the terminal was in touch, and when punches came before.",
    )
    uploaded_at = fields.Datetime(
        readonly=True, copy=False, help="When punches last came, to the minute."
    )
    clock_doubt_text = fields.Char(
        string="Clock or Zone",
        compute="_compute_clock_doubt_text",
        help="What the terminal's clock looks like, if it cannot be right.",
    )
    doubted_count = fields.Integer(
        string="Doubtful Times",
        compute="_compute_doubted_count",
        help="Punches that came while the terminal's clock or its zone was doubtful.",
    )

    @api.depends("clock_doubt", "clock_drift", "tz")
    @api.depends_context("lang")
    def _compute_clock_doubt_text(self):
        now = fields.Datetime.now()
        for device in self:
            device.clock_doubt_text = bool(
                device.clock_doubt
            ) and device._describe_clock_doubt(now)

    def _describe_clock_doubt(self, now):
        values = {
            "zone": self.tz,
            "error": clock_error_text(self.env, self.clock_drift),
        }
        if self.clock_doubt == "summer_off":
            return self.env._(
                "%(error)s: daylight saving of %(zone)s is switched off on the terminal.",
                **values,
            )
        if self.clock_doubt == "summer_on":
            return self.env._(
                "%(error)s: the terminal has daylight saving, %(zone)s has none now.",
                **values,
            )
        if self.clock_doubt == "zone":
            zone = clock.zone(self.tz)
            shown = clock_offset.shown_offset(self.clock_drift, zone, now)
            if shown is not None:
                values["shown"] = clock_offset.offset_name(shown)
                return self.env._(
                    "looks like %(shown)s; the device is set to %(zone)s.", **values
                )
        return values["error"]

    def _compute_doubted_count(self):
        doubted = [("doubted_time", "=", True)]
        self._set_visible_count("doubted_count", "biometric.punch", doubted)

    def _record_arrival(self, punches, instants, received, route):
        """Note that punches came, and what they show of the terminal's clock.

        :param punches: those that came together, in their order.
        :param instants: of these.
        :param received: when they came; all are naive UTC.
        """
        if route not in LIVE_ROUTES and route != "poll":
            return
        offset = clock_offset.newest_offset(instants, received)
        if route == "poll" and (offset is None or offset < DOUBT_SECONDS):
            return  # it waited until it was asked for
        key = (self.env.cr.dbname, self.id)
        is_first = is_first_in_a_minute(self, "arrival")
        if not (is_first or self._is_worth_a_look(offset, *_last_looks.get(key, ()))):
            return
        if offset is not None and offset <= -DOUBT_SECONDS and self._is_known(punches):
            offset = None  # sent once more: it was made long ago
        if offset is None:
            self._update_unless_busy(SQL("uploaded_at = %s", received))
            return
        is_usual = not self.clock_doubt and abs(offset) < DOUBT_SECONDS
        samples = self._add_sample(offset, received, is_usual)
        is_behind = offset <= -DOUBT_SECONDS and bool(samples) and samples[-1].live
        _last_looks[key] = (offset, is_behind)
        if samples and not is_usual:
            found = clock_offset.estimate(
                samples, self.clock_drift if self.clock_doubt else 0
            )
            if found:
                self._judge_clock(found.offset, found.since)

    def _is_known(self, punches):
        """Whether all of these punches are stored already."""
        known = self.env["biometric.punch"].sudo()
        return all(
            known.search_count(
                [
                    ("device_id", "=", self.id),
                    ("pin", "=", punch.pin),
                    ("device_time", "=", str(punch.time)),
                ],
                limit=1,
            )
            for punch in punches
        )

    def _is_worth_a_look(self, offset, last=None, is_proof=False):
        """Whether a punch shows something of the clock that cannot wait for a minute.

        :param last: what the punch showed that was looked at last, ``None`` for none.
        :param is_proof: the same once more proves that the clock is behind.
        """
        if offset is None:
            return False
        is_same = last is not None and abs(offset - last) <= SAME_SECONDS
        if self.clock_doubt or offset >= DOUBT_SECONDS:
            return not is_same
        return is_same and is_proof

    def _add_sample(self, offset, received, is_usual):
        """Store what a punch showed; return the last samples, ``None`` if not stored."""
        drift = SQL(", clock_drift = %s", offset) if is_usual else SQL()
        row = self._update_unless_busy(
            SQL(
                """uploaded_at = %(now)s,
                   clock_samples = (
                       SELECT jsonb_agg(s.sample ORDER BY s.n) FROM (
                           SELECT sample, n FROM jsonb_array_elements(
                                  coalesce(clock_samples, '[]')
                                  || jsonb_build_array(jsonb_build_array(
                                     %(now)s::timestamp, %(offset)s, contact_since,
                                     greatest(uploaded_at, CASE
                                         WHEN refused_reason = ANY(%(waits)s)
                                         THEN refused_at END)))
                                  ) WITH ORDINALITY AS e(sample, n)
                            ORDER BY n DESC LIMIT %(most)s) AS s) %(drift)s""",
                now=received,
                offset=offset,
                most=MAX_SAMPLES,
                waits=list(WAITING_REFUSALS),
                drift=drift,
            ),
            SQL("clock_samples"),
        )
        return row and [_read_sample(*sample) for sample in row[0]]

    def _judge_clock(self, offset, since):
        """Store how wrong the clock is; begin, change or end the doubt about it.

        :param offset: seconds it is ahead.
        :param since: when the first punch or reading came that shows it, naive UTC.
        """
        own, now = self.sudo(), fields.Datetime.now()
        doubt = clock_offset.doubt(offset, clock.zone(self.tz), now) or False
        before = own.clock_doubt
        vals = {}
        if doubt != before:
            vals["clock_doubt"] = doubt
        if abs(offset - own.clock_drift) > (SAME_SECONDS if before and doubt else 0):
            vals["clock_drift"] = offset
        if bool(doubt) != bool(before):
            vals["clock_doubt_since"] = since if doubt else False
        if not vals:
            return
        punches = self.env["biometric.punch"]
        if before and not doubt and not self._was_clock_set(own.clock_doubt_since):
            punches._clear_false_alarm(self, own.clock_doubt_since, MAX_FALSE_ALARM)
        own.write(vals)
        if doubt and not before:
            punches._mark_doubted(self, since, offset)
        _logger.info(
            "Device %s: clock %s s ahead (%s)", self.id, offset, doubt or "fine"
        )
        if doubt != before:
            self._post_clock_doubt()

    def _was_clock_set(self, since):
        """Whether the server had the terminal's clock set: then it was wrong before.

        :param since: naive UTC.
        """
        sent = [
            ("device_id", "=", self.id),
            ("kind", "=", "set_clock"),
            ("sent_at", ">=", since),
        ]
        return bool(self.env["biometric.command"].sudo().search_count(sent, limit=1))

    def _post_clock_doubt(self):
        """Say in the device's log that its clock is doubted, or not any more."""
        own = self.sudo()
        body = (
            own.env._("The clock or its zone is doubtful: %s", own.clock_doubt_text)
            if own.clock_doubt
            else own.env._("The clock and its zone are right by now.")
        )
        own.message_post(body=body)


def _read_sample(at, offset, contact_since, uploaded_at):
    """Return a stored sample."""
    at, contact, upload = (
        moment and datetime.fromisoformat(moment)
        for moment in (at, contact_since, uploaded_at)
    )
    return Sample(at, offset, clock_offset.is_live(at, contact, upload))
