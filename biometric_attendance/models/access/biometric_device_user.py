from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class BiometricDeviceUser(models.Model):
    """An identity on one device. The same PIN on two devices may be two people."""

    _name = "biometric.device.user"
    _description = "Biometric Device User"
    _order = "device_id, pin"
    _rec_name = "pin"

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        index=True,
        ondelete="cascade",
        help="The terminal this identity lives on.",
    )
    company_id = fields.Many2one(
        related="device_id.company_id", help="The company of the device."
    )
    pin = fields.Char(
        string="PIN",
        required=True,
        help="The number the person has on the terminal, exactly as shown there: "
        "00017 and 17 are two people.",
    )
    name = fields.Char(help="The name stored on the terminal, if it has one.")
    employee_id = fields.Many2one(
        "hr.employee",
        index="btree_not_null",
        ondelete="set null",
        help="Whose punches these are. Earlier punches of the PIN follow at once.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="set null",
        help="Who this is, if no employee: a member, a visitor, a supplier. Punches of "
        "contacts make no attendance.",
    )

    _pin_uniq = models.Constraint(
        "UNIQUE(device_id, pin)", "The device already has a user with this PIN."
    )
    _one_person = models.Constraint(
        "CHECK(employee_id IS NULL OR partner_id IS NULL)",
        "A device user is an employee or a contact, not both.",
    )

    @api.depends("pin", "name")
    def _compute_display_name(self):
        for user in self:
            user.display_name = " ".join(filter(None, [user.pin, user.name]))

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env["biometric.punch"]._assign_people(users)
        return users

    def write(self, vals):
        if {"pin", "device_id"} & set(vals):
            raise UserError(
                self.env._(
                    "A PIN belongs to its device, and its punches to the PIN: make "
                    "another device user instead."
                )
            )
        result = super().write(vals)
        if {"employee_id", "partner_id"} & set(vals):
            self.env["biometric.punch"]._assign_people(self)
        return result

    def _person(self):
        """The employee or contact; nobody: an empty recordset of employees."""
        return self.employee_id or self.partner_id or self.employee_id

    @api.model
    def _of(self, people):
        """All identities of employees or of contacts."""
        return self.search([(people._person_field(), "in", people.ids)])

    @api.ondelete(at_uninstall=False)
    def _unlink_takes_punches_back(self):
        self.write({"employee_id": False, "partner_id": False})

    def action_open_punches(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "biometric_attendance.biometric_punch_action"
        )
        action["domain"] = Domain.OR(
            Domain("device_id", "=", user.device_id.id) & Domain("pin", "=", user.pin)
            for user in self
        )
        action["context"] = {}
        return action

    @api.model
    def _meet(self, device, pins):
        """Note PINs nobody has mapped yet, so that somebody can."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """INSERT INTO biometric_device_user
                          (device_id, pin, sync_state, create_date, write_date)
                   SELECT %s, pin, 'unknown', now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                     FROM unnest(%s) AS pin
                       ON CONFLICT DO NOTHING""",
                device.id,
                sorted(pins),
            )
        )
        self.invalidate_model(flush=False)
