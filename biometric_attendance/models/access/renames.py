"""Device users to which a terminal gave another person's name: whose are they now?"""

import json

from odoo import api, fields, models
from odoo.tools import SQL

from ...rules.names import is_name, is_spelling
from .ownership import RENAME_FIELDS


class BiometricDeviceUser(models.Model):
    _inherit = "biometric.device.user"

    renamed_from = fields.Char(
        string="Name Before",
        readonly=True,
        copy=False,
        help="The name the terminal had for the PIN when it was the present owner's.",
    )
    renamed_to = fields.Char(
        string="Another Person?",
        readonly=True,
        copy=False,
        help="The terminal has given the PIN this name, which is no spelling of the one "
        "before: it may be another person's by now.",
    )
    renamed_at = fields.Datetime(
        string="Renamed",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the terminal reported the other name.",
    )

    def action_same_person(self):
        """Note that the PIN is still the same person's, by another name."""
        self._check_assignable()
        self.sudo()._clear_rename()
        return True

    def action_other_person(self):
        """Ask whose the PIN is since the terminal renamed it."""
        self.ensure_one()
        if not self.renamed_at:
            return self.action_assign()
        wizard = self.env["biometric.assignment.wizard"]
        return wizard._open(self, span="time", since=self.renamed_at)

    def _clear_rename(self):
        self.write(dict.fromkeys(RENAME_FIELDS, False))

    @api.model
    def _note_renames(self, renamed):
        """Note which of some device users have a name now that is another person's.

        Another spelling is none, nor is the name of the person it is linked to, by which an
        earlier doubt is over. Two statements, however many users there are.

        :param renamed: ``[(id, name before, new name)]`` of device users that have an owner;
            the name before is empty where the user was deleted at the terminal meanwhile.
        """
        names = {id_: (old, new) for id_, old, new in renamed if is_name(new)}
        if not names:
            return
        rows = self.env.execute_query(
            SQL(
                """SELECT u.id, u.renamed_from, coalesce(e.name, c.name)
                     FROM biometric_device_user u
                LEFT JOIN hr_employee e ON e.id = u.employee_id
                LEFT JOIN res_partner c ON c.id = u.partner_id
                    WHERE u.id = ANY(%s)""",
                list(names),
            )
        )
        noted = []
        for id_, first, person in rows:
            old, new = names[id_]
            before = first or old or person or ""
            is_known = is_spelling(before, new) or (person and is_spelling(person, new))
            if not is_known:
                noted.append({"id": id_, "before": before, "new": new})
            elif first:
                noted.append({"id": id_})
        if noted:
            _store(self.env, noted)


def _store(env, noted):
    """Store the names, or that there is no doubt any more where there are none."""
    env.cr.execute(
        SQL(
            """UPDATE biometric_device_user u
                  SET renamed_from = r.before, renamed_to = r.new,
                      renamed_at = CASE WHEN r.new IS NOT NULL
                                        THEN coalesce(u.renamed_at, %s) END
                 FROM json_to_recordset(%s) AS r(id int, before text, new text)
                WHERE u.id = r.id""",
            fields.Datetime.now(),
            json.dumps(noted),
        )
    )
