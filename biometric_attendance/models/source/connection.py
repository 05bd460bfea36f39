"""The connection to a source: what a person types so that this server can call it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...terminals import BRANDS
from ...terminals.destinations import check_typed
from ...terminals.errors import TransportError
from ..actions import notify, open_record
from ..files import mdbtools
from ..poll.connection import TEST_LIMITS
from ..poll.folders import check_path
from ..poll.loopback import allows_loopback
from ..reason import sentence, validating
from .biometric_source import source_brands

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
# By which a kind of source tells what else it needs.
CHOSEN = ("brand", "schema")
# Changing one of these has the password asked for anew.
WHERE_IT_IS = ("url", "host", "port", "plain", "fingerprint", "ca_certificate")


class BiometricSource(models.Model):
    _inherit = "biometric.source"

    _editable_fields = {"password", *CONNECTION_FIELDS}

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
    offered_fingerprint = fields.Char(
        string="Fingerprint to Trust",
        readonly=True,
        copy=False,
        help="SHA-256 of the certificate the server showed at the last test, for which "
        "nobody vouches.",
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
        string="Program and Server",
        help="Whose tables they are, and on which kind of server.",
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

    @api.depends(*CHOSEN)
    def _compute_connection_fields(self):
        for source in self:
            brand = source_brands().get(source.brand)
            values = {name: source[name] for name in CHOSEN}
            source.connection_fields = list(brand.source.needs(values)) if brand else []

    def _compute_password(self):
        self.password = False

    @api.depends("password_secret")
    def _compute_has_password(self):
        for source in self:
            source.has_password = bool(source.sudo().password_secret)

    def _inverse_password(self):
        for source in self:
            source.sudo().password_secret = source.password or False

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
        if not set(WHERE_IT_IS).isdisjoint(vals):
            self.sudo().offered_fingerprint = False
        if not {*CONNECTION_FIELDS, "password"}.isdisjoint(vals):
            self._schedule_now()
        return result

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
        self.sudo().offered_fingerprint = _with_colons(found.fingerprint) or False
        if found.problem:
            return notify("danger", sentence(self.env, found.problem))
        self._schedule_now()
        return notify("success", sentence(self.env, found.answer))

    def action_choose_columns(self):
        """Let a person choose table and columns from those the account may read."""
        self.ensure_one()
        self.env["biometric.command"]._check_administrator()
        self.check_access("write")
        values = self._get_connection_values()
        try:
            self._get_source().check(values)
            catalogue = self._get_source().list_columns(values, TEST_LIMITS)
        except TransportError as error:
            raise UserError(sentence(self.env, error.reason)) from error
        dialog = self.env["biometric.source.layout"]._open_for(self, catalogue)
        return open_record(dialog, self.env._("Table and Columns"))

    def action_trust_certificate(self):
        """Trust the very certificate that the last test found, and no other from now on."""
        self.ensure_one()
        self.env["biometric.command"]._check_administrator()
        self.check_access("write")
        offered, password = self.offered_fingerprint, self.sudo().password_secret
        if not offered:
            return False
        self.fingerprint = offered
        # The place is the same; that it is the right one is what was just said.
        self.sudo().password_secret = password
        return self.action_test_connection()


def _with_colons(digits):
    """Return a fingerprint as browsers and programs show it."""
    pairs = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    return ":".join(pairs).upper()
