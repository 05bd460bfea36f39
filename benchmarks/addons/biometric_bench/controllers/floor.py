from odoo.http import Controller, Response, route


class Floor(Controller):
    """What any request costs in Odoo, whatever it does."""

    @route(
        "/biometric_bench/floor",
        type="http",
        auth="none",
        methods=["GET", "POST"],
        csrf=False,
        save_session=False,
        readonly=True,
    )
    def floor(self, **_query):
        return Response(b"OK", content_type="text/plain")
