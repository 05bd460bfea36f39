from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.actions import open_action
from ..models.command.queueing import CommandRequest
from ..models.reason import sentence
from ..rules import clock
from ..terminals.commands import KINDS
from ..terminals.records import TEMPLATE_KINDS

#: What people may ask for, in the order shown, and which values each needs.
FORMS = {
    "query_users": (),
    "query_punches": ("since", "until"),
    "information": (),
    "set_clock": (),
    "introduce": (),
    "set_user": ("user_id",),
    "delete_user": ("user_id",),
    "delete_template": ("user_id", "template_kind"),
    "enroll": ("user_id", "enroll_kind"),
    "show_message": ("text", "minutes"),
    "unlock": ("door", "seconds"),
    "restart": (),
    "clear_punches": (),
}

# Of what templates can be deleted, and what can be enrolled at a terminal.
DELETED_KINDS = ("finger", "face", "visible_face", "palm")
ENROLLED_KINDS = ("finger", "visible_face", "palm")
MAX_COMMANDS_LISTED = 20  # more are better counted than read


class BiometricCommandWizard(models.TransientModel):
    """A command for chosen terminals: its kind and its values."""

    _name = "biometric.command.wizard"
    _inherit = ["biometric.rights"]
    _description = "Give a Command"

    _editable_fields = {
        "device_ids",
        "kind",
        "confirmation",
        "user_id",
        "template_kind",
        "enroll_kind",
        "slot",
        "overwrite",
        "since",
        "until",
        "text",
        "minutes",
        "door",
        "seconds",
    }

    device_ids = fields.Many2many(
        "biometric.device",
        string="Devices",
        required=True,
        domain=[("state", "=", "approved")],
        help="The terminals that shall do it.",
    )
    kinds = fields.Json(
        compute="_compute_kinds", help="What all of these terminals can do."
    )
    kind = fields.Selection(
        selection=lambda self: [
            (kind, self.env._(KINDS[kind].label)) for kind in FORMS
        ],
        string="Command",
        required=True,
        help="What they shall do.",
    )
    dangerous = fields.Boolean(
        compute="_compute_dangerous",
        help="It cannot be undone, or opens a door: the name has to be typed.",
    )
    confirmation = fields.Char(
        string="Type Its Name",
        help="The device's name, to be sure it is the right one.",
    )
    notice = fields.Char(
        compute="_compute_notice", help="What to know before it is done."
    )
    user_id = fields.Many2one(
        "biometric.device.user",
        string="Person",
        domain="[('device_id', 'in', device_ids)]",
        help="On the other chosen terminals, the same person.",
    )
    template_kind = fields.Selection(
        selection=lambda self: [
            *self._get_template_kinds(DELETED_KINDS),
            ("portrait", self.env._("Photo")),
        ],
        string="What",
        default="finger",
        help="What is deleted from the terminal.",
    )
    enroll_kind = fields.Selection(
        selection=lambda self: [
            *self._get_template_kinds(ENROLLED_KINDS),
            ("card", self.env._("Card")),
        ],
        string="Enrol",
        default="finger",
        help="What the person shows to the terminal.",
    )
    slot = fields.Integer(
        string="Finger Number",
        default=6,
        help="0 to 9 from the left little finger to the right one: 6 is the right index "
        "finger.",
    )
    overwrite = fields.Boolean(
        string="Replace", default=True, help="Replace what is enrolled there already."
    )
    since = fields.Date(
        default=lambda self: fields.Date.subtract(fields.Date.today(), days=7),
        help="First day, on the terminal's clock.",
    )
    until = fields.Date(
        default=fields.Date.context_today, help="Last day, on the terminal's clock."
    )
    text = fields.Char(string="Message", help="What the screen shall show.")
    minutes = fields.Integer(
        default=60, help="How long it is shown, up to 65,535 minutes."
    )
    door = fields.Integer(
        default=1, help="Which door of the terminal; 0: all, where it has several."
    )
    seconds = fields.Integer(
        default=5, help="How long the door stays open, where the terminal lets us say."
    )

    @api.model
    def _get_template_kinds(self, kinds):
        return [(kind, self.env._(TEMPLATE_KINDS[kind])) for kind in kinds]

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "biometric.device":
            chosen = self.env.context.get("active_ids") or []
            devices = self.env["biometric.device"].browse(chosen)
            values["device_ids"] = [fields.Command.set(devices.filtered(_approved).ids)]
        return values

    @api.depends("device_ids")
    def _compute_kinds(self):
        for wizard in self:
            offered = set(FORMS) if wizard.device_ids else set()
            for device in wizard.device_ids:
                offered &= device._capabilities()
            if len(wizard.device_ids) > 1:
                offered -= {kind for kind in FORMS if KINDS[kind].dangerous}
            wizard.kinds = [kind for kind in FORMS if kind in offered]

    @api.depends("kind")
    def _compute_dangerous(self):
        for wizard in self:
            wizard.dangerous = bool(wizard.kind) and KINDS[wizard.kind].dangerous

    @api.depends("kind", "device_ids")
    def _compute_notice(self):
        for wizard in self:
            device = wizard.device_ids._origin
            clears = wizard.kind == "clear_punches" and len(device) == 1
            problem = device._get_clearing_problem() if clears else None
            wizard.notice = sentence(self.env, problem)

    def action_queue(self):
        """Queue it on every chosen terminal, and show what becomes of it."""
        self.ensure_one()
        self.env["biometric.command"]._check_administrator()
        self.device_ids.check_access("write")
        self._check_chosen()
        commands = self.env["biometric.command"]._queue_all(
            [
                request
                for device in self.device_ids
                for request in self._prepare_requests(device)
            ]
        )
        # How far many have come shows best as numbers by state.
        many = len(commands) > MAX_COMMANDS_LISTED
        context = {"search_default_group_state": 1} if many else {}
        shown = [("id", "in", commands.ids)]
        return open_action(self.env, "biometric_command_action", shown, context)

    def _check_chosen(self):
        if self.kind not in self.kinds:
            raise UserError(self.env._("Not all of these terminals can do that."))
        for name in FORMS[self.kind]:
            value = self[name]
            if not value and value != 0:
                label = self._fields[name]._description_string(self.env)
                raise UserError(self.env._("“%s” is missing.", label))
        if self.since and self.until and self.since > self.until:
            raise UserError(self.env._("The first day is after the last."))
        name = self.device_ids[:1].name
        if self.dangerous and (self.confirmation or "").strip() != name.strip():
            raise UserError(
                self.env._("Type the name of the device, %s, to confirm.", name)
            )

    def _prepare_requests(self, device):
        """What is asked of one terminal."""
        if self.kind == "set_user":
            return self._user_on(device)._prepare_requests_now()
        return [CommandRequest(device, self.kind, self._prepare_payload(device))]

    def _prepare_payload(self, device):
        pin = {"pin": self._user_on(device).pin} if self._is_about_user() else {}
        return {
            "delete_template": lambda: {**pin, "kind": self.template_kind},
            "enroll": lambda: self._prepare_enrolment(pin),
            "query_punches": lambda: {
                "since": self.since.isoformat(),
                "until": self.until.isoformat(),
            },
            "set_clock": lambda: {
                "time": str(clock.wall(fields.Datetime.now(), clock.zone(device.tz)))
            },
            "show_message": lambda: {**pin, "text": self.text, "minutes": self.minutes},
            "unlock": lambda: {"door": self.door, "seconds": self.seconds},
        }.get(self.kind, lambda: pin)()

    def _prepare_enrolment(self, pin):
        slot = {"slot": self.slot} if self.enroll_kind == "finger" else {}
        return {**pin, **slot, "kind": self.enroll_kind, "overwrite": self.overwrite}

    def _is_about_user(self):
        return "user_id" in FORMS[self.kind] or (
            self.kind == "show_message" and self.user_id
        )

    def _user_on(self, device):
        """The chosen person's device user on a terminal."""
        if self.user_id.device_id == device:
            return self.user_id
        person = self.user_id._person()
        users = (
            self.env["biometric.device.user"]._of(person) if person else self.user_id
        )
        for user in users:
            if user.device_id == device:
                return user
        raise UserError(
            self.env._(
                "%(person)s is not on %(device)s.",
                person=person.display_name or self.user_id.display_name,
                device=device.name,
            )
        )


def _approved(device):
    return device._is_approved()
