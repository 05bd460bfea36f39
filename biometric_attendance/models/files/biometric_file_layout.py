from odoo import api, fields, models

from ...terminals.files.layout import signature
from ...terminals.files.proposal import remembered_of


class BiometricFileLayout(models.Model):
    """How files of one layout were read the last time, to propose it again."""

    _name = "biometric.file.layout"
    _inherit = ["biometric.rights"]
    _description = "Layout of Files"
    _order = "used_at desc, id desc"
    _rec_name = "signature"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade", help="Whose."
    )
    device_id = fields.Many2one(
        "biometric.device",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="The terminal the files are of.",
    )
    signature = fields.Char(
        required=True, readonly=True, help="What files of this layout have in common."
    )
    layout = fields.Json(readonly=True, help="How their rows are read.")
    serials = fields.Json(
        readonly=True,
        help="At which device the rows of each terminal named were stored.",
    )
    used_at = fields.Datetime(readonly=True, help="When such a file was last imported.")

    _layout_uniq = models.UniqueIndex(
        "(company_id, signature, coalesce(device_id, 0))",
        "The layout is remembered already.",
    )

    @api.model
    def _get_of_company(self, file_import):
        """Return what is remembered in a company, that of the import's device at the end."""
        found = self.sudo().search(
            [("company_id", "=", file_import.company_id.id)], order="used_at, id"
        )
        device = file_import.device_id
        return found.sorted(lambda each: bool(device) and each.device_id == device)

    @api.model
    def _get_remembered(self, file_import):
        """Return decisions as the inspection takes them: ``{signature: decisions}``.

        Of the import's device alone: another one may have other PINs and other states.
        """
        return {
            each.signature: each.layout or {}
            for each in self._get_of_company(file_import)
            if each.device_id == file_import.device_id
        }

    @api.model
    def _get_serials(self, file_import):
        """Return at which devices rows of such files were stored: ``{name: device id}``."""
        own = signature(file_import._get_layout())
        found = self._get_of_company(file_import).filtered(
            lambda each: (
                each.signature == own and each.device_id == file_import.device_id
            )
        )
        return found[-1:].serials or {}

    @api.model
    def _remember(self, file_import):
        """Store what was decided about how a file is read, now and before."""
        layout = file_import._get_layout()
        fixed = file_import.fixed or {}
        before = self._get_remembered(file_import).get(signature(layout), {})
        columns = {**before.get("columns", {}), **fixed.get("columns", {})}
        decided = remembered_of({**before, **fixed, "columns": columns})
        values = {
            "company_id": file_import.company_id.id,
            "device_id": file_import.device_id.id,
            "signature": signature(layout),
            "layout": decided,
            "serials": {
                each.serial: each.device_id.id
                for each in file_import.serial_ids
                if each.device_id
            },
            "used_at": fields.Datetime.now(),
        }
        keys = ("company_id", "device_id", "signature")
        domain = [(name, "=", values[name]) for name in keys]
        known = self.sudo().search(domain, limit=1)
        if known:
            known.write(values)
        else:
            self.sudo().create(values)
