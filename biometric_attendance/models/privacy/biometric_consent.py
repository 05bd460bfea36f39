from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..searches import search_boolean

# How far the first zone to see a new day is ahead of UTC.
FIRST_ZONE = timedelta(hours=14)


def _latest_today():
    """The day it is where days begin first.

    A basis given today, on whoever's calendar, holds at once: also for terminals, whose
    calls come without a time zone.
    """
    return (fields.Datetime.now() + FIRST_ZONE).date()


class BiometricConsent(models.Model):
    """What allows a person's biometric data to be stored, and until when it did.

    Kept for good: it has to be shown later that there was one.
    """

    _name = "biometric.consent"
    _inherit = ["biometric.rights"]
    _description = "Legal Basis"
    _order = "given_on desc, id desc"

    _editable_fields = {
        "employee_id",
        "basis",
        "given_on",
        "note",
        "document",
        "document_name",
    }

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="cascade",
        help="Whose biometric data may be stored.",
    )
    company_id = fields.Many2one(
        related="employee_id.company_id", store=True, help="The person's company."
    )
    basis = fields.Selection(
        [
            ("consent", "Consent of the person"),
            ("law", "Required by law"),
            ("collective_agreement", "Collective agreement"),
            ("contract", "Employment contract"),
            ("public_interest", "Substantial public interest"),
            ("other", "Other"),
        ],
        required=True,
        default="consent",
        help="What allows it. In the European Union, consent only counts where a card "
        "or PIN may be used instead without a disadvantage.",
    )
    given_on = fields.Date(
        string="Since",
        required=True,
        default=fields.Date.context_today,
        help="First day it holds.",
    )
    note = fields.Text(help="Such as the paragraph of the law or agreement.")
    document = fields.Binary(help="The signed paper, if there is one.")
    document_name = fields.Char(help="The name of its file.")
    withdrawn_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="Since when it does not hold any more.",
    )
    valid = fields.Boolean(
        compute="_compute_valid",
        search="_search_valid",
        help="It holds today.",
    )

    @api.depends("given_on", "withdrawn_at")
    def _compute_valid(self):
        today = _latest_today()
        for consent in self:
            begun = consent.given_on and consent.given_on <= today
            consent.valid = bool(begun and not consent.withdrawn_at)

    @api.depends("employee_id", "basis")
    def _compute_display_name(self):
        labels = dict(self._fields["basis"]._description_selection(self.env))
        for consent in self:
            basis = labels.get(consent.basis, "")
            names = (consent.employee_id.name, basis)
            consent.display_name = ": ".join(filter(None, names))

    def _search_valid(self, operator, value):
        begun = Domain("given_on", "<=", _latest_today())
        holds = begun & Domain("withdrawn_at", "=", False)
        return search_boolean(holds, operator, value)

    def write(self, vals):
        settled = {"employee_id", "basis", "given_on", "withdrawn_at"} & set(vals)
        if settled and any(consent.withdrawn_at for consent in self):
            raise UserError(
                self.env._("It was withdrawn: make a new one instead of changing it.")
            )
        return super().write(vals)

    def action_withdraw(self):
        """End it, and erase what was stored because of it, unless another one holds."""
        self.check_access("write")
        self.sudo().write({"withdrawn_at": fields.Datetime.now()})
        people = self.employee_id
        still = self.search([("employee_id", "in", people.ids), ("valid", "=", True)])
        erasures = self.env["biometric.erasure"].sudo()
        return erasures._begin(people - still.employee_id, "withdrawal")._show()

    @api.model
    def _covered(self, employees):
        """Those of the employees whose templates may be stored and handed on."""
        free = employees.filtered(
            lambda person: not person.company_id.sudo().biometric_basis_required
        )
        others = employees - free
        if not others:
            return free
        held = self.sudo().search(
            [("employee_id", "in", others.ids), ("valid", "=", True)]
        )
        return free | (others & held.employee_id)
