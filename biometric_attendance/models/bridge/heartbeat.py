"""What a bridge says of itself every minute, and which of two with one token counts."""

from datetime import datetime, timedelta, timezone

from odoo import fields, models

from ...terminals.reasons import Reason
from ..api.answers import error
from ..due import is_over
from ..reason import sentence
from .biometric_bridge import ONLINE_WITHIN
from .pairing import get_text

# A bridge that is heard again within this time need not be written down again.
CONTACT_INTERVAL = timedelta(seconds=30)
CLOCK_TOLERANCE_SECONDS = 60
MAX_NUMBER = 2**31 - 1


class BiometricBridge(models.Model):
    _inherit = "biometric.bridge"

    instance = fields.Char(
        readonly=True,
        copy=False,
        help="Which spool of which computer it was last heard of with.",
    )
    version = fields.Char(
        readonly=True, copy=False, help="The version of the program that runs there."
    )
    address = fields.Char(
        readonly=True, copy=False, help="The network address it last called from."
    )
    last_seen = fields.Datetime(
        string="Last Heard", readonly=True, copy=False, help="When it last called."
    )
    spool_waiting = fields.Integer(
        string="Waiting There",
        readonly=True,
        copy=False,
        help="How much it has stored for this server and not sent yet.",
    )
    spool_quarantined = fields.Integer(
        string="Refused",
        readonly=True,
        copy=False,
        help="How much this server refused. It stays on that computer and is not sent "
        "again by itself.",
    )
    spool_oldest = fields.Datetime(
        string="Waiting Since",
        readonly=True,
        copy=False,
        help="When the oldest of what waits there was stored.",
    )
    disk_full = fields.Boolean(
        readonly=True,
        copy=False,
        help="The disk of that computer is full: terminals keep their punches until there "
        "is room.",
    )
    clock_drift = fields.Integer(
        string="Clock Error (s)",
        readonly=True,
        copy=False,
        help="How many seconds the clock of that computer is ahead of this server's. The "
        "times of punches are the terminals' own, and stay.",
    )
    clock_is_wrong = fields.Boolean(
        compute="_compute_clock_is_wrong",
        help="The clock of that computer is wrong by more than a minute.",
    )

    def _compute_clock_is_wrong(self):
        for bridge in self:
            bridge.clock_is_wrong = abs(bridge.clock_drift) > CLOCK_TOLERANCE_SECONDS

    def _check_lease(self, instance):
        """Check that no other program with the same token is at work.

        :param instance: of the spool of the caller, ``None`` where it does not say.
        :raises HTTPException: it does not say, or another was heard within five minutes.
        """
        if not instance:
            raise error("instance")
        if not self._has_lease(instance):
            raise error("lease")

    def _has_lease(self, instance):
        """Whether a program is the one that works with the token now."""
        if not instance or not self.instance or instance == self.instance:
            return bool(instance)
        since = fields.Datetime.now() - ONLINE_WITHIN
        return is_over(self.last_seen, since, 2 * ONLINE_WITHIN)

    def _record_contact(self, instance, address):
        """Record that the bridge called just now."""
        now = fields.Datetime.now()
        recent = self.last_seen and abs(now - self.last_seen) < CONTACT_INTERVAL
        if recent and self.instance == instance and self.address == address:
            return
        self.write({"last_seen": now, "instance": instance, "address": address})

    def _process_heartbeat(self, values):
        """Store what a bridge says of itself and of the terminals behind it.

        :param values: see ``docs/api.md``; what is no value of its kind is left out.
        """
        spool = _get_object(values, "spool")
        now = fields.Datetime.now()
        state = {
            "version": get_text(values, "version"),
            "disk_full": bool(values.get("disk_full")),
            "clock_drift": _get_drift(values, now),
        }
        if spool:  # it cannot look into one that it has no room to open
            state |= {
                "spool_waiting": get_number(spool, "waiting") or 0,
                "spool_quarantined": get_number(spool, "quarantined") or 0,
                "spool_oldest": get_moment(spool, "oldest"),
            }
        changed = {name: each for name, each in state.items() if self[name] != each}
        if changed:
            self.write(changed)
        self._process_reachable(values.get("devices"))

    def _process_reachable(self, rows):
        """Note on polled terminals which of them do not answer their bridge."""
        rows = rows if isinstance(rows, list) else []
        found = {
            row["id"]: row
            for row in rows
            if isinstance(row, dict) and type(row.get("id")) is int
        }
        devices = self._get_devices().filtered(lambda device: device.id in found)
        for device in devices.filtered("polled"):
            why = found[device.id].get("error")
            reachable = bool(found[device.id].get("reachable"))
            if reachable or not device.poll_failures or not isinstance(why, dict):
                continue
            reason = {
                "code": str(why.get("code") or "bridge_error"),
                "values": _get_object(why, "values"),
            }
            if device.poll_reason != reason and _is_sentence(self.env, reason):
                device.poll_reason = reason


def _is_sentence(env, reason):
    """Whether a reason can be shown: its code and its values fit each other."""
    try:
        return bool(sentence(env, Reason(reason["code"], reason["values"])))
    except (KeyError, TypeError, ValueError):
        return False


def _get_object(values, name):
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def get_number(values, name):
    """Return a whole number a program sent, ``None`` where it is none that can be stored."""
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = int(value)
    except (OverflowError, ValueError):
        return None
    return max(-MAX_NUMBER, min(MAX_NUMBER, number))


def get_moment(values, name):
    """Return a moment a program sent, naive UTC, ``False`` where it is none.

    It is seconds since 1970, or ISO 8601 with an offset; without one it is UTC.
    """
    value = values.get(name)
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
            if moment.tzinfo:
                moment = moment.astimezone(timezone.utc)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            moment = datetime.fromtimestamp(value, timezone.utc)
        else:
            return False
    except (ValueError, OverflowError, OSError):
        return False
    return moment.replace(tzinfo=None, microsecond=0)


def _get_drift(values, now):
    moment = get_moment(values, "now")
    if not moment:
        return 0
    seconds = int((moment - now).total_seconds())
    return max(-MAX_NUMBER, min(MAX_NUMBER, seconds))
