"""The interface every brand of terminals implements: one object for each capability.

A brand without a capability has ``None`` in its place. Code outside the brand's own
folder tests for the capability, never for the brand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .commands import one_step
from .guide import Guide
from .poll import Poll
from .push import Push
from .reasons import Reason
from .records import Upload
from .source import Source

__all__ = ["Access", "Brand", "Commands", "Guide", "ReadBack", "Templates"]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """How the success of a command is verified by reading the terminal afterwards.

    :param is_unverified: ``(code, kind)`` to whether the code does not tell if the command
        succeeded.
    :param difference: ``(kind, payload, upload)`` to the reason why the records read do not
        show that the command was carried out, ``None`` where they do.
    :param only_erasures: only deletions that an erasure waits for are verified, by reading
        that user; its rows come apart from the result, so ``difference`` is not asked.
        Where the terminal cannot be read, its answer to the deletion counts.
    """

    is_unverified: Callable[[int | None, str], bool]
    difference: Callable[[str, Mapping[str, Any], Upload], Reason | None]
    only_erasures: bool = False


@dataclass(frozen=True, slots=True)
class Commands:
    """Capability: commands Odoo can send to a terminal.

    :param capabilities: dialect to the kinds of ``commands.KINDS`` that it supports.
    :param encode: ``(kind, payload, dialect, *, known)`` to the text that is queued.
    :param steps: the same arguments to the list of ``(kind, payload)`` that the command is
        split into, in order.
    :param explain: ``(code, kind, dialect)`` to ``(succeeded, reason)``.
    :param pending_code: result code which means that the real result follows later.
    :param answer_bytes: most bytes of commands in one answer, 0: one at a time.
    :param command_bytes: most bytes of one command.
    :param max_attempts: how often a command without a result is sent.
    :param unanswered: kinds without a result: they are done once they are handed over.
    :param needs_presence: ``encode`` and ``steps`` need ``known["present"]``, ``yes`` or
        ``no``: whether the terminal has the user.
    :param keeps_users: a deletion takes the user off the terminal alone; the vendor's program
        behind it keeps the person, so it proves no erasure.
    """

    capabilities: Mapping[str, frozenset[str]]
    encode: Callable[..., str]
    explain: Callable[[int | None, str, str], tuple[bool, Any]]
    pending_code: int
    answer_bytes: int
    command_bytes: int
    steps: Callable[..., list[tuple[str, dict[str, Any]]]] = one_step
    max_attempts: int = 5
    unanswered: frozenset[str] = frozenset()
    needs_presence: bool = False
    keeps_users: bool = False
    read_back: ReadBack | None = None


@dataclass(frozen=True, slots=True)
class Templates:
    """Which biometric templates a terminal accepts.

    :param family: brands of one family accept each other's templates.
    :param exact_version: only templates known to be of the same version as the terminal's
        algorithm are written to it.
    """

    family: str
    exact_version: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """How a user is kept from punching at a terminal outside the days of their access.

    :param enforcement: dialect to the method proposed: ``removal`` (delete the user),
        ``group`` or ``dates``; ``removal`` for a dialect that is not a key.
    """

    enforcement: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brand:
    """One brand of terminals.

    :param key: stored with each device.
    :param label: marked for translation.
    :param dialects: key to label of the protocol's dialects; the first is assumed for a
        terminal that has not connected yet.
    :param decode: ``(table, body, *, name="")`` to the records of an upload; it takes
        ``encoding`` too where ``push.has_encodings``. Bytes never make it raise: what it
        cannot read is refused.
    :param directions: state key to direction.
    :param verify_labels: code of a punch to what the person was recognised by, marked; more
        than one are joined to a list in the reader's language.
    :param messages: code of a reason to its sentence, marked. A code that another
        brand has too must have the same sentence.
    :param by_api: any program may send its punches: ``decode`` takes JSON, one object a
        line.
    """

    key: str
    label: str
    dialects: Mapping[str, str]
    decode: Callable[..., Upload]
    directions: Mapping[int, str] = field(default_factory=dict)
    verify_labels: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    push: Push | None = None
    poll: Poll | None = None
    source: Source | None = None
    commands: Commands | None = None
    templates: Templates | None = None
    guide: Guide = field(default_factory=Guide)
    access: Access = Access()
    messages: Mapping[str, str] = field(default_factory=dict)
    by_api: bool = False

    @property
    def dialect(self) -> str:
        """The dialect assumed for a terminal that has not connected yet."""
        return next(iter(self.dialects))
