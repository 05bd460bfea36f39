"""The commands that a session with a source took along."""

from dataclasses import dataclass, field

from odoo import models


@dataclass
class Taken:
    """The commands one session took along.

    :ivar left: id of each that has come to no end yet to its device.
    :ivar unanswered: nobody knows what became of one of them.
    """

    left: dict[int, models.Model] = field(default_factory=dict)
    unanswered: bool = False

    def note(self, step):
        """Note what a step said that was stored."""
        if step.name != "connected":
            self.left.pop(int(step.command.id), None)
        if step.name == "command_unanswered":
            self.unanswered = True
