"""CAMS gateway, all three generations: it calls, we answer; and we call it."""

from .answers import Answer, decode_answer
from .bodies import MOST
from .codes import LATER, PENDING, STATUS, STATUS_WORDS, VERIFY, explain
from .envelope import CONTENT_TYPES, envelope
from .history import encode_page, pages, span
from .orders import (
    ANSWER_BYTES,
    CAPABILITIES,
    COMMAND_BYTES,
    encode_command,
    steps,
)
from .request import CARRYING, Call, named, proof, read_call, unseal
from .results import decode_results
from .sealing import open_sealed, seal
from .uploads import DONE, UNOPENED, acknowledge, decode_upload, without_secrets

__all__ = [
    "ANSWER_BYTES",
    "CAPABILITIES",
    "CARRYING",
    "COMMAND_BYTES",
    "CONTENT_TYPES",
    "DONE",
    "LATER",
    "MOST",
    "PENDING",
    "STATUS",
    "STATUS_WORDS",
    "UNOPENED",
    "VERIFY",
    "Answer",
    "Call",
    "acknowledge",
    "decode_answer",
    "decode_results",
    "decode_upload",
    "encode_command",
    "encode_page",
    "envelope",
    "explain",
    "named",
    "open_sealed",
    "pages",
    "proof",
    "read_call",
    "seal",
    "span",
    "steps",
    "unseal",
    "without_secrets",
]
