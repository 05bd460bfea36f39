"""Starting on a disk without any room: Odoo is told, and there is another try later."""

import logging
import time
from datetime import datetime, timezone

from .contact import HEARTBEAT
from .errors import OdooAway, OdooRefused
from .state import State
from .version import VERSION
from .watchdog import notify

_logger = logging.getLogger(__name__)

#: Between two attempts to begin.
WAIT_SECONDS, LOOK_SECONDS = 30.0, 5.0


def wait_for_room(state: State) -> None:
    """Tell Odoo that the spool cannot be opened, and wait for a while.

    Terminals keep their punches meanwhile.
    """
    _logger.error("The disk is full: terminals are not read before there is room")
    notify("READY=1")
    try:
        now = datetime.now(timezone.utc).isoformat()
        values = {"version": VERSION, "now": now, "disk_full": True}
        state.client().json("POST", HEARTBEAT, values)
    except (OdooAway, OdooRefused) as error:
        _logger.warning("Odoo cannot be told: %s", error)
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        notify("WATCHDOG=1")
        time.sleep(LOOK_SECONDS)
