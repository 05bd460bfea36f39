from odoo import api, fields, models
from odoo.tools import SQL


class BiometricPairingLock(models.Model):
    """A row per employee that serializes changes of the employee's attendances.

    Odoo checks overlaps by reading, so two transactions that do not see each other may
    both store the same attendance. Each of them first updates this row: the later one
    then fails with a serialization error and is retried with what the earlier one wrote.
    """

    _name = "biometric.pairing.lock"
    _inherit = ["biometric.rights"]
    _description = "Pairing Lock of an Employee"
    _log_access = False

    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="cascade", help="Whose attendances."
    )
    counter = fields.Integer(help="How often the lock was acquired.")

    _employee_uniq = models.Constraint("UNIQUE(employee_id)", "One row a person.")

    @api.model
    def _acquire(self, employees):
        """Lock the attendances of these employees until the transaction ends.

        In order of id, so that two transactions cannot wait for each other.
        """
        if not employees:
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO biometric_pairing_lock (employee_id, counter)
                   SELECT id, 1 FROM unnest(%s) AS id ORDER BY id
                       ON CONFLICT (employee_id)
                       DO UPDATE SET counter = biometric_pairing_lock.counter + 1""",
                employees.ids,
            ),
            log_exceptions=False,  # a conflict is expected and retried
        )
