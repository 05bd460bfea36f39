"""What all routes of the API have in common."""

from odoo.http import route

from ..models.api.reading import SMALL_BODY_BYTES

PREFIX = "/biometric/v1"


def api_route(path, method, right=None, most_bytes=SMALL_BODY_BYTES):
    """Return the decorator of a route below ``/biometric/v1`` that answers in JSON.

    :param right: what the token of the caller must allow; ``None`` where it needs none.
    :param most_bytes: of the body.
    """
    return route(
        f"{PREFIX}{path}",
        type="http",
        auth="biometric_api",
        biometric_right=right,
        methods=[method],
        csrf=False,
        max_content_length=most_bytes,
        save_session=False,
        readonly=False,
    )
