"""QR codes as SVG: sharp in print, and without a program that draws pixels."""

import base64

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

BORDER = 4  # modules of white around it that readers need


def qr_source(text):
    """Return a QR code of a text as the source of an image, ``""`` for no text."""
    if not text:
        return ""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    size = code.getModuleCount()
    dark = "".join(
        f"M{x + BORDER} {y + BORDER}h1v1h-1z"
        for y in range(size)
        for x in range(size)
        if code.isDark(y, x)
    )
    side = size + 2 * BORDER
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        'width="240" height="240" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{dark}"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
