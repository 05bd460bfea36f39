"""Three terminals and a group of two, and what they are told."""

from odoo.fields import Command

from ..models.access import reports
from ..terminals.records import CommandResult, DeviceUser
from .common import BiometricCase


class PeopleCase(BiometricCase):
    """Two more terminals, and a group."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north = cls.make_device("NORTH01")
        cls.south = cls.make_device("SOUTH01")
        cls.group = cls.env["biometric.device.group"].create(
            {
                "name": "Halls",
                "company_id": cls.company.id,
                "device_ids": [Command.set((cls.north | cls.south).ids)],
            }
        )

    def sync(self):
        self.env.flush_all()
        self.sync_devices()
        self.env.flush_all()
        self.env.invalidate_all()

    def received_commands(self, device, code=0):
        """What a terminal is told now; it answers all of it with ``code``."""
        commands = self.as_gateway(self.env["biometric.command"])
        device = self.as_gateway(device)
        leased = commands._lease(device)
        results = [CommandResult(number, code, "", {}, "") for number, _t in leased]
        commands._process_results(device, results)
        self.env.flush_all()
        self.env.invalidate_all()
        return [text.removeprefix("DATA ") for _number, text in leased]

    def settle(self):
        """Everything wanted is done on every terminal."""
        self.sync()
        for device in self.device | self.north | self.south:
            self.received_commands(device)

    def identity(self, person, device):
        users = self.env["biometric.device.user"]._of(person)
        return users.filtered(lambda user: user.device_id == device)

    def presences(self, person):
        users = self.env["biometric.device.user"]._of(person)
        return {user.device_id.serial: user.sync_state for user in users}

    def report(self, device, *users):
        """What the terminal says of its users."""
        users = [DeviceUser(**user) for user in users]
        device = self.as_gateway(device)
        reports.process_reported(device, users)
        self.env.flush_all()
        self.env.invalidate_all()
