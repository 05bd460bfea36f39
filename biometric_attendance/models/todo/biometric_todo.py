from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..actions import open_action, open_record
from ..punch.anomaly import AMBIGUOUS, ANOMALIES, causes_by
from ..push.encryption import ENCRYPTED
from .kinds import CAUSE_TITLES, KINDS, VERBS, all_rows

ADMINISTRATOR = "hr_attendance.group_hr_attendance_manager"


class BiometricTodo(models.Model):
    """One thing to do, such as an alert, a PIN that is nobody's, or a person's anomalies.

    Nothing is stored: a row is gone once the thing is done. A terminal's lines that could
    not be read are one row, and so are a person's punches with the same thing wrong.
    """

    _name = "biometric.todo"
    _description = "Thing to Do"
    _inherit = ["biometric.rights"]
    _auto = False
    _order = "sequence, since desc, id"
    _depends = {
        "biometric.alert": (
            *("since", "closed_at", "muted_until", "cause", "device_count"),
            *("company_id", "device_id", "user_id"),
        ),
        "biometric.device": ("company_id", "state", "active"),
        "biometric.device.user": (
            *("device_id", "pin", "employee_id", "partner_id", "renamed_at"),
        ),
        "biometric.punch": (
            *("device_id", "pin", "instant", "employee_id"),
            *("outcome", "reason", "ambiguous_hour"),
        ),
        "biometric.message": ("device_id", "state", "table", "received_at"),
        "biometric.access.pass": (
            *("active", "employee_id", "partner_id", "company_id", "group_ids"),
            *("first_day", "last_day"),
        ),
        "biometric.correction.request": ("employee_id", "state"),
        "biometric.file.import": ("state", "folder_id", "company_id", "device_id"),
        "hr.employee": ("company_id", "active"),
        "res.company": ("biometric_expiry_days",),
    }

    kind = fields.Selection(
        [(kind.key, kind.label) for kind in KINDS],
        readonly=True,
        group_expand="_expand_kinds",
        help="What kind of thing it is.",
    )
    sequence = fields.Integer(
        readonly=True, aggregator=None, help="Place of the kind in the list."
    )
    since = fields.Datetime(
        readonly=True,
        help="When the first of it happened, or since when the end of a pass is near.",
    )
    number = fields.Integer(
        readonly=True,
        aggregator="sum",
        help="How many punches, lines or terminals it is about.",
    )
    cause = fields.Selection(
        CAUSE_TITLES, readonly=True, help="What is wrong with the punches."
    )
    company_id = fields.Many2one("res.company", readonly=True, help="Whose it is.")
    employee_id = fields.Many2one(
        "hr.employee", readonly=True, help="The employee it is about."
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contact", readonly=True, help="The contact it is about."
    )
    device_id = fields.Many2one(
        "biometric.device", readonly=True, help="The terminal it is about."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Is Told",
        readonly=True,
        help="Who is told of the alert.",
    )
    alert_id = fields.Many2one(
        "biometric.alert", readonly=True, help="The alert behind it."
    )
    device_user_id = fields.Many2one(
        "biometric.device.user", readonly=True, help="The user of the terminal."
    )
    pass_id = fields.Many2one(
        "biometric.access.pass", readonly=True, help="The pass that ends."
    )
    request_id = fields.Many2one(
        "biometric.correction.request",
        readonly=True,
        help="What the employee asks for.",
    )
    file_import_id = fields.Many2one(
        "biometric.file.import", readonly=True, help="The file that waits."
    )
    subject = fields.Char(
        string="About", compute="_compute_texts", help="Whom or what it is about."
    )
    summary = fields.Char(
        string="What", compute="_compute_texts", help="What is to be done about."
    )
    verb = fields.Char(
        string="Do", compute="_compute_verb", help="What its button does."
    )

    @property
    def _table_query(self):
        return all_rows(fields.Date.context_today(self))

    @api.model
    def _expand_kinds(self, kinds, _domain):
        """Return the kinds that were found in the order of the list."""
        return [kind.key for kind in KINDS if kind.key in kinds]

    @api.depends_context("lang", "tz")
    def _compute_texts(self):
        for todo, row in zip(self, self.sudo(), strict=True):
            # Of people, officers need not be allowed to read more than the names.
            subject = (
                row.employee_id
                or row.partner_id
                or row.file_import_id
                or row.device_id
                or row.alert_id.site_id
                or row.company_id
            )
            todo.subject = subject.display_name
            todo.summary = getattr(row, f"_get_{row.kind}_summary")()

    @api.depends_context("lang")
    def _compute_verb(self):
        words = {
            "Look": self.env._("Look"),
            "Approve": self.env._("Approve"),
            "Match": self.env._("Match"),
            "Decide": self.env._("Decide"),
            "Correct": self.env._("Correct"),
            "Read": self.env._("Read"),
            "Check": self.env._("Check"),
            "Renew": self.env._("Renew"),
        }
        for todo in self:
            todo.verb = words[VERBS[todo.kind]]

    @api.depends("subject", "summary")
    def _compute_display_name(self):
        for todo in self:
            todo.display_name = f"{todo.subject}: {todo.summary}"

    def _get_alert_summary(self):
        return self.alert_id.description

    def _get_pending_summary(self):
        return self.env._("It waits for approval.")

    def _get_unmapped_summary(self):
        user = self.device_user_id
        pin = f"{user.pin} ({user.name})" if user.name else user.pin
        return self._count(
            self.env._("PIN %s is not matched to a person: 1 punch.", pin),
            lambda number: self.env._(
                "PIN %(pin)s is not matched to a person: %(number)s punches.",
                pin=pin,
                number=number,
            ),
        )

    def _get_renamed_summary(self):
        user = self.device_user_id
        return self.env._(
            "The terminal calls PIN %(pin)s %(name)s now.",
            pin=user.pin,
            name=user.renamed_to,
        )

    def _get_anomaly_summary(self):
        titles = dict(self._fields["cause"]._description_selection(self.env))
        title = titles[self.cause]
        return self._count(
            self.env._("%s: 1 punch.", title),
            lambda number: self.env._(
                "%(title)s: %(number)s punches.", title=title, number=number
            ),
        )

    def _get_request_summary(self):
        request = self.request_id
        kinds = dict(request._fields["kind"]._description_selection(self.env))
        return f"{kinds[request.kind]}: {request.note}"

    def _get_message_summary(self):
        return self._count(
            self.env._("1 line could not be read."),
            lambda number: self.env._("%s lines could not be read.", number),
        )

    def _get_file_summary(self):
        file = self.file_import_id
        if file.state == "failed":
            return self.env._("The import was interrupted: it can go on.")
        place = file.folder_id.display_name
        return self.env._("Found in %s: say how to read it, or whose it is.", place)

    def _get_pass_summary(self):
        ends = format_date(self.env, self.pass_id.last_day)
        return self.env._("The access pass ends on %s.", ends)

    def _count(self, one, several):
        """Return the sentence about one record, or that about several."""
        return one if self.number == 1 else several(self.number)

    def action_do(self):
        """Open where the thing is done."""
        self.ensure_one()
        self.check_access("read")
        todo = self.exists()
        if not todo:
            raise UserError(self.env._("This is done already: reload the list."))
        return getattr(todo, f"_do_{todo.kind}")()

    def _do_alert(self):
        return self.alert_id.action_open_record()

    def _do_pending(self):
        return open_record(self.device_id, self.device_id.display_name, "current")

    def _do_unmapped(self):
        return open_record(self.device_user_id, self.env._("Device User"))

    def _do_renamed(self):
        return open_record(self.device_user_id, self.env._("Device User"))

    def _do_anomaly(self):
        causes = {
            **dict.fromkeys(causes_by("outcome"), "outcome"),
            **dict.fromkeys(causes_by("reason"), "reason"),
        }
        domain = Domain("employee_id", "=", self.employee_id.id)
        if self.cause == AMBIGUOUS.key:
            domain &= Domain(AMBIGUOUS.column, "=", True) & ANOMALIES
        else:
            domain &= Domain(causes[self.cause], "=", self.cause)
        context = {"search_default_group_day": 1}
        return open_action(self.env, "biometric_anomaly_action", list(domain), context)

    def _do_request(self):
        return open_record(self.request_id, self.request_id.display_name, "current")

    def _do_message(self):
        domain = [
            ("device_id", "=", self.device_id.id),
            ("state", "=", "new"),
            *("|", ("table", "=", False), ("table", "!=", ENCRYPTED)),
        ]
        return open_action(self.env, "biometric_message_action", domain)

    def _do_file(self):
        return open_record(self.file_import_id, self.file_import_id.name, "current")

    def _do_pass(self):
        return open_record(self.pass_id, self.pass_id.display_name)

    def action_match_people(self):
        """Match the PINs of these rows: by proposals if they are of one terminal."""
        self.check_access("read")
        users = self.filtered(lambda todo: todo.kind == "unmapped").device_user_id
        if not users:
            raise UserError(self.env._("Choose PINs that are not matched to a person."))
        if len(users.device_id) == 1 and self.env.user.has_group(ADMINISTRATOR):
            return users.device_id.action_import_users()
        if not users.has_access("write"):
            raise AccessError(self.env._("You may not say whose PINs are."))
        domain = [("id", "in", users.ids)]
        return open_action(self.env, "biometric_device_user_action", domain)
