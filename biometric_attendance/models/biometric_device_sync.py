"""Bringing one terminal to the people it should have."""

from odoo import models


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    def _sync_people(self, wanted):
        """Queue commands for the difference between ``wanted`` and what is known.

        People somebody enrolled at the terminal stay, unless they left the company:
        only who came by a group goes by it.

        :param wanted: the employees who belong here.
        """
        self.ensure_one()
        users = self.env["biometric.device.user"].search([("device_id", "=", self.id)])
        there = users.filtered("employee_id").grouped("employee_id")
        come = wanted.filtered(
            lambda person: all(
                not user.wanted or user.presence in ("absent", "unknown")
                for user in there.get(person, users.browse())
            )
        )
        gone = users.filtered(
            lambda user: (
                user.presence not in ("absent", "pending")
                and user.employee_id
                and (
                    not user.employee_id.active
                    or (user.wanted and user.employee_id not in wanted)
                )
            )
        )
        self._add_people(come, there)
        self._remove_users(gone)

    def _add_people(self, people, there):
        users = self.env["biometric.device.user"]
        for person in people:
            if person in there:
                users |= there[person]
            elif pin := person._biometric_pin_on(self):
                users |= users.create(
                    {"device_id": self.id, "employee_id": person.id, "pin": pin}
                )
        users.write({"wanted": True, "presence": "pending", "problem": False})
        self._write_users(users)

    def _write_users(self, users):
        """Queue all that makes these identities complete on the terminal."""
        wishes = []
        for user in users:
            wishes += user._wishes()
        self.env["biometric.command"]._queue_all(wishes)

    def _remove_users(self, users):
        users.write({"wanted": False, "presence": "pending", "problem": False})
        self.env["biometric.command"]._queue_all(
            [(self, "delete_user", {"pin": user.pin}, {}) for user in users]
        )

    def action_refill(self):
        """Write everybody again who belongs on the terminal: it was reset or replaced."""
        self.check_access("write")
        users = self.env["biometric.device.user"].search(
            [("device_id", "in", self.ids), ("wanted", "=", True)]
        )
        users.write({"presence": "pending", "problem": False})
        for device, mine in users.grouped("device_id").items():
            device._write_users(mine)
