"""Pairing: a code from the bridge's form in Odoo becomes the bridge's token."""

import platform
from pathlib import Path

from .errors import BridgeError, OdooAway, OdooRefused
from .odoo import OdooClient
from .spool import Spool
from .state import Pairing, State
from .version import VERSION


def pair(
    state: State,
    spool: Spool,
    url: str,
    code: str,
    *,
    ca: str = "",
    insecure_lan: bool = False,
    wipe: bool = False,
) -> Pairing:
    """Exchange a code for a token, and store it.

    :param code: as shown in Odoo; case and dashes do not matter.
    :param wipe: remove what waits for another bridge or Odoo.
    :raises BridgeError: it did not work, and why.
    """
    if ca:
        ca = str(Path(ca).absolute())
    try:
        client = OdooClient(url, ca=ca, insecure_lan=insecure_lan, version=VERSION)
    except OSError as error:
        raise BridgeError(f"{ca} holds no certificates: {error}.") from error
    _check_nothing_waits(state, spool, url, wipe)
    request = {
        "code": code.strip(),
        "name": platform.node(),
        "instance": spool.instance,
        "version": VERSION,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
    try:
        answer = client.json("POST", "/biometric/v1/pair", request)
    except OdooAway as error:
        raise BridgeError(f"Odoo does not answer at {url}: {error}.") from error
    except OdooRefused as error:
        raise BridgeError(_explain(error, url)) from error
    token, bridge = answer.get("token"), answer.get("bridge")
    if not isinstance(token, str) or not isinstance(bridge, dict):
        raise BridgeError(f"What answers at {url} is no Odoo with this app.")
    pairing = Pairing(
        url.strip().rstrip("/"),
        token,
        int(bridge.get("id") or 0),
        str(bridge.get("name") or ""),
        ca,
        insecure_lan,
    )
    stored = state.read("bridge.json")
    if stored and stored.get("url") != pairing.url:
        # Devices have other ids there.
        spool.wipe()
    if not _is_same(state, pairing):
        state.write("config.json", {})
    state.pairing = pairing
    return pairing


def _check_nothing_waits(state: State, spool: Spool, url: str, wipe: bool) -> None:
    counts = spool.counts()
    stored = state.read("bridge.json")
    elsewhere = stored and stored.get("url") != url.strip().rstrip("/")
    left = counts.waiting + counts.quarantined
    if elsewhere and left and not wipe:
        raise BridgeError(
            f"{left} items still wait for {stored['url']}. Let the bridge "
            "send them first, or add --wipe to remove them."
        )


def _is_same(state: State, pairing: Pairing) -> bool:
    stored = state.read("bridge.json")
    names = {"url": pairing.url, "bridge_id": pairing.bridge_id}
    return all(stored.get(name) == value for name, value in names.items())


def _explain(error: OdooRefused, url: str) -> str:
    if error.status == 404 and not error.code:
        return f"The Odoo at {url} does not have this app, or it is too old."
    return error.message or f"Odoo refused: {error}."
