"""Terminals of Dahua, Intelbras and Amcrest: we call their HTTP API."""

from ..brand import Access, Brand, Commands
from ..reasons import _
from .codes import STATUS, VERIFY
from .commands import ANSWER_BYTES, COMMAND_BYTES, KINDS, encode_command
from .guide import GUIDE
from .messages import MESSAGES
from .poll import POLL
from .results import PENDING, explain
from .times import LOCAL, UTC
from .uploads import decode_upload

#: A session finds out which, or a person chooses it.
_DIALECTS = {
    "times_unknown": _("Times not known yet"),
    UTC: _("Times in UTC"),
    LOCAL: _("Times of its own clock"),
}

BRAND = Brand(
    key="dahua",
    label=_("Dahua, Intelbras"),
    dialects=_DIALECTS,
    decode=decode_upload,
    directions=STATUS,
    verify_labels=VERIFY,
    poll=POLL,
    commands=Commands(
        capabilities=dict.fromkeys(_DIALECTS, KINDS),
        encode=encode_command,
        explain=explain,
        pending_code=PENDING,
        answer_bytes=ANSWER_BYTES,
        command_bytes=COMMAND_BYTES,
    ),
    access=Access(dict.fromkeys(_DIALECTS, "dates")),
    guide=GUIDE,
    messages=MESSAGES,
)
