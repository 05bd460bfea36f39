"""What a terminal reports about itself, and whether it is one terminal that does."""

from datetime import datetime

from odoo import api, fields, models
from odoo.tools import format_datetime

from ...rules import sightings
from ...terminals.limits import MAX_INFO_LENGTH

# The names are the same in DeviceInfo and on the device.
INFO_FIELDS = (
    "firmware",
    "model",
    "platform",
    "push_version",
    "mac",
    "users",
    "fingers",
    "faces",
    "punches",
    "user_capacity",
    "finger_capacity",
    "face_capacity",
    "punch_capacity",
)


class BiometricDeviceInfo(models.AbstractModel):
    """The part of a device that is filled in by what the terminal reports.

    The names are those of :class:`~.terminals.records.DeviceInfo`.
    """

    _name = "biometric.device.info"
    _description = "Terminal Information"

    firmware = fields.Char(readonly=True, help="As the terminal reports it.")
    model = fields.Char(readonly=True, help="The model name the terminal reports.")
    platform = fields.Char(readonly=True, help="The hardware the terminal reports.")
    push_version = fields.Char(
        string="Protocol Version", readonly=True, help="As the terminal reports it."
    )
    mac = fields.Char(string="MAC", readonly=True, help="The network card it reports.")
    users = fields.Integer(readonly=True, help="Users stored on the terminal.")
    fingers = fields.Integer(readonly=True, help="Fingers stored on the terminal.")
    faces = fields.Integer(readonly=True, help="Faces stored on the terminal.")
    punches = fields.Integer(
        string="Punches on Device",
        readonly=True,
        help="Punches in the memory of the terminal.",
    )
    user_capacity = fields.Integer(readonly=True, help="Users it can store.")
    finger_capacity = fields.Integer(readonly=True, help="Fingers it can store.")
    face_capacity = fields.Integer(readonly=True, help="Faces it can store.")
    punch_capacity = fields.Integer(
        readonly=True, help="Punches it can store before it deletes the oldest."
    )
    shrunk_at = fields.Datetime(
        string="Punches Lost On",
        readonly=True,
        copy=False,
        help="When it last reported fewer punches in its memory than before.",
    )
    shrunk_by = fields.Integer(
        string="Punches Lost", readonly=True, copy=False, help="How many fewer."
    )
    sightings = fields.Json(
        readonly=True,
        copy=False,
        help="What it said it is, with the times of the first and the last call.",
    )
    contradicted_at = fields.Datetime(
        string="Two Terminals Since",
        readonly=True,
        copy=False,
        help="When a second terminal seemed to call with the same serial number.",
    )
    contradiction = fields.Text(
        string="Who Calls",
        compute="_compute_contradiction",
        help="What each of the terminals that call with this serial number says it is, "
        "and when it did so first and last.",
    )

    @api.depends("sightings", "contradicted_at")
    @api.depends_context("lang", "tz")
    def _compute_contradiction(self):
        for device in self:
            lines = []
            for seen in _stored(device) if device.contradicted_at else ():
                first, last = (
                    format_datetime(self.env, moment, self.env.tz.zone)
                    for moment in (seen.first, seen.last)
                )
                labels = (
                    f"{self._fields[name].get_description(self.env)['string']} {value}"
                    for name, value in seen.values.items()
                )
                lines.append(
                    self.env._(
                        "%(values)s: from %(first)s to %(last)s",
                        values=", ".join(labels),
                        first=first,
                        last=last,
                    )
                )
            device.contradiction = "\n".join(lines) or False

    def _update_info(self, info):
        """Store the information a terminal sent of itself, as far as it has changed.

        What it is stays as it was while two terminals seem to call.
        """
        sent = {name: getattr(info, name) for name in INFO_FIELDS}
        for name, value in sent.items():
            if len(str(value)) > MAX_INFO_LENGTH:  # it is among the options, too
                sent[name] = None
        changed = {
            name: value
            for name, value in sent.items()
            if value is not None and value != self[name]
        }
        if self._record_sighting(sent):
            for name in sightings.NAMES:
                changed.pop(name, None)
        if changed.get("punches") is not None and changed["punches"] < self.punches:
            lost = self.punches - changed["punches"]
            changed |= {"shrunk_at": fields.Datetime.now(), "shrunk_by": lost}
        algorithms = self.algorithms or {}
        if info.algorithms and algorithms | info.algorithms != algorithms:
            changed["algorithms"] = algorithms | info.algorithms
        if changed:
            self.write(changed)
        self._suggest_encoding(info.encoding)
        if info.options:
            self._record_options(info.options)
        if info.punches is not None:
            self._record_punch_count()

    def _record_sighting(self, sent):
        """Record what the terminal says it is; return whether two seem to call."""
        now, known = fields.Datetime.now(), _stored(self)
        verdict = sightings.judge(
            known, sent, now, contradicted=bool(self.contradicted_at)
        )
        if verdict.sightings != known:
            self.sightings = [
                [dict(seen.values), seen.first.isoformat(), seen.last.isoformat()]
                for seen in verdict.sightings
            ]
        if verdict.contradicts and not self.contradicted_at:
            self.contradicted_at = now
        return bool(self.contradicted_at)

    def action_accept_terminal(self):
        """Take what calls for one terminal: what it says next is what the device is."""
        self.check_access("write")
        self.sudo().write({"sightings": False, "contradicted_at": False})
        return True


def _stored(device):
    return [
        sightings.Sighting(values, *map(datetime.fromisoformat, times))
        for values, *times in device.sightings or ()
    ]
