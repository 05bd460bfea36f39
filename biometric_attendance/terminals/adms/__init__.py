"""ZKTeco push (ADMS), attendance and security dialect: the terminal calls, we answer."""

from ..zk_codes import STATUS
from ..zk_times import decode_zk_time, encode_zk_time
from .codes import OPERATIONS, VERIFY
from .options import encode_check, encode_options, stamps_after
from .orders import (
    ANSWER_BYTES,
    CAPABILITIES,
    COMMAND_BYTES,
    encode_command,
    encode_commands,
    how_many_fit,
    steps,
)
from .request import CARRYING, Call, read_call
from .results import decode_results
from .returns import PENDING, RETURNS, explain
from .security import (
    decode_registry,
    encode_push_options,
    encode_registry,
    encode_time,
    proof,
    session_token,
)
from .terminal import decode_info
from .uploads import OK, acknowledge, decode_upload, hold

__all__ = [
    "ANSWER_BYTES",
    "CAPABILITIES",
    "CARRYING",
    "COMMAND_BYTES",
    "OK",
    "OPERATIONS",
    "PENDING",
    "RETURNS",
    "STATUS",
    "VERIFY",
    "Call",
    "acknowledge",
    "decode_info",
    "decode_registry",
    "decode_results",
    "decode_upload",
    "decode_zk_time",
    "encode_check",
    "encode_command",
    "encode_commands",
    "encode_options",
    "encode_push_options",
    "encode_registry",
    "encode_time",
    "encode_zk_time",
    "explain",
    "hold",
    "how_many_fit",
    "proof",
    "read_call",
    "session_token",
    "stamps_after",
    "steps",
]
