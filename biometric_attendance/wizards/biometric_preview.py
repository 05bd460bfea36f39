from collections import Counter

from odoo import fields, models

MAX_DIFFERENCES_SHOWN = 200  # all are counted


class BiometricPreview(models.AbstractModel):
    """A dialog that shows the differences a change would make before it is applied.

    It has the differences in ``line_ids`` and opens itself by ``_dialog()``.
    """

    _name = "biometric.preview"
    _description = "Preview of a Change"

    state = fields.Selection(
        [("draft", "Choose"), ("preview", "Preview")],
        default="draft",
        help="Whether the differences below are of what is chosen above.",
    )
    added = fields.Integer(readonly=True, help="Attendances that would be new.")
    changed = fields.Integer(readonly=True, help="Attendances that would change.")
    removed = fields.Integer(readonly=True, help="Attendances that would go.")

    def _show_preview(self, differences, **values):
        """Show how many differences there are, and the first of them.

        :param differences: values of ``biometric.difference``.
        :param values: what else the preview shows.
        """
        self.check_access("write")
        counts = Counter(each["kind"] for each in differences)
        shown = differences[:MAX_DIFFERENCES_SHOWN]
        self.sudo().write(
            {
                **{kind: counts[kind] for kind in ("added", "changed", "removed")},
                **values,
                "state": "preview",
                "line_ids": [
                    fields.Command.clear(),
                    *map(fields.Command.create, shown),
                ],
            }
        )
        return self._dialog()

    def action_back(self):
        """Show the choices again."""
        self.check_access("write")
        self.sudo().state = "draft"
        return self._dialog()
