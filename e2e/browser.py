"""Chromium driven over its DevTools protocol: no driver program, no download."""

import base64
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import websocket

from devkit.debian import chromium
from devkit.processes import start, stop

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1366,900",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
]
GONE = (
    "target navigated or closed"  # Chromium's words for a page that was left meanwhile
)
TIMEOUT_SECONDS = 30  # until what a test waits for must be there
Found = TypeVar("Found")


class Browser:
    """One tab; every call waits for what it needs, at most `TIMEOUT_SECONDS` seconds."""

    def __init__(self, url: str, profile: Path, screenshots: Path):
        """Start Chromium.

        :param url: where relative addresses start, without a slash at the end.
        :param profile: a new folder for the browser's own files, removed afterwards.
        :param screenshots: the folder that keeps the pictures.
        """
        self.url = url
        self.console: list[str] = []
        self._profile = profile
        self._screenshots = screenshots
        self._number = 0
        profile.mkdir(parents=True)
        with (profile / "log").open("wb") as log:
            self._process = start(
                [chromium(), *FLAGS, f"--user-data-dir={profile}", "about:blank"],
                output=log,
            )
        try:
            self._socket = self._connect()
        except BaseException:
            self._end()
            raise
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._end()

    def open(self, path: str) -> None:
        """Go to an address of the server."""
        self.call("Page.navigate", url=self.url + path)
        self.wait(lambda: self.evaluate("document.readyState") == "complete", path)

    def login(self, user: str = "admin", password: str = "admin") -> None:
        """Log in through the form and wait for the web client."""
        self.open("/web/login")
        self.fill("input[name=login]", user)
        self.fill("input[name=password]", password)
        self.click(".oe_login_form button[type=submit]")
        self.find(".o_web_client .o_main_navbar")

    def open_menu(self, menu: str, title: str) -> None:
        """Open a screen by its menu under *Terminals*, and wait until it is there.

        :param menu: its XML id, without the addon and ``_menu``.
        :param title: of the screen: so nothing is clicked on the one before it.
        """
        self.open("/odoo/attendances")
        self.click(".o_menu_sections .dropdown-toggle", "Terminals")
        name = f"biometric_attendance.{menu}_menu"
        self.click(f".o-dropdown--menu [data-menu-xmlid='{name}']")
        self.find(".o_last_breadcrumb_item", title)

    def find(self, selector: str, text: str = "") -> None:
        """Wait until an element matches, and shows `text` when one is given."""
        wanted = f"{selector} {text!r}" if text else selector
        self.wait(
            lambda: self.evaluate(_pick(selector, text) + " !== undefined"), wanted
        )

    def click(self, selector: str, text: str = "") -> None:
        """Click the first visible element that matches and shows `text`, once it is enabled."""
        self.find(selector, text)
        enabled = f"!{_pick(selector, text)}?.matches(':disabled')"
        self.wait(lambda: self.evaluate(enabled), f"{selector} enabled")
        self.evaluate(_pick(selector, text) + ".click()")

    def fill(self, selector: str, value: str) -> None:
        """Put a value into an input as if it were typed."""
        self.find(selector)
        self.evaluate(_pick(selector, "") + ".focus()")
        self.evaluate(_pick(selector, "") + ".select?.()")
        self.call("Input.insertText", text=value)

    def screenshot(self, name: str) -> Path:
        """Keep a picture of the page and return its file."""
        picture = self.call("Page.captureScreenshot", format="png")["data"]
        self._screenshots.mkdir(parents=True, exist_ok=True)
        path = self._screenshots / f"{name}.png"
        path.write_bytes(base64.b64decode(picture))
        return path

    def evaluate(self, script: str) -> Any:
        """Run JavaScript in the page and return its JSON value.

        :raises AssertionError: it threw.
        """
        answer = self.call(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            awaitPromise=True,
        )
        if answer is None:  # the page went away before it answered: ask the new one
            return self.evaluate(script)
        if thrown := answer.get("exceptionDetails"):
            description = thrown.get("exception", {}).get("description")
            raise AssertionError(f"{script}: {description or thrown['text']}")
        return answer["result"].get("value")

    def wait(self, ready: Callable[[], Found], wanted: str) -> Found:
        """Ask again and again until the answer is true, and return it.

        :raises AssertionError: it never was; a screenshot shows the page then.
        """
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            if found := ready():
                return found
            time.sleep(0.1)
        picture = self.screenshot("failure")
        raise AssertionError(
            f"Not there after {TIMEOUT_SECONDS} s: {wanted}. See {picture}."
        )

    def call(self, method: str, **parameters: Any) -> Any:
        """Send one DevTools command and return its result, ``None`` for one cut short."""
        self._number += 1
        call = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(call))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._number:
                error = answer.get("error", {})
                if GONE in error.get("message", ""):
                    return None
                assert not error, f"{method}: {error}"
                return answer["result"]
            self._process_event(answer)

    def _process_event(self, event: dict) -> None:
        if event.get("method") == "Runtime.exceptionThrown":
            self.console.append(json.dumps(event["params"]["exceptionDetails"]))

    def _connect(self) -> websocket.WebSocket:
        port_file = self._profile / "DevToolsActivePort"
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not (port_file.exists() and "\n" in port_file.read_text()):
            if self._process.poll() is not None or time.monotonic() > deadline:
                log = (self._profile / "log").read_text(errors="replace")[-2000:]
                raise AssertionError(f"{log}\nChromium does not start.")
            time.sleep(0.05)
        port, path = port_file.read_text().split("\n")[:2]
        address = f"ws://127.0.0.1:{port}"
        browser = websocket.create_connection(address + path, timeout=TIMEOUT_SECONDS)
        browser.send(json.dumps({"id": 1, "method": "Target.getTargets"}))
        targets = json.loads(browser.recv())["result"]["targetInfos"]
        browser.close()
        page = next(each for each in targets if each["type"] == "page")
        return websocket.create_connection(
            f"{address}/devtools/page/{page['targetId']}", timeout=TIMEOUT_SECONDS
        )

    def _end(self) -> None:
        stop(self._process)
        shutil.rmtree(self._profile, ignore_errors=True)


def _pick(selector: str, text: str) -> str:
    """Return JavaScript for the first visible element of that look, or undefined."""
    return (
        f"[...document.querySelectorAll({json.dumps(selector)})].find("
        "e => e.checkVisibility() &&"
        f" (e.textContent + (e.value ?? '')).includes({json.dumps(text)}))"
    )
