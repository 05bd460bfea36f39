"""ZKTeco push (ADMS), attendance dialect: the terminal calls, we answer."""

from ..zktime import decode_zk_time, encode_zk_time
from .codes import OPERATIONS, STATUS, VERIFY
from .options import encode_check, encode_options, stamps_after
from .request import Call, read_call
from .results import decode_results
from .terminal import decode_info
from .uploads import OK, acknowledge, decode_upload, hold

__all__ = [
    "OK",
    "OPERATIONS",
    "STATUS",
    "VERIFY",
    "Call",
    "acknowledge",
    "decode_info",
    "decode_results",
    "decode_upload",
    "decode_zk_time",
    "encode_check",
    "encode_options",
    "encode_zk_time",
    "hold",
    "read_call",
    "stamps_after",
]
