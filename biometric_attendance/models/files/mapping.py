"""How a file is read: what was found in it, what a person decided, and what is to decide."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...terminals.errors import ProtocolError
from ...terminals.files.inspection import inspect
from ...terminals.files.layout import Layout
from ...terminals.files.proposal import with_answer
from ..reason import sentence
from .inspected import COLUMN_FIELDS, DELIMITERS, FILE_ENCODINGS, store_inspection

# Fields of the same name as what a person may decide.
PLAIN_FIELDS = ("encoding", "header_row", "date_order", "pin_width", "state_codes",
                "with_breaks", "out_next_day")  # fmt: skip
DECISIONS = {*PLAIN_FIELDS, "delimiter", *COLUMN_FIELDS.values()}


def _column(string, help_):
    return fields.Many2one(
        "biometric.file.import.column",
        string=string,
        domain="[('import_id', '=', id)]",
        copy=False,
        ondelete="set null",
        help=help_,
    )


class BiometricFileImport(models.Model):
    _inherit = "biometric.file.import"

    _editable_fields = DECISIONS

    layout = fields.Json(readonly=True, copy=False, help="How its rows are read.")
    fixed = fields.Json(readonly=True, copy=False, help="What a person decided.")
    encoding = fields.Selection(
        FILE_ENCODINGS,
        string="Character Set",
        copy=False,
        help="How it writes letters.",
    )
    delimiter = fields.Selection(
        [
            ("tab", "TAB"),
            ("comma", "Comma"),
            ("semicolon", "Semicolon"),
            ("pipe", "Bar |"),
            ("blank", "Blanks"),
        ],
        copy=False,
        help="What is between its columns.",
    )
    header_row = fields.Integer(
        string="Header Line",
        copy=False,
        aggregator=None,
        help="The number of the line with the names of the columns; 0: there is none.",
    )
    date_order = fields.Selection(
        [("year", "Year first"), ("day", "Day first"), ("month", "Month first")],
        copy=False,
        help="Which part of a date comes first.",
    )
    pin_width = fields.Integer(
        string="PIN Length",
        copy=False,
        aggregator=None,
        help="0: PINs are as the file writes them. Else they are filled with zeros to this "
        "length; 1 removes the zeros before them.",
    )
    state_codes = fields.Selection(
        [
            ("zk", "0 in, 1 out"),
            ("one_in", "1 in, 0 out"),
            ("none", "Unknown"),
        ],
        string="Numbers Mean",
        copy=False,
        help="What numbers in the column of the direction mean. Words mean the same always.",
    )
    with_breaks = fields.Boolean(
        string="Out Means Break",
        copy=False,
        help="“Out” and “Out Back” are a break, not the end of the work.",
    )
    out_next_day = fields.Boolean(
        copy=False,
        help="The end of a row that is before its beginning is of the next day.",
    )
    pin_column_id = _column("Column of PIN", "The column of the PIN.")
    time_column_id = _column("Day and Time", "The column of day and time together.")
    day_column_id = _column("Day", "The column of the day alone.")
    clock_column_id = _column("Time", "The column of the time of day alone.")
    clock_in_column_id = _column("Came", "The column of the time of coming.")
    clock_out_column_id = _column("Left", "The column of the time of leaving.")
    state_column_id = _column("Direction", "The column of in and out.")
    verify_column_id = _column(
        "Recognised By", "The column of what was shown: finger, face, card or password."
    )
    workcode_column_id = _column("Work Code", "The column of a code typed by people.")
    device_column_id = _column(
        "Terminal", "The column that says at which terminal a punch was made."
    )
    event_column_id = _column(
        "Event", "The column that says whether the person was let in."
    )
    column_ids = fields.One2many(
        "biometric.file.import.column",
        "import_id",
        readonly=True,
        help="The columns of the file.",
    )
    sample = fields.Json(readonly=True, copy=False, help="The first rows, as read.")
    questions = fields.Json(
        readonly=True, copy=False, help="What the file does not say, as codes."
    )
    question = fields.Char(
        compute="_compute_question", help="What has to be answered before the import."
    )
    option_ids = fields.One2many(
        "biometric.file.import.option",
        "import_id",
        readonly=True,
        help="The possible answers.",
    )
    punch_count = fields.Integer(
        string="Punches", readonly=True, copy=False, help="Punches in the file."
    )
    unreadable_count = fields.Integer(
        string="Unreadable Lines",
        readonly=True,
        copy=False,
        help="Lines of the file that are no punch. They are kept as messages with their "
        "number; the others are imported.",
    )
    unreadable = fields.Json(
        readonly=True, copy=False, help="The first of them, and why."
    )
    person_count = fields.Integer(
        string="PINs", readonly=True, copy=False, help="People in the file."
    )
    unknown_pin_count = fields.Integer(
        string="Unmatched PINs",
        readonly=True,
        copy=False,
        help="PINs nobody is linked to at this terminal. Their punches are kept and count "
        "as soon as somebody is.",
    )
    first_time = fields.Char(
        string="From",
        readonly=True,
        copy=False,
        help="The earliest punch, by the terminal's clock.",
    )
    last_time = fields.Char(
        string="To",
        readonly=True,
        copy=False,
        help="The latest punch, by the terminal's clock.",
    )
    unknown_words = fields.Char(
        string="Unknown Directions",
        readonly=True,
        copy=False,
        help="Words for in or out that are not known. Their punches count without a "
        "direction.",
    )

    def _compute_question(self):
        for each in self:
            asked = each.questions and each.questions[0]
            each.question = asked and sentence(self.env, asked["reason"])

    @api.model_create_multi
    def create(self, vals_list):
        names = COLUMN_FIELDS.values()
        if any(vals.get(name) for vals in vals_list for name in names):
            raise UserError(self.env._("Choose a column of this file."))
        return super().create(vals_list)

    def write(self, vals):
        decided = DECISIONS & vals.keys()
        if self.env.su or not (decided or "device_id" in vals):
            return super().write(vals)
        self._check_draft()
        result = super().write(vals)
        for each in self:
            if "device_id" in vals and len(each.serial_ids) == 1:
                # The only one named is compared with the device that was chosen.
                each.sudo().serial_ids.write({"device_id": False, "is_kept": False})
            each.sudo().fixed = each._prepare_fixed(decided)
            each._inspect()
        return result

    def _check_draft(self):
        if self.filtered(lambda each: each.state != "draft"):
            raise UserError(
                self.env._(
                    "How a file is read does not change once its import has begun."
                )
            )

    def _prepare_fixed(self, decided):
        """Return what was decided before and now: values of ``inspect``'s ``fixed``.

        :param decided: names of the fields that were written.
        """
        fixed = dict(self.fixed or {})
        columns = dict(fixed.get("columns") or {})
        for name in decided & set(PLAIN_FIELDS):
            fixed[name] = self[name]
        if "delimiter" in decided:
            fixed["delimiter"] = DELIMITERS.get(self.delimiter, "")
        if decided & {"delimiter", "header_row"}:
            columns = {}  # they are other columns now
        for meaning, name in COLUMN_FIELDS.items():
            if name not in decided:
                continue
            column = self[name]
            if column and column.import_id != self:
                raise UserError(self.env._("Choose a column of this file."))
            columns[meaning] = column.number if column else None
        if columns:
            fixed["columns"] = columns
        else:
            fixed.pop("columns", None)
        return fixed

    def _answer(self, code, value):
        """Store the answer to a question, and propose again."""
        self._check_draft()
        self.sudo().fixed = with_answer(self.fixed or {}, code, value)
        self._inspect()

    def _inspect(self):
        """Read the file as a whole, and store what was found in it and how it is read."""
        self.ensure_one()
        device = self.device_id
        try:
            found = inspect(
                self._open_source(),
                encoding=self.encoding or "utf-8",
                remembered=self.env["biometric.file.layout"]._get_remembered(self),
                fixed=self.fixed or {},
                known_pins=self._get_known_pins(),
            )
        except ProtocolError as error:
            raise UserError(sentence(self.env, error)) from error
        own = self.sudo()
        store_inspection(own, found)
        own.env["biometric.file.import.serial"]._replace(own, found.devices)
        if own.device_id != device:
            self._inspect()  # once more, with the PINs known there
            return
        mapped = own._get_known_pins(mapped=True)
        own.unknown_pin_count = len(found.pins - mapped)

    def _get_known_pins(self, mapped=False):
        """Return the PINs of the users of the device.

        :param mapped: of those who are linked to somebody alone.
        """
        domain = [("device_id", "=", self.device_id.id)]
        if mapped:
            domain += ["|", ("employee_id", "!=", False), ("partner_id", "!=", False)]
        users = self.env["biometric.device.user"].search_fetch(domain, ["pin"])
        return set(users.mapped("pin"))

    def _get_layout(self):
        return Layout.from_dict(self.layout or {})
