"""Dialog that imports punches from a file: of a terminal's USB stick, or CSV."""

import base64
from itertools import islice

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.actions import open_record
from ..models.poll.connection import ENCODINGS
from ..models.push.biometric_message import FILE, MessagesFull
from ..models.reason import sentence
from ..terminals.errors import ProtocolError
from ..terminals.files.punches import decode_file
from ..terminals.reasons import Reason

MAX_LINES_SHOWN = 20  # of those that cannot be read


class BiometricPunchImport(models.TransientModel):
    """Shows a summary of the punches in a file, then stores them."""

    _name = "biometric.punch.import"
    _inherit = ["biometric.rights"]
    _description = "Import Punches from a File"

    _editable_fields = {"device_id", "file", "filename", "encoding"}

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        domain=[("state", "=", "approved")],
        ondelete="cascade",
        help="The terminal the punches were made at: its time zone, users and policy "
        "hold for them.",
    )
    file = fields.Binary(
        required=True,
        attachment=False,
        help="What the terminal wrote to a USB stick (1_attlog.dat, attlog.dat), or a "
        "CSV file whose first line names a column for the PIN and one for the time.",
    )
    filename = fields.Char(help="The name of the file.")
    encoding = fields.Selection(
        ENCODINGS,
        string="Character Set",
        default="utf-8",
        help="How the file writes letters. It matters only for PINs with letters beyond "
        "A to Z.",
    )
    state = fields.Selection(
        [("preview", "Preview"), ("done", "Imported")],
        default="preview",
        readonly=True,
        help="Nothing is stored in the preview.",
    )
    problem = fields.Char(
        compute="_compute_preview", help="Why the file cannot be read at all."
    )
    punch_count = fields.Integer(
        string="Punches", compute="_compute_preview", help="Punches in the file."
    )
    person_count = fields.Integer(
        string="PINs", compute="_compute_preview", help="People in the file."
    )
    unmapped_count = fields.Integer(
        string="Unmapped PINs",
        compute="_compute_preview",
        help="PINs nobody is linked to at this terminal. Their punches are kept and "
        "count as soon as somebody is.",
    )
    first_time = fields.Char(
        string="From",
        compute="_compute_preview",
        help="The earliest punch, by the terminal's clock.",
    )
    last_time = fields.Char(
        string="To",
        compute="_compute_preview",
        help="The latest punch, by the terminal's clock.",
    )
    refused_count = fields.Integer(
        string="Unreadable Lines",
        compute="_compute_preview",
        help="Lines that are no punch. They are kept as messages of the terminal.",
    )
    refused_lines = fields.Text(
        compute="_compute_preview", help="The first of them, and why."
    )
    new_count = fields.Integer(string="New", readonly=True, help="Stored just now.")
    known_count = fields.Integer(
        string="Known", readonly=True, help="Stored before, and not counted twice."
    )

    @api.depends("file", "encoding", "device_id")
    def _compute_preview(self):
        for wizard in self:
            upload = None
            wizard.problem = False
            try:
                upload = wizard._decode()
            except ProtocolError as error:
                wizard.problem = sentence(self.env, error.reason)
            punches = upload.punches if upload else []
            refused = upload.refused if upload else []
            times = [punch.time for punch in punches]
            pins = {punch.pin for punch in punches}
            wizard.punch_count = len(punches)
            wizard.person_count = len(pins)
            wizard.unmapped_count = len(pins - wizard._mapped_pins()) if pins else 0
            wizard.first_time = str(min(times)) if times else False
            wizard.last_time = str(max(times)) if times else False
            wizard.refused_count = len(refused)
            wizard.refused_lines = "\n".join(
                f"{item.line}  —  {sentence(self.env, item.reason)}"
                for item in islice(refused, MAX_LINES_SHOWN)
            )

    def _decode(self):
        """Decode the file.

        :return: the :class:`~.terminals.records.Upload`, ``None`` without a file.
        :raises ProtocolError: the file is in no format that can be imported.
        """
        content = self.with_context(bin_size=False).file  # else a form reads its size
        if not content:
            return None
        return decode_file(
            self.filename or self.env._("without a name"),
            base64.b64decode(content),
            encoding=self.encoding or "utf-8",
        )

    def _mapped_pins(self):
        users = self.env["biometric.device.user"].search_fetch(
            [("device_id", "=", self.device_id.id), ("employee_id", "!=", False)],
            ["pin"],
        )
        return set(users.mapped("pin"))

    def action_import(self):
        """Store the punches as if the terminal had sent them."""
        self.ensure_one()
        self.env["biometric.command"]._check_administrator()
        self.device_id.check_access("write")
        if not self.device_id._is_approved():
            raise UserError(
                self.env._("Approve %s before its punches.", self.device_id.name)
            )
        try:
            upload = self._decode()
        except ProtocolError as error:
            raise UserError(sentence(self.env, error.reason)) from error
        # Nobody may write punches directly, so a terminal's file is imported with sudo.
        device = self.device_id.sudo()
        new = self.env["biometric.punch"].sudo()._ingest(device, upload.punches, "file")
        try:
            self.env["biometric.message"].sudo()._keep(device, FILE, upload.refused)
        except MessagesFull as error:
            raise UserError(sentence(self.env, Reason("messages_full"))) from error
        self._post_import(upload, new)
        self.sudo().write(
            {
                "state": "done",
                "new_count": new,
                "known_count": len(upload.punches) - new,
            }
        )
        return self._dialog()

    def _post_import(self, upload, new):
        """Post in the chatter of the device who imported the file, and what it held."""
        self.device_id.message_post(
            body=self.env._(
                "Punches imported from the file “%(name)s”: %(new)s new, %(known)s known, "
                "%(refused)s unreadable.",
                name=self.filename or self.env._("without a name"),
                new=new,
                known=len(upload.punches) - new,
                refused=len(upload.refused),
            )
        )

    def action_open_punches(self):
        return self.device_id.action_open_punches()

    def _dialog(self):
        return open_record(self, self.env._("Import Punches from a File"))
