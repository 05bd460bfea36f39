"""Vendors' software with many terminals behind it: what it is, and how it is called."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.res_partner import _tz_get

from ...terminals import BRANDS
from ...terminals.destinations import check_typed
from ..actions import notify, open_action
from ..files import mdbtools
from ..poll.connection import TEST_LIMITS
from ..poll.folders import check_path
from ..poll.loopback import allows_loopback
from ..reason import sentence, validating

# What people type so that this server can call a source; each kind has some of them.
CONNECTION_FIELDS = (
    "url",
    "host",
    "port",
    "database",
    "username",
    "path",
    "schema",
    "table_name",
    "pin_column",
    "time_column",
    "state_column",
    "device_column",
    "id_column",
    "arrival_column",
    "ca_certificate",
    "fingerprint",
    "plain",
)
# Changing one of these has the password asked for anew.
WHERE_IT_IS = ("url", "host", "port", "plain", "fingerprint", "ca_certificate")
IMPORT_DAYS = 90  # of punches that are read at first


def source_brands():
    """Return key to brand of each kind of source."""
    return {key: brand for key, brand in BRANDS.items() if brand.source}


class BiometricSource(models.Model):
    """A program or database of a vendor that keeps the punches of its terminals.

    Each terminal behind it is a device, pending until somebody approves it.
    ``session_host`` is what its sessions do, ``behind`` makes its devices.
    """

    _name = "biometric.source"
    _description = "Source of Punches"
    _inherit = ["mail.thread", "biometric.rights"]
    _order = "name, id"

    _check_company_auto = True
    _editable_fields = {
        "name",
        "brand",
        "active",
        "company_id",
        "site_id",
        "tz",
        "since",
        "overlap_days",
        "poll_minutes",
        "password",
        *CONNECTION_FIELDS,
    }

    name = fields.Char(
        required=True, tracking=True, help="What people call it, such as BioTime."
    )
    brand = fields.Selection(
        lambda self: [
            (key, self.env._(brand.label)) for key, brand in source_brands().items()
        ],
        string="Kind",
        required=True,
        help="Which program or kind of database it is.",
    )
    active = fields.Boolean(
        default=True, tracking=True, help="An archived source is not called any more."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        help="The company whose people use its terminals.",
    )
    site_id = fields.Many2one(
        "biometric.site",
        check_company=True,
        help="The place its terminals are at, until somebody says otherwise.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        tracking=True,
        help="The zone of its terminals' clocks where it does not say so itself. A wrong "
        "zone shifts every punch.",
    )
    since = fields.Date(
        string="Read Since",
        required=True,
        default=lambda self: fields.Date.today() - timedelta(days=IMPORT_DAYS),
        help="Older punches are not read.",
    )
    overlap_days = fields.Integer(
        default=3,
        required=True,
        help="How far back each reading looks for punches that came late.",
    )
    poll_minutes = fields.Integer(
        string="Read Every (Minutes)",
        default=1,
        required=True,
        help="How often it is asked for what is new.",
    )
    connection_fields = fields.Json(
        compute="_compute_connection_fields",
        help="Names of the fields that say how to connect.",
    )
    url = fields.Char(
        string="Address", tracking=True, help="Such as https://attendance.example.com."
    )
    host = fields.Char(
        string="Server",
        tracking=True,
        help="Name or network address of the database server.",
    )
    port = fields.Integer(help="Empty: the usual one.")
    database = fields.Char(tracking=True, help="Name of the database on the server.")
    username = fields.Char(
        string="User", tracking=True, help="An account that may read and nothing else."
    )
    password_secret = fields.Char(copy=False, groups=fields.NO_ACCESS)
    password = fields.Char(
        compute="_compute_password",
        inverse="_inverse_password",
        help="Of that account. It is never shown again.",
    )
    has_password = fields.Boolean(
        compute="_compute_has_password", help="A password is set."
    )
    path = fields.Char(
        string="File",
        tracking=True,
        help="Where the file is, as this server sees it. It is read from a copy.",
    )
    schema = fields.Selection(
        lambda self: [
            (key, self.env._(label))
            for brand in source_brands().values()
            for key, label in brand.dialects.items()
        ],
        help="Whose tables they are.",
    )
    table_name = fields.Char(string="Table", help="Of a table of your own: its name.")
    pin_column = fields.Char(string="PIN Column", help="The column of the PIN.")
    time_column = fields.Char(help="The column of the day and time of the punch.")
    state_column = fields.Char(help="The column that tells coming from going, if any.")
    device_column = fields.Char(help="The column that names the terminal, if any.")
    id_column = fields.Char(help="The column that numbers the rows, if any.")
    arrival_column = fields.Char(help="The column of when a row was stored, if any.")
    ca_certificate = fields.Text(
        string="Own Authority",
        help="The certificate (PEM) that signed the server's, where no public authority did.",
    )
    fingerprint = fields.Char(
        string="Certificate's Fingerprint",
        tracking=True,
        help="SHA-256 of the server's certificate: this very one is trusted.",
    )
    plain = fields.Boolean(
        string="Allow Without Encryption",
        tracking=True,
        help="The password and people's punches can then be read by whoever is in between.",
    )
    device_ids = fields.One2many(
        "biometric.device", "source_id", help="The terminals behind it."
    )
    device_count = fields.Integer(
        string="Terminals", compute="_compute_counts", help="How many terminals it has."
    )
    pending_count = fields.Integer(
        string="To Approve", compute="_compute_counts", help="Of them not approved yet."
    )

    _poll_minutes_positive = models.Constraint(
        "CHECK(poll_minutes > 0)", "Read the source every minute at the most."
    )
    _overlap_days_sane = models.Constraint(
        "CHECK(overlap_days BETWEEN 0 AND 35)", "Look back 35 days at the most."
    )

    @api.depends("brand")
    def _compute_connection_fields(self):
        for source in self:
            source.connection_fields = list(source._get_connection_fields())

    def _compute_password(self):
        self.password = False

    @api.depends("password_secret")
    def _compute_has_password(self):
        for source in self:
            source.has_password = bool(source.sudo().password_secret)

    def _inverse_password(self):
        for source in self:
            source.sudo().password_secret = source.password or False

    @api.depends("device_ids.state")
    def _compute_counts(self):
        groups = self.env["biometric.device"]._read_group(
            [("source_id", "in", self.ids)], ["source_id", "state"], ["__count"]
        )
        counts = {(source.id, state): count for source, state, count in groups}
        for source in self:
            pending = counts.get((source.id, "pending"), 0)
            source.pending_count = pending
            source.device_count = pending + counts.get((source.id, "approved"), 0)

    @api.onchange("brand")
    def _onchange_brand(self):
        """Fill in the kind's own values where nothing is typed yet."""
        for field in self._get_connection_fields().values():
            if field.name in self._fields and field.default and not self[field.name]:
                self[field.name] = field.default

    @api.constrains("brand", *CONNECTION_FIELDS)
    def _check_connection(self):
        for source in self:
            values = source._get_connection_values()
            with validating(self.env):
                source._get_source().check(values)
                source._check_path()
                for name, field in source._get_connection_fields().items():
                    if field.kind == "address" and values[name]:
                        allowed = values["allow_loopback"]
                        check_typed(values[name], allow_loopback=allowed)

    def _check_path(self):
        """Check that the server may read its file, where it is one.

        :raises ValidationError: the server's configuration does not allow it.
        """
        if self.path:
            check_path(self.env, self.path)

    @api.model_create_multi
    def create(self, vals_list):
        sources = super().create(vals_list)
        sources._schedule_now()
        return sources

    def write(self, vals):
        moved = self.browse()
        if not vals.get("password"):
            names = [name for name in WHERE_IT_IS if name in vals]
            moved = self.filtered(
                lambda source: any(
                    (source[name] or False) != (vals[name] or False) for name in names
                )
            )
        result = super().write(vals)
        # A password is of one place: nobody gets it sent to another by typing an address.
        moved.sudo().password_secret = False
        if not {*CONNECTION_FIELDS, "password", "since", "active"}.isdisjoint(vals):
            self._schedule_now()
        if "since" in vals:
            self.sudo().position = False  # what is older now is read, too
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_without_devices(self):
        if self.with_context(active_test=False).device_ids:
            raise UserError(
                self.env._(
                    "Its terminals' punches are kept: archive the source instead."
                )
            )

    def _get_source(self):
        return BRANDS[self.brand].source

    def _get_connection_fields(self):
        """Return what its kind has to know to connect: ``{name: ConnectionField}``."""
        brand = source_brands().get(self.brand)
        return {field.name: field for field in brand.source.fields} if brand else {}

    def _get_connection_values(self):
        """Return what its kind needs to connect."""
        self.ensure_one()
        own = self.sudo()
        values = {name: own[name] for name in CONNECTION_FIELDS}
        return {
            **values,
            "password": own.password_secret or "",
            "tz": self.tz,
            "since": fields.Datetime.to_datetime(self.since),
            "overlap_days": self.overlap_days,
            "allow_loopback": allows_loopback(),
            "read_table": mdbtools.get_reader(),
        }

    def action_test_connection(self):
        """Connect once, and show whether it answers or what is wrong.

        What is wrong tells what listens at an address, so it is told to nobody else.
        """
        self.ensure_one()
        self.env["biometric.command"]._check_administrator()
        self.check_access("write")
        found = self._get_source().diagnose(self._get_connection_values(), TEST_LIMITS)
        if found.problem:
            return notify("danger", sentence(self.env, found.problem))
        self._schedule_now()
        return notify("success", sentence(self.env, found.answer))

    def action_read_now(self):
        """Read the source at once."""
        self.check_access("write")
        self._schedule_now()
        message = self.env._("It is being read. Its punches appear within a minute.")
        return notify("info", message)

    def action_open_devices(self):
        shown = [("source_id", "in", self.ids)]
        return open_action(self.env, "biometric_device_action", shown)
