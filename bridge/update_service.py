"""Updates beside the running bridge: fetches what Odoo offers, and confirms what works."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from .errors import BridgeError, OdooAway, OdooRefused
from .odoo import OdooClient
from .update import apply_offer, read_offer
from .update_files import ProgramFiles

_logger = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
#: Pause after an update that could not be fetched.
RETRY_SECONDS = 600.0


class Updates:
    """Looks after the program's file while the program runs.

    :param config: gives the configuration of Odoo.
    :param last_heartbeat: gives when Odoo last took a heartbeat of this process, ``None``: not yet.
    :param restart: has the program end, to be started again.
    """

    def __init__(
        self,
        files: ProgramFiles,
        client: OdooClient,
        config: Callable[[], Mapping[str, Any]],
        last_heartbeat: Callable[[], float | None],
        restart: Callable[[], None],
    ):
        self._files, self._client = files, client
        self._config, self._last_heartbeat, self._restart = (
            config,
            last_heartbeat,
            restart,
        )
        self._running = files.sha256()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="update", daemon=True)
        self.problem = ""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopping.set()

    def status(self) -> dict[str, Any]:
        """Return what is in use, and what was wrong with an update."""
        return {"sha256": self._running, "problem": self.problem}

    def look(self) -> float:
        """Do what is due, and return the seconds until the next look."""
        if self._last_heartbeat() is None:
            return LOOK_SECONDS
        in_place = self._files.sha256()
        if in_place != self._running:  # by the command `update`
            self._end("Another version was put in place")
            return RETRY_SECONDS
        if self._files.confirm():
            _logger.info("The new version works")
        offer = read_offer(dict(self._config()))
        if offer is None or not offer.automatic or offer.sha256 == in_place:
            self.problem = ""
            return LOOK_SECONDS
        failure = self._files.failure(offer.sha256)
        if failure:
            self._fail(f"Version {offer.version} is not tried again: {failure}")
            return LOOK_SECONDS
        try:
            apply_offer(self._client, self._files, offer)
        except BridgeError as error:
            self._files.refuse(offer.sha256, str(error))
            self._fail(f"Version {offer.version} is not used: {error}")
            return RETRY_SECONDS
        except (OdooAway, OdooRefused, OSError) as error:
            self._fail(f"Version {offer.version} could not be fetched: {error}")
            return RETRY_SECONDS
        self._end(f"Version {offer.version} is in place")
        return RETRY_SECONDS

    def _end(self, text: str) -> None:
        _logger.info("%s; the bridge starts again", text)
        self._restart()

    def _fail(self, text: str) -> None:
        if text != self.problem:
            _logger.error("%s", text)
        self.problem = text

    def _run(self) -> None:
        pause = LOOK_SECONDS
        while not self._stopping.wait(pause):
            try:
                pause = self.look()
            except Exception:
                _logger.exception("Looking for updates failed")
                pause = RETRY_SECONDS
