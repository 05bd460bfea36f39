"""Steps of sessions as JSON: a host that is not Odoo records them, and Odoo processes them.

The round trip is exact: what is decoded equals what was encoded.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .errors import ProtocolError
from .json_values import codec, refusal
from .session import (
    CommandDone,
    Connected,
    LiveEvents,
    PageRead,
    RowsRead,
    SessionEnd,
    SessionPlan,
)
from .source import SourceRead

RecordableStep = (
    Connected | CommandDone | RowsRead | PageRead | LiveEvents | SessionEnd | SourceRead
)

_STEPS: dict[str, Any] = {
    step.name: step
    for step in (
        *(Connected, CommandDone, RowsRead, PageRead, LiveEvents, SessionEnd),
        SourceRead,
    )
}
#: Kinds of steps that can be recorded.
KINDS = frozenset(_STEPS)


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """A step, recorded where its session was.

    :param step: as its session gave it.
    :param at: when, UTC, by the recorder's clock.
    :param plan: what the session was to do. Its position is that before this very step
        where the step is one of a source; else it is left out.
    :param session: of the steps of one session the same, of others not.
    """

    step: RecordableStep
    at: datetime
    plan: SessionPlan = field(default_factory=SessionPlan)
    session: str = ""


def encode(recorded: RecordedStep) -> tuple[str, dict[str, Any]]:
    """Return the kind of a recorded step, and the rest of it as JSON values."""
    step = recorded.step
    data = {
        "step": codec(_STEPS[step.name]).encode(step),
        "at": codec(datetime).encode(recorded.at),
        "plan": codec(SessionPlan).encode(recorded.plan),
        "session": recorded.session,
    }
    return step.name, data


def decode(kind: Any, data: Any) -> RecordedStep:
    """Return a recorded step.

    :param kind: as ``data`` JSON from anywhere.
    :raises ProtocolError: ``step_unreadable`` for what :func:`encode` never returns.
    """
    if not isinstance(kind, str) or kind not in _STEPS or not isinstance(data, dict):
        raise refusal("step")
    if data.keys() != {"step", "at", "plan", "session"}:
        raise refusal("step")
    try:
        at = codec(datetime).decode(data["at"])
        if at.tzinfo is None:
            raise refusal("datetime")
        return RecordedStep(
            codec(_STEPS[kind]).decode(data["step"]),
            at,
            codec(SessionPlan).decode(data["plan"]),
            codec(str).decode(data["session"]),
        )
    except RecursionError:
        raise ProtocolError("step_unreadable", expected="step") from None
