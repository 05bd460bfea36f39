"""`status`: how it stands, from the file the running bridge writes."""

import argparse
import json
from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import Any

from terminals.reasons import Reason

from ..config import Config
from ..spool import Spool

HELP = "show how it stands; exit code 1 if something is wrong"
#: The running bridge writes its status twice a minute.
STALE = timedelta(minutes=3)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--json", action="store_true", help="for programs")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    pairing, status = options.state.pairing, options.state.read("status.json")
    with closing(Spool(options.state.spool_path)) as spool:
        status["spool"] = spool.counts()._asdict()
        refused = spool.quarantined()[:20]
    names = {n: each.name for n, each in Config(options.state).devices.items()}
    problems = list(find_problems(status, names))
    if options.json:
        print(json.dumps({**status, "problems": problems}))
        return 1 if problems else 0
    print(f"Paired as {pairing.name} with {pairing.url}")
    print(f"Waiting for Odoo: {status['spool']['waiting']} items")
    for name, problem in (status.get("sources") or {}).items():
        print(f"{name}: {problem or 'answers'}")
    for device in status.get("devices", ()):
        state = {True: "answers", False: "does not answer"}.get(device["reachable"])
        print(f"{names.get(device['id'], device['id'])}: {state or 'not called yet'}")
    relay = (status.get("services") or {}).get("relay") or {}
    if relay.get("port"):
        print(f"Terminals that call: at port {relay['port']}, {relay['calls']}")
    for each in refused:
        print(f"Odoo refused item {each.item.id}: {each.code} {each.message}")
    print("\n".join(problems) or "All is well.")
    return 1 if problems else 0


def find_problems(status: dict[str, Any], names: dict[int, str]) -> list[str]:
    """Return a sentence for each thing that is wrong."""
    odoo, found = status.get("odoo") or {}, []
    written = status.get("now")
    age = written and datetime.now(timezone.utc) - datetime.fromisoformat(written)
    if not age or not timedelta(0) <= age <= STALE:
        found.append("The bridge is not running.")
    if odoo.get("problem"):
        found.append(f"Odoo: {odoo['problem']}")
    if abs(odoo.get("clock_ahead") or 0) > 60:
        found.append(f"This computer's clock is {odoo['clock_ahead']:.0f} s ahead.")
    if status.get("disk_full"):
        found.append("The disk is full: terminals are not read.")
    if status["spool"]["quarantined"]:
        found.append(f"Odoo refused {status['spool']['quarantined']} items.")
    for service in (status.get("services") or {}).values():
        if service.get("problem"):
            found.append(f"{service['problem']}.")
    for device in status.get("devices", ()):
        if device.get("error"):
            reason = Reason(device["error"]["code"], device["error"]["values"])
            found.append(f"{names.get(device['id'], device['id'])}: {reason}")
    return found
