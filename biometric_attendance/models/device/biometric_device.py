from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ...rules import clock, directions
from ...terminals import BRANDS

# How long before its approval a device's punches count, unless somebody says otherwise.
IMPORT_DAYS = 90


class BiometricDevice(models.Model):
    """A terminal, known by its serial number.

    The serial is a name, not a password: every further factor a device has
    (``biometric_device_access.py``) is checked before it is believed.
    """

    _name = "biometric.device"
    _description = "Biometric Device"
    _inherit = ["mail.thread"]
    _order = "name, id"

    name = fields.Char(
        required=True,
        tracking=True,
        help="What people call the terminal, such as its door or hall.",
    )
    serial = fields.Char(
        string="Serial Number",
        required=True,
        copy=False,
        help="The number the terminal sends with every message. You find it on the "
        "label at its back or in its system information menu.",
    )
    brand = fields.Selection(
        selection=lambda self: [
            (key, self.env._(brand.label)) for key, brand in BRANDS.items()
        ],
        required=True,
        default=lambda self: next(iter(BRANDS)),
        help="The language the terminal speaks.",
    )
    calls_itself = fields.Boolean(
        compute="_compute_capabilities_of_brand",
        help="The terminal calls this server by itself.",
    )
    listener_only = fields.Boolean(
        compute="_compute_capabilities_of_brand",
        help="The terminal can only call the listener before Odoo, without HTTPS.",
    )
    state = fields.Selection(
        [("pending", "Pending"), ("approved", "Approved")],
        required=True,
        default="pending",
        copy=False,
        tracking=True,
        index=True,
        help="Pending: seen, but not trusted; the terminal keeps its punches.\n"
        "Approved: its punches are received.",
    )
    active = fields.Boolean(
        default=True,
        copy=False,
        tracking=True,
        help="An archived device is out of use: its calls are refused, and the terminal "
        "keeps its punches.",
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        tracking=True,
        help="The company whose people use the terminal. Needed before approval.",
    )
    site_id = fields.Many2one(
        "biometric.site",
        index="btree_not_null",
        check_company=True,
        help="Where the terminal hangs.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        compute="_compute_tz",
        store=True,
        readonly=False,
        tracking=True,
        help="The zone of the terminal's clock. Punches come as plain wall clock "
        "time, so a wrong zone shifts every one of them.",
    )
    direction_source = fields.Selection(
        [
            ("keys", "Keys pressed on the terminal"),
            ("entry", "Always coming in"),
            ("exit", "Always going out"),
            ("none", "Unknown: work it out"),
        ],
        required=True,
        default="keys",
        tracking=True,
        help="How to tell coming from going. Most terminals have keys for it; a "
        "reader at a turnstile may count as entry or exit only.",
    )
    direction_codes = fields.Char(
        help="Only where the terminal's codes differ from its brand's: for example "
        "0=in, 1=out, 2=break_out, 3=break_in. Empty: the brand's own codes.",
    )
    policy_id = fields.Many2one(
        "biometric.policy",
        string="Pairing Policy",
        check_company=True,
        help="Only where the punches of people who use this device alone are read "
        "differently.",
    )
    import_since = fields.Datetime(
        string="Count Punches Since",
        copy=False,
        tracking=True,
        help="Older punches are stored, but make no attendance. Move the date back "
        "and they do.",
    )
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
        string="Punches on Device", readonly=True, help="Punches in its memory."
    )
    user_capacity = fields.Integer(readonly=True, help="Users it can store.")
    finger_capacity = fields.Integer(readonly=True, help="Fingers it can store.")
    face_capacity = fields.Integer(readonly=True, help="Faces it can store.")
    punch_capacity = fields.Integer(
        readonly=True, help="Punches it can store before it forgets the oldest."
    )
    resend_all = fields.Boolean(
        copy=False,
        readonly=True,
        help="The terminal was asked to send everything again and has not yet.",
    )
    user_ids = fields.One2many(
        "biometric.device.user", "device_id", help="The identities on this terminal."
    )
    unmapped_count = fields.Integer(
        string="Unmapped Users",
        compute="_compute_unmapped_count",
        help="Users of the terminal nobody has said yet who they are.",
    )
    message_waiting_count = fields.Integer(
        string="Messages to Look At",
        compute="_compute_message_waiting_count",
        help="What the terminal sent that could not be understood.",
    )

    _serial_uniq = models.Constraint(
        "UNIQUE(brand, serial)", "There already is a device with this serial number."
    )
    _approved_complete = models.Constraint(
        "CHECK(state <> 'approved' OR (company_id IS NOT NULL AND tz IS NOT NULL))",
        "An approved device needs a company and a time zone.",
    )

    @api.depends("brand")
    def _compute_capabilities_of_brand(self):
        for device in self:
            brand = BRANDS.get(device.brand)
            push = brand.push if brand else None
            device.calls_itself = bool(push and not brand.poll)
            device.listener_only = bool(push) and push.listener.required

    @api.depends("site_id", "company_id")
    def _compute_tz(self):
        for device in self:
            if not device.tz:
                company_tz = device.company_id.partner_id.tz
                device.tz = device.site_id.tz or company_tz or self.env.user.tz

    def _compute_unmapped_count(self):
        counts = dict(
            self.env["biometric.device.user"]._read_group(
                [
                    ("device_id", "in", self.ids),
                    ("employee_id", "=", False),
                    ("partner_id", "=", False),
                ],
                ["device_id"],
                ["__count"],
            )
        )
        for device in self:
            device.unmapped_count = counts.get(device, 0)

    def _compute_message_waiting_count(self):
        counts = dict(
            self.env["biometric.message"]._read_group(
                [("device_id", "in", self.ids), ("state", "=", "new")],
                ["device_id"],
                ["__count"],
            )
        )
        for device in self:
            device.message_waiting_count = counts.get(device, 0)

    @api.constrains("tz")
    def _check_tz(self):
        """Odoo offers zones which this machine may lack; punches would be refused."""
        for device in self.filtered("tz"):
            try:
                clock.zone(device.tz)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "This server does not know the time zone %s. Choose another "
                        "one of the same place.",
                        device.tz,
                    )
                ) from error

    @api.constrains("direction_codes")
    def _check_direction_codes(self):
        for device in self:
            try:
                directions.parse(device.direction_codes)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%s” is not a list of direction codes. Write it like: "
                        "0=in, 1=out, 2=break_out, 3=break_in.",
                        error,
                    )
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["serial"] = (vals.get("serial") or "").strip()
            if not vals.get("name"):
                vals["name"] = vals["serial"]
        devices = super().create(vals_list)
        devices.filtered(lambda device: device.state == "approved")._start_importing()
        return devices

    def write(self, vals):
        moved = self.env["biometric.device"]
        if "import_since" in vals or {"direction_source", "direction_codes"} & set(
            vals
        ):
            moved = self
        result = super().write(vals)
        if moved:
            self.env["biometric.punch"]._recompute_outcomes(moved)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_without_punches(self):
        if self.env["biometric.punch"].search_count(
            [("device_id", "in", self.ids)], limit=1
        ):
            raise UserError(
                self.env._("Punches are kept for good: archive the device instead.")
            )

    def action_approve(self):
        """Trust the device; it starts by sending all it has."""
        for device in self:
            if not device.company_id:
                device.company_id = self.env.company
            if not device.tz:
                raise UserError(
                    self.env._(
                        "Set the time zone of %s first: a wrong zone shifts every "
                        "punch.",
                        device.name,
                    )
                )
        self._check_before_approval()
        self.state = "approved"
        self._start_receiving()

    def _check_before_approval(self):
        """Hook: raise a ``UserError`` where something is missing before approval."""

    def action_unarchive(self):
        archived = self.filtered(lambda device: not device.active)
        result = super().action_unarchive()
        archived.filtered(lambda device: device._is_approved())._start_receiving()
        return result

    def _is_approved(self):
        """Whether the device is approved and not archived."""
        return self.state == "approved" and self.active

    def _start_receiving(self):
        """Ask devices that were just approved or unarchived for all they have."""
        self.resend_all = True
        self._start_importing()

    def _start_importing(self):
        since = fields.Datetime.now() - timedelta(days=IMPORT_DAYS)
        self.filtered(lambda device: not device.import_since).import_since = since

    def action_send_everything_again(self):
        """Ask the terminal for its whole memory; known punches are ignored."""
        self.resend_all = True

    def action_open_punches(self):
        return self._open("biometric_attendance.biometric_punch_action")

    def action_open_users(self):
        return self._open("biometric_attendance.biometric_device_user_action")

    def action_open_messages(self):
        return self._open("biometric_attendance.biometric_message_action")

    def action_open_events(self):
        return self._open("biometric_attendance.biometric_device_event_action")

    def _open(self, xmlid):
        action = self.env["ir.actions.actions"]._for_xml_id(xmlid)
        action["domain"] = [("device_id", "in", self.ids)]
        action["context"] = {"default_device_id": self.id} if len(self) == 1 else {}
        return action

    def _directions(self):
        """Which direction each state code of this device means, ``{code: word}``."""
        self.ensure_one()
        codes = BRANDS[self.brand].directions
        return directions.table(
            self.direction_source, directions.parse(self.direction_codes) or codes
        )
