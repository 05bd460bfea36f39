"""Templates on their way to terminals. The command names one; the vault has it."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...rules.vault import VaultError
from ...terminals import BRANDS
from ...terminals.errors import ProtocolError
from .biometric_template import NOT_SAID

STAND_IN = "AA=="  # for checking a command before the template is read


class BiometricTemplate(models.Model):
    _inherit = "biometric.template"

    def _spread(self):
        """Have the other terminals of each person get these templates."""
        wishes = []
        for template in self.filtered("employee_id"):
            others = template.employee_id.biometric_user_ids - template.device_user_id
            for user in others:
                if user.sync_state != "absent":
                    wishes += template._wishes_for(user)
        self.env["biometric.command"].sudo()._queue_all(wishes)

    def _wishes_for(self, user):
        """What writes it to the terminal of a device user, if that can use it.

        :return: ``[(device, kind, payload, further values)]``, one or none.
        """
        self.ensure_one()
        device = user.device_id
        rules = BRANDS[device.brand].templates
        if not device._is_approved() or "set_template" not in device._capabilities():
            return []
        if self.family and self.family != rules.family:
            return []
        theirs = device._algorithm(self.kind)
        if rules.exact_version and (theirs is None or self.major == NOT_SAID):
            user.problem = self.env._(
                "%s is not written: which version the terminal reads is not known.",
                self.kind_label,
            )
            return []
        if theirs and self.major not in (NOT_SAID, theirs):
            user.problem = self.env._(
                "%(kind)s made with version %(made)s; this terminal has %(theirs)s.",
                kind=self.kind_label,
                made=self.major,
                theirs=theirs,
            )
            return []
        extra = {"template_id": self.id}
        return [(device, "set_template", self._payload(user.pin), extra)]


class BiometricDeviceUser(models.Model):
    _inherit = "biometric.device.user"

    def _wishes(self):
        wishes = super()._wishes()
        person = self.employee_id
        if person and self.env["biometric.consent"]._covered(person):
            templates = self.env["biometric.template"].sudo()
            for template in templates.search([("employee_id", "=", person.id)]):
                wishes += template._wishes_for(self)
        return wishes

    def write(self, vals):
        """Templates follow an identity to another employee, and to no contact."""
        templates = self.env["biometric.template"].sudo()
        contact = vals.get("partner_id")
        if contact or "employee_id" in vals:
            person = self.env["hr.employee"].browse(vals.get("employee_id") or ())
            enrolled = Domain("device_user_id", "in", self.ids)
            others = Domain("employee_id", "!=", person.id or False)
            templates = templates.search(enrolled if contact else enrolled & others)
        result = super().write(vals)
        if templates:
            templates._is_mapped(person.sudo())
        return result


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    template_id = fields.Many2one(
        "biometric.template",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="hr_attendance.group_hr_attendance_manager",
        help="What is written. It is read from the vault when the command is sent.",
    )

    def _extra(self):
        template = self.sudo().template_id
        return {
            **super()._extra(),
            **({"template_id": template.id} if template else {}),
        }

    @api.model
    def _read_later(self, extra):
        later = super()._read_later(extra)
        return {**later, "blob": STAND_IN} if extra.get("template_id") else later

    def _values(self):
        values = super()._values()
        if self.kind != "set_template":
            return values
        template = self.sudo().template_id
        if not template:
            raise ProtocolError(self.env._("The template is not stored any more."))
        if not self.env["biometric.consent"]._covered(template.employee_id):
            raise ProtocolError(self.env._("The person has no legal basis on record."))
        try:
            return {**values, "blob": template._text(), "duress": template.duress}
        except VaultError as error:
            raise ProtocolError(str(error)) from error

    def _finish(self, state, code=0, result=None):
        outcome = super()._finish(state, code, result)
        if state in ("failed", "expired"):
            for command in self:
                if command.kind == "set_template":
                    command._device_user().sudo().problem = result
        return outcome
