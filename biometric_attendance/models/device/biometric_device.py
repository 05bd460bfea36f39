from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ...rules import clock, directions
from ...terminals import BRANDS

# How long before its approval a device's punches count, unless somebody says otherwise.
IMPORT_DAYS = 90
# Which terminal it is; punches belong to it.
IDENTITY_FIELDS = ("brand", "serial")


class BiometricDevice(models.Model):
    """A terminal, known by its brand and serial number: its settings and its approval.

    ``models/push`` adds what it sends, ``poll`` how this server calls it, ``command`` what
    it can be commanded to do, and ``access`` its users.
    """

    _name = "biometric.device"
    _description = "Biometric Device"
    _inherit = [
        "biometric.watched",
        "biometric.connection.guide",
        "biometric.device.info",
        "biometric.device.failures",
        "biometric.device.counts",
        "biometric.device.summary",
        "biometric.device.last.day",
        "biometric.device.zone",
        "biometric.rights",
    ]
    _order = "name, id"

    _check_company_auto = True
    _editable_fields = {
        "name",
        "serial",
        "brand",
        "active",
        "company_id",
        "site_id",
        "tz",
        "direction_source",
        "direction_codes",
        "policy_id",
        "import_since",
    }

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
        help="The protocol of the terminal.",
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
        help="The place of the terminal.",
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
        tracking=True,
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
    resend_all = fields.Boolean(
        copy=False,
        readonly=True,
        help="The terminal was asked to send everything again and has not yet.",
    )
    user_ids = fields.One2many(
        "biometric.device.user", "device_id", help="The users of this terminal."
    )
    _serial_uniq = models.Constraint(
        "UNIQUE(brand, serial)", "There already is a device with this serial number."
    )
    _approved_complete = models.Constraint(
        "CHECK(state <> 'approved' OR (company_id IS NOT NULL AND tz IS NOT NULL))",
        "An approved device needs a company and a time zone.",
    )

    @api.depends("site_id")
    def _compute_tz(self):
        for device in self:
            if not device.tz:
                device.tz = device.site_id.tz

    @api.constrains("tz")
    def _check_tz(self):
        """Refuse zones which Odoo offers but this machine does not know."""
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
            vals["serial"] = str(vals.get("serial") or "").strip()
            if not vals.get("name"):
                vals["name"] = vals["serial"]
        devices = super().create(vals_list)
        for device, vals in zip(devices, vals_list, strict=True):
            device._confirm_zones(vals)
        devices.filtered(lambda device: device.state == "approved")._start_importing()
        return devices

    def write(self, vals):
        read_by = {"import_since", "direction_source", "direction_codes"}
        moved = self.browse() if read_by.isdisjoint(vals) else self
        zones = {device: device.tz for device in self} if "tz" in vals else {}
        result = super().write(vals)
        self._confirm_zones(vals)
        self._process_zone_changes(zones)
        if moved:
            self.env["biometric.punch"]._recompute_outcomes(moved)
        return result

    def _get_write_problem(self, field):
        problem = super()._get_write_problem(field)
        if problem or field.name not in IDENTITY_FIELDS or not self:
            return problem
        if self._is_writing_person() and self.sudo().filtered(
            lambda device: device.state == "approved"
        ):
            label = field._description_string(self.env)
            return self.env._("“%s” of an approved device does not change.", label)
        return None

    def _check_company(self, fnames=None):
        """Check only devices that have a company: they get one at approval."""
        return super(BiometricDevice, self.filtered("company_id"))._check_company(
            fnames
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_without_punches(self):
        if self.env["biometric.punch"].search_count(
            [("device_id", "in", self.ids)], limit=1
        ):
            raise UserError(
                self.env._("Punches are kept for good: archive the device instead.")
            )

    def action_approve(self):
        """Approve the devices; first ask for the zones, where nobody chose all of them."""
        self.check_access("write")
        self._check_before_approval()
        if not all(device.tz and device.tz_confirmed for device in self):
            return self.env["biometric.approval"]._open(self)
        return self._approve()

    def _approve(self):
        """Approve devices with a zone, and ask them to send everything they have."""
        self.check_access("write")
        for device in self.filtered(lambda device: not device.company_id):
            device.company_id = device.site_id.company_id or self.env.company
        self._check_before_approval()
        self.sudo().state = "approved"
        self._start_receiving()
        return True

    def _check_before_approval(self):
        """Hook: raise a ``UserError`` where something is missing before approval."""

    def action_unarchive(self):
        archived = self.filtered(lambda device: not device.active)
        archived.filtered(lambda d: d.state == "approved")._check_before_approval()
        super().action_unarchive()
        archived.filtered(lambda device: device._is_approved())._start_receiving()
        return True  # Odoo's own returns nothing, which XML-RPC cannot carry

    def _is_approved(self):
        """Whether the device is approved and not archived."""
        return self.state == "approved" and self.active

    def _start_receiving(self):
        """Ask devices that were just approved or unarchived for all they have."""
        self.sudo().resend_all = True
        self._start_importing()

    def _start_importing(self):
        since = fields.Datetime.now() - timedelta(days=IMPORT_DAYS)
        self.filtered(lambda device: not device.import_since).import_since = since

    def action_send_everything_again(self):
        """Ask the terminal for its whole memory; known punches are ignored."""
        self.check_access("write")
        self.sudo().resend_all = True
        return True

    def _get_alert_field(self):
        return "device_ids"

    def _directions(self):
        """Return the direction that each state code of this device means."""
        self.ensure_one()
        codes = BRANDS[self.brand].directions
        return directions.table(
            self.direction_source, directions.parse(self.direction_codes) or codes
        )
