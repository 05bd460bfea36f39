from odoo import api, fields, models
from odoo.tools import SQL


class BiometricTurn(models.Model):
    """Who may change a person's attendances now: the pairing or people, one at a time.

    Odoo checks overlaps by reading, so two transactions that do not see each other may
    both store the same attendance. Each of them takes the person's turn first, which is
    an update of one row: the later one then fails with a serialization error and starts
    again with what the earlier one wrote.
    """

    _name = "biometric.turn"
    _description = "Turn to Change Attendances"
    _log_access = False

    employee_id = fields.Many2one(
        "hr.employee", required=True, ondelete="cascade", help="Whose attendances."
    )
    turn = fields.Integer(help="Counts how often somebody changed them.")

    _employee_uniq = models.Constraint("UNIQUE(employee_id)", "One row a person.")

    @api.model
    def _take(self, employees):
        """Take the turn of these people until the transaction ends.

        In order of id, so that two who want several do not wait for each other.
        """
        if not employees:
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO biometric_turn (employee_id, turn)
                   SELECT id, 1 FROM unnest(%s) AS id ORDER BY id
                       ON CONFLICT (employee_id)
                       DO UPDATE SET turn = biometric_turn.turn + 1""",
                employees.ids,
            ),
            log_exceptions=False,  # somebody else's turn is no error
        )
