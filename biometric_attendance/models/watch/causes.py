"""The table of what people are told of, see :data:`CAUSES`.

Each cause has two sentences in ``models/messages.py``: ``alert_<key>`` says what is wrong,
``advice_<key>`` what to do next.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from . import device_states, records, silence
from .finding import Finding, Moment


class Cause(NamedTuple):
    """A kind of trouble.

    :param title: the label of the cause; Odoo translates labels of selections.
    :param find: returns the devices it is found at.
    :param details: fields of the device that say more; the first that is set does.
    :param event: it is something that happened once, so whoever is done with it is not
        told again.
    :param approval: it is about terminals that nobody has approved, of which all are one
        alert.
    """

    key: str
    title: str
    find: Callable[[Moment], Sequence[Finding]]
    details: tuple[str, ...] = ()
    event: bool = False
    approval: bool = False


CAUSES = {
    cause.key: cause
    for cause in (
        Cause("silent", "Silent", silence.find_silent),
        Cause("unreadable", "Cannot be read", silence.find_unreadable,
              ("poll_error",)),
        Cause("bridge", "Bridge silent", silence.find_behind_silent_bridge),
        Cause("refused", "Calls refused", device_states.find_refused,
              ("refused_reason",)),
        Cause("replaced", "Another terminal", device_states.find_replaced),
        Cause("clock", "Clock or zone doubtful", device_states.find_clock,
              ("clock_doubt_text", "clock_warning")),
        Cause("memory", "Memory nearly full", device_states.find_memory),
        Cause("shrunk", "Punches lost", device_states.find_shrunk, event=True),
        Cause("commands", "Commands failed", records.find_commands, event=True),
        Cause("encrypted", "Encrypted messages wait", records.find_encrypted),
        Cause("messages", "Unreadable lines wait", records.find_messages),
        Cause("unmapped", "People to match", records.find_unmapped),
        Cause("pending", "New terminals", device_states.find_pending, approval=True),
        Cause("failed", "Work on it failed", device_states.find_failed,
              ("failure",)),
    )
}  # fmt: skip
SILENT_CAUSES = ("silent", "unreadable", "bridge")
