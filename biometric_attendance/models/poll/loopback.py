"""The server's setting that lets this machine itself be called, for tests and the demo."""

import os

from odoo.tools import config

VARIABLE = "BIOMETRIC_ALLOW_LOOPBACK"
OPTION = "biometric_allow_loopback"
TRUE_WORDS = {"1", "true", "yes", "on"}


def allows_loopback():
    """Whether the environment or the configuration file allows it."""
    setting = os.environ.get(VARIABLE) or config.get(OPTION) or ""
    return str(setting).strip().lower() in TRUE_WORDS
