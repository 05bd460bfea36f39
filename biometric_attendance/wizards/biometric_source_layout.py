"""Dialog that chooses the table and columns of a customer's own database."""

from odoo import api, fields, models

# Column of the source to the dialog's field, and to usual names in small letters.
PARTS = {
    "pin_column": ("pin_column_id", ("pin", "badgenumber", "badge", "emp_code")),
    "time_column": ("time_column_id", ("punch_time", "checktime", "logdate", "at")),
    "state_column": ("state_column_id", ("punch_state", "checktype", "direction")),
    "device_column": ("device_column_id", ("terminal_sn", "sn", "serial", "device")),
    "id_column": ("id_column_id", ("id", "logid", "no")),
    "arrival_column": ("arrival_column_id", ("upload_time", "created_at", "arrived")),
}
MAX_COLUMNS = 10_000


def column(label, explanation):
    """Return a field that chooses one of the columns of the table."""
    return fields.Many2one(
        "biometric.source.column",
        string=label,
        domain="[('table_id', '=', table_id)]",
        help=explanation,
    )


class BiometricSourceLayout(models.TransientModel):
    """Chooses which table of a database holds the punches, and which column holds what."""

    _name = "biometric.source.layout"
    _inherit = "biometric.rights"
    _description = "Table and Columns of a Source"

    _editable_fields = {"table_id", *(name for name, _names in PARTS.values())}

    source_id = fields.Many2one(
        "biometric.source",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The source whose table it is.",
    )
    table_ids = fields.One2many(
        "biometric.source.table",
        "layout_id",
        string="Tables",
        readonly=True,
        help="The tables the account may read.",
    )
    is_cut = fields.Boolean(
        readonly=True, help="The database has more tables than are listed."
    )
    table_id = fields.Many2one(
        "biometric.source.table",
        domain="[('layout_id', '=', id)]",
        help="The table that has a row for each punch.",
    )
    pin_column_id = column("PIN", "What terminals call the person by.")
    time_column_id = column("Day and Time", "When the punch was made.")
    state_column_id = column("Coming or Going", "What tells coming from going, if any.")
    device_column_id = column("Terminal", "What names the terminal, if any.")
    id_column_id = column(
        "Row Number", "A number that grows from row to row: new rows are found by it."
    )
    arrival_column_id = column(
        "Time of Arrival", "When the row was stored: new rows are found by it."
    )

    @api.model
    def _open_for(self, source, catalogue):
        """Return a dialog for a source.

        :param catalogue: table to its columns, as the server lists them.
        """
        tables, count = [], 0
        for name, columns in sorted(catalogue.items()):
            count += len(columns)
            if count > MAX_COLUMNS:
                break
            lines = [fields.Command.create({"name": each}) for each in columns]
            tables.append(
                fields.Command.create({"name": name, "column_ids": lines}),
            )
        dialog = self.sudo().create(
            {
                "source_id": source.id,
                "table_ids": tables,
                "is_cut": len(tables) < len(catalogue),
            }
        )
        chosen = dialog.table_ids.filtered(lambda each: each.name == source.table_name)
        dialog.table_id = chosen[:1]
        dialog._choose({part: source[part] for part in PARTS})
        return dialog.with_env(self.env)

    @api.onchange("table_id")
    def _onchange_table_id(self):
        self._choose({})

    def _choose(self, named):
        """Choose the columns that are named, or else those of usual names.

        :param named: column of the source to name.
        """
        columns = {each.name.lower(): each for each in self.table_id.column_ids}
        nothing = self.env["biometric.source.column"]
        for part, (field, usual) in PARTS.items():
            names = usual
            if any(named.values()):
                names = [(named[part] or "").lower()]
            self[field] = next(
                (columns[name] for name in names if name in columns), nothing
            )

    def action_use(self):
        """Have the source read this table."""
        self.ensure_one()
        self.source_id.check_access("write")
        names = {part: self[field].name for part, (field, _names) in PARTS.items()}
        self.source_id.write({"table_name": self.table_id.name, **names})
        return {"type": "ir.actions.act_window_close"}
