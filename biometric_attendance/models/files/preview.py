"""The first rows of a file as they will be, for the eyes of whoever imports it."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_list

from ...terminals import BRANDS
from ..reason import sentence

TABLE = Markup(
    '<div class="table-responsive"><table class="table table-sm mb-0"><thead><tr>%s</tr>'
    "</thead><tbody>%s</tbody></table></div>"
)
UNREAD = Markup(
    '<tr><td>%s</td><td colspan="5" class="text-break"><span class="font-monospace">%s</span>'
    '<br/><span class="text-danger">%s</span></td></tr>'
)
MAX_LENGTH_SHOWN = 200  # of a line
WIDE = "d-none d-md-table-cell"  # columns for which a phone has no room


class BiometricFileImport(models.Model):
    _inherit = "biometric.file.import"

    preview = fields.Html(
        compute="_compute_preview",
        sanitize=False,
        help="The first rows as they will be stored.",
    )
    unreadable_lines = fields.Html(
        string="First Unreadable Lines",
        compute="_compute_preview",
        sanitize=False,
        help="The first lines that cannot be read, and why.",
    )
    is_open = fields.Boolean(
        compute="_compute_is_open", help="Something is still to be decided."
    )
    is_device_open = fields.Boolean(
        compute="_compute_is_open",
        help="The file names a terminal that nobody registered, or another one than was "
        "chosen.",
    )

    @api.depends("questions", "serial_ids.device_id", "serial_ids.is_kept", "device_id",
                 "row_count")  # fmt: skip
    def _compute_is_open(self):
        for each in self:
            named = sum(each.serial_ids.mapped("row_count"))
            kept = each.serial_ids.filtered("is_kept")
            each.is_device_open = any(each.serial_ids.mapped("is_open"))
            each.is_open = (
                bool(each.questions)
                or each.is_device_open
                or (not each.device_id and bool(named < each.row_count or kept))
            )

    @api.depends("sample", "unreadable", "device_id", "serial_ids.device_id")
    @api.depends_context("lang")
    def _compute_preview(self):
        for each in self:
            each.preview = each._make_preview() if each.sample else False
            rows = each._make_refused(each.unreadable or [])
            names = [self.env._("Line"), self.env._("What it says"), self.env._("Why")]
            each.unreadable_lines = rows and _table(
                [(name, "") for name in names], rows
            )

    def _make_preview(self):
        devices = {
            each.serial: each.device_id or each.proposed_id for each in self.serial_ids
        }
        rows = []
        for row in self.sample:
            device = devices.get(row["device"]) or self.device_id
            rows += [self._make_row(row, punch, device) for punch in row["punches"]]
            if row["reason"]:
                rows.append(UNREAD % (row["number"], row["line"][:MAX_LENGTH_SHOWN],
                                      sentence(self.env, row["reason"])))  # fmt: skip
        names = [
            (self.env._("Line"), ""),
            (self.env._("PIN"), ""),
            (self.env._("Time"), ""),
            (self.env._("Direction"), ""),
            (self.env._("Recognised By"), WIDE),
            (self.env._("Terminal"), WIDE),
        ]
        return _table(names, rows)

    def _make_row(self, row, punch, device):
        pin, moment, status, verify, _workcode = punch
        cells = [
            (row["number"], ""),
            (pin, "font-monospace"),
            (moment, "text-nowrap"),
            (self._get_direction(device, status), ""),
            (self._get_proof(device, verify), WIDE),
            (row["device"] or device.name, WIDE),
        ]
        return Markup("<tr>%s</tr>") % _cells("td", cells)

    def _get_direction(self, device, status):
        if status is None or not device:
            return "" if status is None else str(status)
        direction = device._directions()[status]
        labels = dict(
            self.env["biometric.punch"]
            ._fields["direction"]
            ._description_selection(self.env)
        )
        return labels.get(direction, "")

    def _get_proof(self, device, verify):
        if verify is None or not device:
            return "" if verify is None else str(verify)
        words = BRANDS[device.brand].verify_labels.get(verify, ())
        return format_list(self.env, [self.env._(word) for word in words])

    def _make_refused(self, rows):
        return [
            Markup('<tr><td>%s</td><td class="font-monospace text-break">%s</td><td>%s</td></tr>')
            % (row["number"], row["line"][:MAX_LENGTH_SHOWN], sentence(self.env, row["reason"]))
            for row in rows
        ]  # fmt: skip


def _table(names, rows):
    return TABLE % (_cells("th", names), Markup("").join(rows))


def _cells(tag, cells):
    """Return cells of a row of HTML.

    :param cells: pairs of text and classes.
    """
    return Markup("").join(
        Markup('<%(tag)s class="%(classes)s">%(text)s</%(tag)s>')
        % {"tag": Markup(tag), "classes": classes, "text": text or ""}
        for text, classes in cells
    )
