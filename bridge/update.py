"""Updates: the program is replaced by the one that fits the Odoo it works for.

Odoo names the version and the hash of the file it has. It is fetched, its hash and its
self-test are checked, and it takes the place of the one in use, which is kept. From its
next start it is on trial: without a heartbeat that Odoo took, `install/start.py` puts the
one before back, and that file is not tried again by itself.
"""

import argparse
from typing import Any, NamedTuple

from .config import Config
from .errors import BridgeError, OdooAway, OdooRefused
from .odoo import OdooClient
from .update_files import MAX_FILE_BYTES, ProgramFiles, find_files
from .version import VERSION

HELP = "replace this program by the version that fits Odoo"
PATH = "/biometric/v1/bridge.pyz"


class Offer(NamedTuple):
    """The file Odoo has.

    :param automatic: it may be put in place without being asked for.
    """

    version: str
    sha256: str
    automatic: bool


def read_offer(config: dict[str, Any]) -> Offer | None:
    """Return what a configuration offers, ``None`` for nothing."""
    update = config.get("update")
    if not isinstance(update, dict):
        return None
    sha256 = str(update.get("sha256") or "").lower()
    if len(sha256) != 64:
        return None
    wanted = bool(update.get("automatic") or update.get("requested"))
    return Offer(str(update.get("version") or ""), sha256, wanted)


def apply_offer(client: OdooClient, files: ProgramFiles, offer: Offer) -> None:
    """Fetch the file of an offer and put it in place; it runs from the next start on.

    :raises OdooAway: or :class:`.errors.OdooRefused`.
    :raises BridgeError: it is not used. Nothing changed.
    """
    answer = client.request("GET", PATH, headers={"Accept": "application/octet-stream"})
    if answer.status != 200:
        raise OdooRefused(answer.status, "update", "The file is not served.")
    if len(answer.body) > MAX_FILE_BYTES:
        raise BridgeError("The file that came is too large.")
    files.put_in_place(answer.body, offer.sha256, offer.version)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--check",
        action="store_true",
        help="only tell whether there is another version",
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    files = find_files()
    if files is None:
        raise BridgeError("This is no program in one file; it cannot be replaced.")
    config = Config(options.state)
    client = options.state.client()
    try:
        config.refresh(client)
        offer = read_offer(dict(config.raw))
        if offer is None:
            print("Odoo offers no program.")
            return 1
        if offer.sha256 == files.sha256():
            print(f"Version {VERSION} fits.")
            return 0
        if options.check:
            print(f"Odoo offers version {offer.version}; this is {VERSION}.")
            return 1
        apply_offer(client, files, offer)
    except (OdooAway, OdooRefused) as error:
        raise BridgeError(f"Odoo: {error}") from None
    except OSError as error:
        raise BridgeError(f"{files.current} cannot be replaced: {error}.") from None
    print(f"Version {offer.version} is in place; it runs from the next start on.")
    print(f"The version before is kept as {files.previous.name}.")
    return 0
