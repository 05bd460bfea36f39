"""The page of a wall display, and the data it fetches: no user, only a secret address."""

from odoo.http import Controller, Response, request, route

from ..models.push import guessing

# Nothing but the addon's own script and style runs, and nobody learns the address.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, no-cache",
}
MAX_BODY_BYTES = 1024  # nobody has one to send
# What wrong addresses are counted by, beside the caller's own.
COUNTED_AS = "wall"


class Wall(Controller):
    """Both routes answer 404 to an unknown address, and 429 to who guesses many."""

    @route(
        "/biometric/wall/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        csrf=False,
        max_content_length=MAX_BODY_BYTES,
        save_session=False,
        readonly=False,
        sitemap=False,
    )
    def page(self, token):
        wall, refusal = self._find(token)
        if refusal:
            return refusal
        page = request.env["ir.qweb"]._render(
            "biometric_attendance.biometric_wall_page", {"wall": wall}
        )
        return Response(
            f"<!DOCTYPE html>\n{page}", headers=HEADERS, mimetype="text/html"
        )

    @route(
        "/biometric/wall/<string:token>/data",
        type="http",
        auth="public",
        methods=["GET"],
        csrf=False,
        max_content_length=MAX_BODY_BYTES,
        save_session=False,
        readonly=False,
        sitemap=False,
    )
    def data(self, token):
        wall, refusal = self._find(token)
        if refusal:
            return refusal
        data, etag = wall._read_wall()
        response = Response(data, headers=HEADERS, mimetype="application/json")
        response.set_etag(etag)
        return response.make_conditional(request.httprequest)

    def _find(self, token):
        """Return the display, or the answer to who has a wrong address.

        Whoever had many is not looked at for a while, not even with the right one.
        """
        displays = request.env["biometric.wall"].sudo()
        caller = guessing.caller_key(
            request.env, request.httprequest.remote_addr, COUNTED_AS, ""
        )
        if guessing.is_blocked(caller):
            return displays, _refuse("Too many wrong addresses\n", 429)
        wall = displays._find(token)
        if wall:
            return wall, None
        guessing.record_refusal(caller, "path", token)
        return displays, _refuse("Not found\n", 404)


def _refuse(text, status):
    return Response(text, status=status, headers=HEADERS, mimetype="text/plain")
