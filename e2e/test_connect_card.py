"""The card for whoever stands at the terminal, as it is printed."""

import base64

from e2e.connecting import base_url
from listener import own_address

URL = "http://{host}:8069"
REPORT = "/report/html/biometric_attendance.biometric_connect_card/{id}"
DRAWN = "document.querySelector('img[alt=QR]')?.naturalWidth"


def test_the_card_is_printed_with_a_qr_code(browser, api):
    """Printed by the browser itself: wkhtmltopdf is not on every machine."""
    browser.login()
    with base_url(api, URL.format(host=own_address())):
        arguments = {"brand": "adms", "url": URL.format(host=own_address())}
        action = api.call(
            "biometric.connect", "print_card", **arguments, serial="CARD2"
        )
        [card] = action["context"]["active_ids"]
        browser.open(REPORT.format(id=card))
        browser.find("td", own_address())
        browser.find("b", "CARD2")
        browser.wait(lambda: browser.evaluate(DRAWN), "the QR code")
        browser.screenshot("connect-card")
        printed = browser.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)
    pdf = base64.b64decode(printed["data"])
    assert pdf.startswith(b"%PDF")
