"""The relay beside the running bridge: follows its configuration, and sends what it keeps."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from terminals.calls import Response

from .odoo import OdooClient
from .relay import Relay
from .relay_sender import CallSender
from .spool import Spool

_logger = logging.getLogger(__name__)

#: Pause after a failure of the relay's own.
FAILED_SECONDS = 5.0
#: Seconds between two looks at the configuration.
LOOK_SECONDS = 1.0
STEP_SECONDS = 0.25


class RelayService:
    """The relay with its sender, each in a thread.

    :param config: gives the configuration in use, another object after each change.
    :param client: any thread may use it.
    """

    def __init__(
        self,
        spool: Spool,
        client: OdooClient,
        token: str,
        config: Callable[[], Mapping[str, Any]],
    ):
        def exchange(
            method: str, target: str, headers: Mapping[str, str], body: bytes
        ) -> Response:
            content = body if body or method == "POST" else None
            answer = client.exchange(method, target, body=content, headers=headers)
            return Response(answer.status, dict(answer.headers.items()), answer.body)

        self._config = config
        self._stopping, self._waiting = threading.Event(), threading.Event()
        self.relay = Relay(spool, exchange, token, trigger_sending=self._waiting.set)
        self.sender = CallSender(spool, self.relay.link)
        self._threads = [
            threading.Thread(target=target, name=name, daemon=True)
            for name, target in (("relay-config", self._follow), ("relay", self._send))
        ]

    def start(self) -> None:
        """Listen, also by the configuration kept from before, and begin to send."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take no more calls, and send no more."""
        self._stopping.set()
        self._waiting.set()
        self.relay.stop()
        self.sender.stop()

    def status(self) -> dict[str, Any]:
        """Return what people and Odoo may want to know."""
        relay = self.relay.status()
        return {**relay, "problem": relay["error"] or self.sender.problem}

    def _follow(self) -> None:
        used: Mapping[str, Any] | None = None
        while not self._stopping.is_set():
            config = self._config()
            try:
                # A port that is taken is tried again.
                if config is not used or self.relay.error:
                    self.relay.configure(config)
                    used = config
            except Exception:
                _logger.exception("The relay cannot follow the configuration")
                used = config
            self._stopping.wait(FAILED_SECONDS if self.relay.error else LOOK_SECONDS)

    def _send(self) -> None:
        while not self._stopping.is_set():
            self._waiting.clear()
            try:
                pause = self.sender.drain()
            except Exception:
                if self._stopping.is_set():
                    return
                _logger.exception("Sending calls failed")
                pause = FAILED_SECONDS
            if self.sender.is_away:
                self._wait_for_odoo(pause)
            else:
                self._waiting.wait(pause)

    def _wait_for_odoo(self, seconds: float) -> None:
        """Wait so long, or until Odoo answers a question of a terminal."""
        until, before = time.monotonic() + seconds, self.relay.link.answers
        while time.monotonic() < until and self.relay.link.answers == before:
            if self._stopping.wait(STEP_SECONDS):
                return
