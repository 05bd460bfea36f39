"""Reading the JSON body of a request, of a bounded size also when it is compressed."""

import json
import zlib

from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from .answers import error

MAX_BODY_BYTES = 16 * 2**20  # after it is unpacked
SMALL_BODY_BYTES = 2**20
GZIP = 16 + zlib.MAX_WBITS


def read_json(http):
    """Return the body of a request, a JSON object.

    :raises HTTPException: it is none, or too large.
    """
    if http.mimetype != "application/json":
        raise error("media_type")
    try:
        body = http.get_data(cache=True, parse_form_data=False)
    except ClientDisconnected:
        raise error(
            "malformed", "The body is shorter than its Content-Length."
        ) from None
    except RequestEntityTooLarge:
        raise error("large") from None
    # Odoo cuts a chunked body at the limit without an error.
    if len(body) >= http.max_content_length:
        raise error("large")
    try:
        encoding = http.headers.get("Content-Encoding", "")
        value = json.loads(_unpack(encoding, body, http.max_content_length))
    except (ValueError, RecursionError):
        raise error("malformed", "The body is not JSON.") from None
    if not isinstance(value, dict):
        raise error("malformed", "The body is not a JSON object.")
    return value


def _unpack(encoding, body, limit):
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return body
    if encoding != "gzip":
        raise error("media_type")
    unpacker = zlib.decompressobj(GZIP)
    try:
        unpacked = unpacker.decompress(body, limit)
    except zlib.error:
        raise error("malformed", "The body is not gzip.") from None
    if unpacker.unconsumed_tail:
        raise error("large")
    if not unpacker.eof or unpacker.unused_data:
        raise error("malformed", "The body is not one whole gzip file.")
    return unpacked
