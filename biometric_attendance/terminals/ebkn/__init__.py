"""EBKN and other terminals of the FKWeb family: the terminal calls, we answer."""

from .answers import (
    CANCELLED,
    NO_COMMAND,
    OK,
    RESTART,
    TRY_AGAIN,
    UNKNOWN_REQUEST,
    UNREGISTERED,
    encode_answer,
)
from .blocks import ANSWERS, KEPT_MINUTES, join, place
from .codes import EVENTS, FACTORS, STATUS, VERIFY
from .frame import decode_frame, encode_frame
from .orders import (
    ANSWER_BYTES,
    CAPABILITIES,
    COMMAND_BYTES,
    PRESENT,
    command_answer,
    encode_command,
    steps,
)
from .proof import unlike
from .request import CARRYING, HEADERS, Call, proof, read_call
from .results import PENDING, RETURNS, decode_results, explain, is_doubtful
from .terminal import read_poll
from .text import shown
from .uploads import decode_upload

__all__ = [
    "ANSWERS",
    "ANSWER_BYTES",
    "CANCELLED",
    "CAPABILITIES",
    "CARRYING",
    "COMMAND_BYTES",
    "EVENTS",
    "FACTORS",
    "HEADERS",
    "KEPT_MINUTES",
    "NO_COMMAND",
    "OK",
    "PENDING",
    "PRESENT",
    "RESTART",
    "RETURNS",
    "STATUS",
    "TRY_AGAIN",
    "UNKNOWN_REQUEST",
    "UNREGISTERED",
    "VERIFY",
    "Call",
    "command_answer",
    "decode_frame",
    "decode_results",
    "decode_upload",
    "encode_answer",
    "encode_command",
    "encode_frame",
    "explain",
    "is_doubtful",
    "join",
    "place",
    "proof",
    "read_call",
    "read_poll",
    "shown",
    "steps",
    "unlike",
]
