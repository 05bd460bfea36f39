"""A relay as a process of its own: ``python relay_process.py FOLDER PORT``. Odoo is away."""

import sys
import threading
from pathlib import Path

from bridge.errors import OdooAway
from bridge.relay import Relay
from bridge.spool import Spool

TERMINALS = [
    {"id": 1, "brand": "adms", "serial": "T1"},
    {"id": 2, "brand": "ebkn", "serial": "E1"},
]


def away(*_call):
    """Odoo does not answer."""
    raise OdooAway("away")


if __name__ == "__main__":
    spool = Spool(Path(sys.argv[1]) / "spool.db")
    relay = Relay(spool, away, "token", host="127.0.0.1")
    relay.configure({"relay": {"port": int(sys.argv[2]), "devices": TERMINALS}})
    print("ready" if relay.port else relay.error, flush=True)
    threading.Event().wait()
