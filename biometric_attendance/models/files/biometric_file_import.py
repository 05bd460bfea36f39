"""Imports of files: what was imported, whose, by whom, and how far it is."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...terminals.errors import ProtocolError
from ..actions import open_action
from ..reason import as_stored, sentence
from .source import convert_workbook, open_source

# A file is parsed by this app alone: Odoo must not look for words in it.
MIMETYPE = "application/octet-stream"


class BiometricFileImport(models.Model):
    """One file of punches: how it is read, whose it is, and what became of it.

    ``mapping`` says how it is written, ``importing`` reads and stores it, ``withdrawing``
    takes it back as a whole.
    """

    _name = "biometric.file.import"
    _inherit = ["biometric.rights"]
    _description = "Import of a File"
    _order = "id desc"

    _initial_fields = {"file", "name"}
    _editable_fields = {"device_id"}

    name = fields.Char(string="File Name", help="The name of the file.")
    file = fields.Binary(
        compute="_compute_file",
        inverse="_inverse_file",
        help="What a terminal wrote to a USB stick (1_attlog.dat, GLG_001.TXT), or a table "
        "as CSV, XLSX, XLS or ODS; or att2000.mdb of ZKTime 5.",
    )
    attachment_id = fields.Many2one(
        "ir.attachment",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="The file as it was given, kept so that the import can go on.",
    )
    rows_attachment_id = fields.Many2one(
        "ir.attachment",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="The rows of a workbook as text, which is faster to read.",
    )
    digest = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="SHA-256 of the file, by which the same file is known again.",
    )
    source_checksum = fields.Char(
        readonly=True,
        copy=False,
        help="Of what is read: rows are stored only as they were shown.",
    )
    device_id = fields.Many2one(
        "biometric.device",
        index="btree_not_null",
        domain=[("state", "=", "approved")],
        ondelete="restrict",
        help="The terminal the punches were made at: its time zone, users and policy "
        "hold for them. Empty: each row names its own.",
    )
    folder_id = fields.Many2one(
        "biometric.file.folder",
        string="Watched Folder",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The folder it was found in.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        index=True,
        help="The company in which the file was imported.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Imported By",
        readonly=True,
        default=lambda self: self.env.user,
        help="Who imported it.",
    )
    imported_at = fields.Datetime(
        string="Imported On", readonly=True, copy=False, help="When it was begun."
    )
    state = fields.Selection(
        [
            ("draft", "To Check"),
            ("queued", "Queued"),
            ("running", "Running"),
            ("done", "Imported"),
            ("cancelled", "Cancelled"),
            ("failed", "Interrupted"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        help="To check: nothing is stored yet. Cancelled and interrupted imports keep what "
        "they stored, and can go on where they ended.",
    )
    work = fields.Selection(
        [("import", "Import"), ("withdraw", "Withdraw"), ("restore", "Restore")],
        required=True,
        default="import",
        readonly=True,
        copy=False,
        help="What is being done, or was done last.",
    )
    problem_reason = fields.Json(
        readonly=True, copy=False, help="Why it was interrupted, as a code."
    )
    problem = fields.Char(
        compute="_compute_problem", help="Why it was interrupted, and what to do."
    )
    row_count = fields.Integer(
        string="Rows", readonly=True, copy=False, aggregator=None, help="In the file."
    )
    position = fields.Integer(
        string="Rows Done",
        readonly=True,
        copy=False,
        aggregator=None,
        help="How many rows are read and stored.",
    )
    progress = fields.Float(
        compute="_compute_progress", help="Rows done, in percent of all."
    )
    new_count = fields.Integer(
        string="New", readonly=True, copy=False, help="Punches that were not known."
    )
    known_count = fields.Integer(
        string="Known",
        readonly=True,
        copy=False,
        help="Punches that were known already: they are not counted twice, and withdrawing "
        "the file leaves them alone.",
    )
    refused_count = fields.Integer(
        string="Lines Kept",
        readonly=True,
        copy=False,
        help="Lines that are no punch. They are kept as messages with their number.",
    )
    closed_count = fields.Integer(
        string="In Closed Periods",
        readonly=True,
        copy=False,
        help="Punches that stay after withdrawing, because their payroll period is closed.",
    )
    unmapped_count = fields.Integer(
        string="Not Matched",
        compute="_compute_unmapped_count",
        help="Punches with a PIN nobody is linked to. They count as soon as somebody is.",
    )
    same_file = fields.Char(
        compute="_compute_same_file",
        help="When and by whom this very file was imported before.",
    )
    punch_ids = fields.One2many(
        "biometric.punch",
        "file_import_id",
        help="The punches this file brought, unless the terminal itself sends them, too.",
    )
    message_ids = fields.One2many(
        "biometric.message", "file_import_id", help="The lines that could not be read."
    )

    _queue_idx = models.Index("(id) WHERE state IN ('queued', 'running')")

    @api.depends("attachment_id")
    @api.depends_context("bin_size")
    def _compute_file(self):
        for each in self:
            attachment = each.sudo().attachment_id
            if self.env.context.get("bin_size"):
                each.file = str(attachment.file_size or "")
            else:
                each.file = attachment.datas

    def _inverse_file(self):
        for each in self.filtered("file"):
            content = base64.b64decode(each.file)
            name = each.name or self.env._("without a name")
            own = each.sudo()
            try:
                rows = convert_workbook(name, content)
            except ProtocolError as error:
                raise UserError(sentence(self.env, error)) from error
            own.digest = hashlib.sha256(content).hexdigest()
            own.attachment_id = each._attach(name, content)
            own.rows_attachment_id = rows and each._attach(name, rows)
            own.source_checksum = own._get_source_attachment().checksum

    def _is_known(self, content, company):
        """Whether a company imported this very file before, or is asked about it.

        One that was withdrawn or cancelled is not known: its punches are not there.
        """
        known = [
            ("digest", "=", hashlib.sha256(content).hexdigest()),
            ("company_id", "=", company.id),
            ("state", "not in", ("withdrawn", "cancelled")),
        ]
        return bool(self.search_count(known, limit=1))

    def _attach(self, name, content):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "res_model": self._name,
                "res_id": self.id,
                "mimetype": MIMETYPE,
                "raw": content,
            }
        )

    def _open_source(self):
        """Return the source of the file.

        :raises ProtocolError: the file is not stored any more, or another one is.
        """
        own, name = self.sudo(), self.name or ""
        attachment = own._get_source_attachment()
        if attachment.exists() and attachment.checksum != own.source_checksum:
            raise ProtocolError("file_changed", name=name)
        return open_source(attachment, name, bool(own.rows_attachment_id))

    def _get_source_attachment(self):
        return self.rows_attachment_id or self.attachment_id

    @api.depends("problem_reason")
    @api.depends_context("lang")
    def _compute_problem(self):
        for each in self:
            each.problem = sentence(self.env, each.problem_reason) or False

    @api.depends("position", "row_count", "state")
    def _compute_progress(self):
        for each in self:
            share = each.position / each.row_count if each.row_count else 1
            each.progress = 100 * min(share, 1)

    def _compute_unmapped_count(self):
        groups = self.env["biometric.punch"]._read_group(
            [("file_import_id", "in", self.ids), ("outcome", "=", "unmapped")],
            ["file_import_id"],
            ["__count"],
        )
        counts = dict(groups)
        for each in self:
            each.unmapped_count = counts.get(each, 0)

    @api.depends("digest")
    def _compute_same_file(self):
        others = self.search(
            [
                ("digest", "in", list(filter(None, self.mapped("digest")))),
                ("imported_at", "!=", False),
            ],
            order="id",
        ).grouped("digest")
        for each in self:
            alike = others.get(each.digest) or self.browse()
            other = (alike - each._origin)[:1]
            each.same_file = False
            if other:
                each.same_file = self.env._(
                    "%(name)s imported this very file on %(day)s. What is known is not "
                    "counted twice.",
                    name=other.sudo().user_id.name,
                    day=fields.Date.to_string(other.imported_at),
                )

    @api.model_create_multi
    def create(self, vals_list):
        if any(not vals.get("file") for vals in vals_list):
            raise UserError(self.env._("Choose a file first."))
        imports = super().create(vals_list)
        for each in imports:
            each._inspect()
        return imports

    @api.ondelete(at_uninstall=False)
    def _unlink_only_without_punches(self):
        if self.filtered(lambda each: each.state != "draft" and each.imported_at):
            raise UserError(
                self.env._("What was imported is kept for good: withdraw it instead.")
            )

    def _check_manager(self):
        """Check that the user may import files, and write this one.

        :raises AccessError: the user may not.
        """
        self.env["biometric.command"]._check_administrator()
        self.check_access("write")

    def _fail(self, reason):
        """Interrupt: what is stored stays, and it can go on after the reason is removed."""
        self.sudo().write({"state": "failed", "problem_reason": as_stored(reason)})

    def action_read(self):
        """Show how the file is read; that was found out when the form was saved."""
        self.ensure_one()
        return True

    def action_open_punches(self):
        shown = [("file_import_id", "in", self.ids)]
        return open_action(self.env, "biometric_punch_action", shown)

    def action_open_unreadable(self):
        shown = [("file_import_id", "in", self.ids)]
        return open_action(self.env, "biometric_message_action", shown)
