"""The queue of commands, seen from a terminal that asks and answers."""

from dataclasses import replace
from unittest.mock import patch

from ..terminals import BRANDS
from ..terminals.records import CommandResult
from .common import BiometricCase


class CommandCase(BiometricCase):
    """A queue, and a terminal that asks and answers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.commands = cls.env["biometric.command"]

    def queue(self, what, /, device=None, **payload):
        return self.commands._queue(device or self.device, what, payload)

    def limits(self, **values):
        """Other limits of what the terminal takes, as long as it lasts."""
        key = self.device.brand
        commands = replace(BRANDS[key].commands, **values)
        return patch.dict(BRANDS, {key: replace(BRANDS[key], commands=commands)})

    def hand_out(self, device=None):
        """What the terminal gets when it asks: ``["1:REBOOT", ...]``."""
        device = self.as_gateway(device or self.device)
        commands = self.as_gateway(self.commands)
        leased = commands._lease(device) if commands._has_pending(device) else []
        self.env.invalidate_all()
        return [text for _id, text in leased]

    def answer(self, command, code=0, device=None):
        self.say([(str(command.id), code)], device)

    def say(self, results, device=None):
        """Results of a terminal, as the user it reports them as."""
        self.as_gateway(self.commands)._process_results(
            self.as_gateway(device or self.device),
            [CommandResult(number, code, "DATA", {}, "") for number, code in results],
        )
        self.env.invalidate_all()

    def assertState(self, command, state, result=None):
        self.assertEqual((command.state, command.result or None), (state, result))
