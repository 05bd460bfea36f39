"""Slowing down whoever guesses a communication key or a secret address.

Each worker counts for itself, by the caller's network and the device. While one has to
pause it is refused at once, as a wrong key is, without a look at what it sent.
"""

import ipaddress
import time

from ...rules.throttle import Throttle

# An IPv6 caller has as many addresses as it likes within its block.
IPV6_PREFIX = 64
# Refusals that an attempt to guess may get.
GUESSED_REASONS = ("path", "key")

GUESSES = Throttle()


def caller_key(env, address, brand, serial):
    """Return what a caller's wrong attempts are counted by."""
    return env.cr.dbname, _network(address), brand, serial


def is_blocked(caller):
    return GUESSES.is_blocked(caller, time.monotonic())


def record_refusal(caller, refusal, *secrets):
    """Count a refused attempt.

    :param secrets: the secret address and the key sent: without any, nothing was guessed.
    """
    if refusal in GUESSED_REASONS and any(secrets):
        GUESSES.record_failure(caller, time.monotonic())


def record_success(caller):
    """Forget the attempts before, since the caller has proved who it is."""
    GUESSES.record_success(caller)


def _network(address):
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return found
    return ipaddress.ip_network((found, IPV6_PREFIX), strict=False)
