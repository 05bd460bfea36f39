"""Answers of the API: JSON, and errors with a code a program can read."""

import json

from werkzeug.exceptions import HTTPException

from odoo.http import Response

from ...rules.api_errors import ERRORS

# Seconds after which a caller that was refused for its pace may try again.
RETRY_AFTER = 60
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def answer(value, status=200, **headers):
    """Return a response with a value as JSON."""
    return Response(
        json.dumps(value),
        status=status,
        headers={**HEADERS, **headers},
        content_type="application/json",
    )


def error(code, detail=None):
    """Return the exception that answers with an error; the transaction is undone.

    :param code: of ``ERRORS``.
    :param detail: English, what is wrong with this request.
    """
    status, message = ERRORS[code]
    headers = {"Retry-After": str(RETRY_AFTER)} if status in (429, 503) else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    value = {"error": {"code": code, "message": detail or message}}
    return HTTPException(response=answer(value, status, **headers))
