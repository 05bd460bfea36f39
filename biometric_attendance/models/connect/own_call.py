"""Calls this server makes to itself, at an address a terminal would call.

They carry a serial number that no terminal has: it proves by its second half, made with
the database's secret, that this database made it. So a call that arrives shows that the
address leads here, and to no other database.
"""

import secrets
import time

from odoo.tools import consteq, hmac

PREFIX = "CHECK-"
SCOPE = "biometric_attendance.own_call"
VALID_SECONDS = 120
PROOF_CHARACTERS = 20


def new_serial(env):
    """Return a serial number for one call."""
    text = f"{int(time.time()):x}-{secrets.token_hex(4)}"
    return f"{PREFIX}{text}-{_proof(env, text)}"


def is_own(env, serial):
    """Whether a serial number was made by :func:`new_serial` a moment ago."""
    if not serial.startswith(PREFIX):
        return False
    text, dash, proof = serial.removeprefix(PREFIX).rpartition("-")
    if not dash or not consteq(proof, _proof(env, text)):
        return False
    return abs(time.time() - int(text.partition("-")[0], 16)) < VALID_SECONDS


def _proof(env, text):
    return hmac(env(su=True), SCOPE, text)[:PROOF_CHARACTERS]
