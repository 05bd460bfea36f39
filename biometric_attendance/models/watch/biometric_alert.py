"""What is wrong somewhere: the record behind an activity."""

from odoo import api, fields, models
from odoo.tools import format_datetime, format_list

from ...rules.alerts import DEVICE, PERSON, SITE, Subject
from ...terminals.reasons import Reason
from ..actions import open_record
from ..reason import sentence
from .activities import withdraw_muted
from .causes import CAUSES
from .run import run

MAX_NAMED = 10  # terminals that a sentence names


class BiometricAlert(models.Model):
    """One cause at one device, at one site, or at many places of one person.

    There is one record of each, which is opened again when the cause is back.

    open -> (its activity is done) -> closed, by itself, once the cause is gone
    """

    _name = "biometric.alert"
    _description = "Alert"
    _inherit = ["mail.thread", "mail.activity.mixin", "biometric.rights"]
    _order = "closed_at desc, since desc, id desc"

    _editable_fields = {"muted_until"}

    cause = fields.Selection(
        [(cause.key, cause.title) for cause in CAUSES.values()],
        required=True,
        readonly=True,
        help="What is wrong.",
    )
    device_id = fields.Many2one(
        "biometric.device",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="The terminal, where it is about one alone.",
    )
    site_id = fields.Many2one(
        "biometric.site",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="The site, where it is about half of its terminals.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The company of the terminals.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Is Told",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Who gets the activity: responsible for the device, else the site, else the "
        "company.",
    )
    device_ids = fields.Many2many(
        "biometric.device",
        string="Terminals",
        readonly=True,
        help="The terminals where it is so now.",
    )
    device_count = fields.Integer(
        string="Number of Terminals",
        readonly=True,
        aggregator="sum",
        help="How many terminals it is about.",
    )
    number = fields.Integer(
        readonly=True,
        aggregator=None,
        help="How many or how much, such as commands that failed.",
    )
    since = fields.Datetime(required=True, readonly=True, help="When it began.")
    opened_at = fields.Datetime(readonly=True, help="When the server noticed it.")
    gone_at = fields.Datetime(
        string="Calm Since",
        readonly=True,
        help="When it was over, though it may be back: what comes and goes is closed "
        "once it was over for an hour.",
    )
    closed_at = fields.Datetime(readonly=True, help="When it was over.")
    times = fields.Integer(
        readonly=True, default=1, aggregator=None, help="How often it was so."
    )
    returning = fields.Boolean(
        string="Comes and Goes",
        readonly=True,
        help="It was over for less than an hour before it was back.",
    )
    folded = fields.Boolean(
        readonly=True, help="It was closed because a larger alert includes it."
    )
    activity_id = fields.Many2one(
        "mail.activity",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="The activity that tells of it.",
    )
    notified_at = fields.Datetime(readonly=True, help="When the activity was made.")
    done_at = fields.Datetime(
        readonly=True, help="When a person was found to be done with the activity."
    )
    done_count = fields.Integer(
        readonly=True, aggregator=None, help="Terminals it was about then."
    )
    not_notified = fields.Boolean(
        readonly=True,
        help="Nobody could be told of it, by a mistake in the program or in stored "
        "values: look into the server's log.",
    )
    muted_until = fields.Date(
        help="Nobody is told of it up to and including this day. It stays in this list.",
    )
    description = fields.Text(
        string="What Is Wrong",
        compute="_compute_sentences",
        help="What is wrong, and since when.",
    )
    advice = fields.Text(
        string="What to Do", compute="_compute_sentences", help="What to do next."
    )

    _subject_uniq = models.UniqueIndex(
        "(cause, company_id, coalesce(device_id, 0), coalesce(site_id, 0), "
        "(CASE WHEN device_id IS NULL AND site_id IS NULL "
        "THEN coalesce(user_id, 0) ELSE 0 END))",
        "There already is an alert of this.",
    )
    _open_idx = models.Index("(cause) WHERE closed_at IS NULL")

    @api.depends("cause", "device_id", "site_id", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        titles = dict(self._fields["cause"]._description_selection(self.env))
        for alert in self:
            subject = alert._get_record()
            name = subject.name if subject != alert else alert.company_id.name
            title = titles.get(alert.cause, alert.cause)
            alert.display_name = f"{name}: {title}"

    @api.depends("cause", "since", "number", "device_ids", "device_count")
    @api.depends_context("lang", "tz", "biometric_name_zone")
    def _compute_sentences(self):
        for alert in self:
            cause = alert._get_cause()
            alert.description = " ".join(filter(None, alert._get_descriptions()))
            alert.advice = sentence(self.env, Reason(f"advice_{cause.key}"))

    def _get_descriptions(self):
        """Return the sentences that say what is wrong, and where."""
        cause = self._get_cause()
        zone = self.env.tz.zone
        since = format_datetime(self.env, self.since, zone, "medium")
        if self.env.context.get("biometric_name_zone"):
            since = f"{since} ({zone})"
        values = {"number": self.number, "since": since}
        wrong = sentence(self.env, Reason(f"alert_{cause.key}", values))
        if self.device_id:
            return [wrong, self._get_detail(cause)]
        return [wrong, self._get_names()]

    def _get_detail(self, cause):
        """Return what the device itself says of the cause, as a sentence."""
        device = self.device_id
        name = next((name for name in cause.details if device[name]), None)
        if not name:
            return ""
        field, text = device._fields[name], device[name]
        if field.type == "selection":
            text = dict(field._description_selection(self.env)).get(text, text)
        return f"{text[0].upper()}{text[1:].rstrip('.')}."

    def _get_names(self):
        """Return how many terminals it is about, with the names of the first."""
        devices = self.device_ids[:MAX_NAMED]
        names = [device.display_name for device in devices]
        more = self.device_count - len(names)
        if more > 0:
            names.append(self.env._("%s more", more))
        return self.env._(
            "%(count)s terminals: %(names)s.",
            count=self.device_count,
            names=format_list(self.env, names),
        )

    def _get_summary(self):
        """Return the alert in a few words, for a list of activities."""
        if self.device_id:
            return self.display_name
        return f"{self.display_name} ({self.device_count})"

    def _get_cause(self):
        return CAUSES[self.cause]

    def _get_record(self):
        """Return the device or site it is about, the alert itself where it is neither."""
        return self.device_id or self.site_id or self

    def _get_subject(self):
        """Return what it is about, as the rules have it."""
        if self.device_id:
            return Subject(DEVICE, self.device_id.id)
        if self.site_id:
            return Subject(SITE, self.site_id.id)
        return Subject(PERSON, (self.company_id.id, self.user_id.id))

    @api.model
    def _cron_watch(self):
        run(self.with_context(tracking_disable=True), fields.Datetime.now())

    def write(self, vals):
        result = super().write(vals)
        if vals.get("muted_until"):
            withdraw_muted(self.sudo(), fields.Datetime.now())
        return result

    def action_mute_week(self):
        """Tell nobody for a week."""
        self.muted_until = fields.Date.add(fields.Date.context_today(self), days=7)
        return True

    def action_unmute(self):
        self.muted_until = False
        return True

    def action_open_record(self):
        """Open the device or site, or the list of the devices it is about."""
        self.ensure_one()
        record = self._get_record()
        if record != self:
            return open_record(record, record.display_name, "current")
        return self._open_devices()

    def action_open_devices(self):
        self.ensure_one()
        return self._open_devices()

    def _open_devices(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "biometric.device",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.device_ids.ids)],
        }
