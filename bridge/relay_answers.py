"""Answers the bridge gives terminals by itself: receipts, and what is said while Odoo is away."""

import logging
from collections.abc import Mapping

from terminals import BRANDS
from terminals.calls import Call, Done, Handover, Outcome, Rejected, Response
from terminals.records import Upload

from .relay_routes import push_of

_logger = logging.getLogger(__name__)

#: Kinds of calls only Odoo can answer; the terminal is greeted and asks again.
_ASKING_KINDS = frozenset({"handshake", "registration", "settings", "time", "lookup"})
#: Those whose last answer is given again while Odoo is away.
REPEATED_KINDS = frozenset({"handshake", "registration", "settings"})
#: Kinds whose answer depends on what the terminal sent before.
ORDERED_KINDS = frozenset({"command_request", "handshake", "settings"})


def receipt(brand: str, call: Call, body: bytes, encoding: str = "") -> Response:
    """Return the acknowledgement of a call that is stored, as the terminal counts it.

    :param encoding: the terminal's character set, ``""`` where it is not known.
    """
    push = push_of(brand)
    upload = None
    if call.kind == "upload":
        upload = _decode(brand, call, body, encoding if push.has_encodings else "")
    return push.answer(call, Done(upload, dialect=call.dialect or ""))


def refusal(brand: str, call: Call | None, reason: str) -> Response:
    """Return the answer to a call that was not stored; the terminal keeps what it has."""
    return push_of(brand).answer(call, Rejected(reason))


def neutral(brand: str, call: Call) -> Response:
    """Return the answer to a call that asks while Odoo is away."""
    outcome: Outcome = Done()
    if call.kind == "command_request":
        outcome = Handover()
    elif call.kind in _ASKING_KINDS or call.kind == "unknown":
        reason = "unknown" if call.kind == "unknown" else "unknown_device"
        outcome = Rejected(reason)
    return push_of(brand).answer(call, outcome)


def _decode(brand: str, call: Call, body: bytes, encoding: str) -> Upload:
    """Decode rows for their acknowledgement; Odoo decodes them again, and stores them.

    A mistake in a brand's decoder must not keep a terminal from going on: Odoo keeps the
    body as a message, and it is acknowledged as that is.
    """
    options: Mapping[str, str] = {"encoding": encoding} if encoding else {}
    try:
        return BRANDS[brand].decode(call.table, body, name=call.name, **options)
    except Exception:
        _logger.exception("A body of table %s could not be counted", call.table)
        return Upload(lines=sum(1 for line in body.split(b"\n") if line.strip()))
