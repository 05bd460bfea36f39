from odoo import api, fields, models
from odoo.fields import Domain

from ...terminals.records import TEMPLATE_KINDS
from ..device.failures import CLEANING
from ..isolation import isolate

NOT_GIVEN = -1  # a number the terminal did not send
# What a person has one of.
PLACE = ("family", "kind", "slot", "index", "major", "minor")


class BiometricTemplate(models.Model):
    """What terminals recognise one finger, face or palm of a person by.

    Kept only where the company says so, encrypted, for no purpose but writing it to
    other terminals of the same person.
    """

    _name = "biometric.template"
    _inherit = ["biometric.encrypted"]
    _description = "Template"
    _order = "employee_id, device_user_id, kind, slot, index"
    _rec_name = "kind"

    device_user_id = fields.Many2one(
        "biometric.device.user",
        string="Enrolled As",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The device user it was enrolled for.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Whose it is. Empty: of a device user nobody has mapped yet.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        compute="_compute_partner_id",
        store=True,
        ondelete="set null",
        help="The person's contact, by which a privacy lookup finds the template.",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        help="The company of the person, or else of the device.",
    )
    family = fields.Char(
        readonly=True,
        help="The brands whose terminals can read it; terminals of others cannot.",
    )
    kind = fields.Char(required=True, readonly=True, help="What it recognises.")
    kind_label = fields.Char(
        string="Recognises", compute="_compute_kind_label", help="What it recognises."
    )
    slot = fields.Integer(
        string="Number",
        readonly=True,
        aggregator=None,
        help="Which finger, eye or hand, by the terminal's number.",
    )
    index = fields.Integer(
        readonly=True, aggregator=None, help="Which of several of the slot."
    )
    major = fields.Integer(
        string="Algorithm",
        readonly=True,
        default=NOT_GIVEN,
        aggregator=None,
        help="Version of the algorithm it was made with; only terminals of the same "
        "version can use it. -1: not known.",
    )
    minor = fields.Integer(
        string="Minor Version",
        readonly=True,
        default=NOT_GIVEN,
        aggregator=None,
        help="Second part of the version. -1: not known.",
    )
    format = fields.Integer(
        readonly=True,
        default=NOT_GIVEN,
        aggregator=None,
        help="The terminal's number of the layout. -1: not known.",
    )
    size = fields.Integer(
        readonly=True,
        default=NOT_GIVEN,
        aggregator=None,
        help="As the terminal counts it. -1: not said.",
    )
    valid = fields.Boolean(readonly=True, default=True, help="The terminal accepts it.")
    duress = fields.Boolean(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="It raises a silent alarm. For nobody: it would give the person away.",
    )
    plain = fields.Boolean(readonly=True, groups=fields.NO_ACCESS)
    fingerprint = fields.Char(copy=False, groups=fields.NO_ACCESS)
    stored_at = fields.Datetime(
        readonly=True, help="When a terminal last sent it anew."
    )

    _employee_uniq = models.UniqueIndex(
        "(employee_id, family, kind, slot, index, major, minor) "
        "WHERE employee_id IS NOT NULL",
        "The person already has this template.",
    )
    _device_user_uniq = models.UniqueIndex(
        "(device_user_id, family, kind, slot, index, major, minor) "
        "WHERE employee_id IS NULL",
        "The device user already has this template.",
    )

    @api.depends("employee_id.work_contact_id", "device_user_id.partner_id")
    def _compute_partner_id(self):
        for template in self:
            contact = template.employee_id.work_contact_id
            template.partner_id = contact or template.device_user_id.partner_id

    @api.depends("employee_id.company_id", "device_user_id.device_id.company_id")
    def _compute_company_id(self):
        for template in self:
            device = template.device_user_id.device_id
            template.company_id = template.employee_id.company_id or device.company_id

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_kind_label(self):
        for template in self:
            label = TEMPLATE_KINDS.get(template.kind, template.kind)
            template.kind_label = label and self.env._(label)

    @api.depends("kind", "slot")
    def _compute_display_name(self):
        for template in self:
            template.display_name = f"{template.kind_label} {template.slot}"

    def unlink(self):
        """Deleted by a person, such as in Odoo's privacy lookup: deleted everywhere.

        Nobody may do so from the screens; there, people begin an erasure.
        """
        self.check_access("unlink")
        templates = self.exists()  # erasing one of a person took the others along
        unmapped = templates.filtered(lambda template: not template.employee_id)
        users, erasures = unmapped.device_user_id, self.env["biometric.erasure"]
        erasures._begin(templates.employee_id, "request")
        erasures._begin_of_users(users, "request")
        return super(BiometricTemplate, templates.exists()).unlink()

    def _drop(self):
        """Delete what is stored here, and nowhere else.

        :return: ``True``.
        """
        return super().unlink()  # pylint: disable=super-method-mismatch

    @api.model
    def _delete_disallowed(self):
        """Delete templates nobody may store any more, and those that are nobody's.

        The terminals keep theirs: this is no erasure.
        """
        off = Domain("company_id.biometric_store_templates", "=", False)
        lost = Domain("employee_id", "=", False) & Domain("device_user_id", "=", False)
        contact = Domain("device_user_id.partner_id", "!=", False)
        of_contacts = Domain("employee_id", "=", False) & contact
        isolate(
            self.search(off | lost | of_contacts),
            lambda templates: templates._drop(),
            lambda template: template.device_user_id.device_id._record_failed_work(
                CLEANING
            ),
        )

    def _get_owner_values(self):
        whose = self.employee_id or self.device_user_id
        place = (self.kind, self.slot, self.index, self.major, self.minor, self.format)
        return (whose._name, whose.id, *place)

    def _prepare_encrypted_values(self, ring, plain):
        return {"fingerprint": ring.fingerprint(plain, self._owner(), ring.current)}

    def _is_same(self, plain):
        """Whether ``plain`` is what is stored, without decrypting it.

        :raises VaultError: no usable key ring.
        """
        self.ensure_one()
        known = self.sudo().fingerprint
        ring = self.env["biometric.vault"]._ring()
        key_id = bytes.fromhex(self.key_id or "")
        return bool(known) and known == ring.fingerprint(plain, self._owner(), key_id)
