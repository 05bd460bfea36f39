"""Calls of terminals that a bridge passed on from its network, byte for byte."""

import ipaddress
from typing import NamedTuple

from . import guessing

TOKEN_HEADER = "Biometric-Bridge"
CALLER_HEADER = "Biometric-Caller"
INSTANCE_HEADER = "Biometric-Instance"
# Of answers to calls that a bridge passed on: by it the bridge knows them from those of a
# server between. Some protocols have an empty body for success.
ANSWER_HEADER, ANSWER = "Biometric-Answer", "1"
# What wrong tokens are counted by, beside the caller's network.
COUNTED_AS = "relay"


class Relay(NamedTuple):
    """The bridge that passed a call on.

    :param bridge: its id.
    :param caller: the address of the terminal in the network of the bridge.
    """

    bridge: int
    caller: str


def find_relay(env, http):
    """Return the bridge a request was passed on by, ``None`` where none proved itself.

    Then the request is taken for one of anybody.
    """
    text = http.headers.get(TOKEN_HEADER, "")
    if not text:
        return None
    address = http.remote_addr
    guesser = guessing.caller_key(env, address, COUNTED_AS, "")
    if guessing.is_blocked(guesser):
        return None
    token = env["biometric.api.token"].sudo()._find(text)
    bridge = token.bridge_id
    if not bridge.active or not token.may_run_bridge:
        guessing.record_refusal(guesser, "key", text)
        return None
    if not token._is_allowed_from(address):
        return None
    if not bridge._has_lease(http.headers.get(INSTANCE_HEADER)):
        return None
    return Relay(bridge.id, _read_address(http.headers.get(CALLER_HEADER, ""), address))


def _read_address(text, default):
    try:
        return str(ipaddress.ip_address(text.strip().partition("%")[0]))
    except ValueError:
        return default
