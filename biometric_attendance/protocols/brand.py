"""A brand is data: a name for people and a codec."""

from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Brand:
    """One line of the registry.

    :param label: what people call it.
    :param transport: ``push`` (the terminal calls), ``poll`` (we call).
    :param codec: the module that turns its bytes into records.
    :param capabilities: what the brand can do, in the words of ``CAPABILITIES``.
    """

    label: str
    transport: str
    codec: ModuleType
    capabilities: frozenset[str] = frozenset()
