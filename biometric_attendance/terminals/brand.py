"""A brand is data: a name for people and a codec."""

from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Brand:
    """One line of the registry.

    :param label: what people call it.
    :param transport: ``push`` (the terminal calls), ``poll`` (we call), ``gateway``
        (somebody between calls for the terminal, and is called).
    :param codec: the module that turns its bytes into records.
    :param dialect: which of its dialects a terminal nobody has heard yet speaks.
    :param family: brands of one family read each other's templates.
    :param listener: its requests make sense only as the listener passes them on.
    :param tries: how often a command nobody answers is sent.
    :param exact: a template is only written where its version is known to be the
        terminal's own.
    :param read_back: what a command did is believed once it was read back; its codec
        has ``is_doubtful`` and ``unlike``.
    """

    label: str
    transport: str
    codec: ModuleType
    dialect: str = "attendance"
    family: str = ""
    listener: bool = False
    tries: int = 5
    exact: bool = False
    read_back: bool = False
