"""A person at the page that connects terminals: clicks and seconds are counted."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from e2e.browser import Browser

PAGE = "/odoo/connect-terminal"
SIZES = {
    1366: {"width": 1366, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    390: {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True},
}


class Person:
    """Somebody who clicks and types; everything asked of the browser goes through here."""

    def __init__(self, browser: Browser, width: int):
        """Take the browser in hand, as wide as given."""
        self.browser = browser
        self.clicks = self.typed = 0
        self._began = time.monotonic()
        browser.call("Emulation.setDeviceMetricsOverride", **SIZES[width])

    def begin(self) -> None:
        """Open the page, and count from now on."""
        self.browser.open(PAGE)
        self.browser.find(".o_biometric_connect_card")
        self.clicks = self.typed = 0
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since the page was opened."""
        return time.monotonic() - self._began

    def click(self, selector: str, text: str = "") -> None:
        """Click once."""
        self.browser.click(selector, text)
        self.clicks += 1

    def fill(self, selector: str, value: str) -> None:
        """Type a value."""
        self.browser.fill(selector, value)
        self.typed += 1


@contextmanager
def base_url(api, url: str) -> Iterator[None]:
    """Let the server take this address for its own, for the time of the block."""
    was = api.call("ir.config_parameter", "get_param", key="web.base.url")
    api.call("ir.config_parameter", "set_param", key="web.base.url", value=url)
    try:
        yield
    finally:
        api.call("ir.config_parameter", "set_param", key="web.base.url", value=was)


def is_narrow_enough(browser: Browser) -> bool:
    """Tell whether nothing has to be scrolled to from the side."""
    script = (
        "(e => e.scrollWidth <= e.clientWidth + 1)"
        "(document.querySelector('.o_biometric_connect .o_content'))"
    )
    return browser.evaluate(script)
