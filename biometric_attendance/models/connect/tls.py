"""Notes terminals that speak HTTPS to the port of plain HTTP.

Their first bytes are no HTTP, so no route sees them: Odoo's server logs them as a request
it cannot read, and the line is looked at here.
"""

import logging
import re

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

_logger = logging.getLogger(__name__)
MODEL = "biometric.contact.attempt"
LOGGER = "werkzeug"
#: A record of TLS with a handshake in it, its bytes as they are or as a log line shows them.
GREETING = re.compile(
    r"^(?P<address>[0-9a-fA-F.:%\w]+) - - \[.*(?:\\x16\\x03|\x16\x03)", re.DOTALL
)


class TlsGreetings(logging.Filter):
    """Lets every line pass, and notes those that show a greeting of TLS."""

    def filter(self, record):
        found = GREETING.match(record.getMessage())
        if found:
            note_tls(found["address"])
        return True


def note_tls(address):
    """Note a greeting of TLS in each database this worker serves with the addon."""
    for name, registry in list(Registry.registries.items()):
        if registry.ready and MODEL in registry:
            try:
                with registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    env[MODEL]._record("tls", "", "", address)
            except psycopg2.Error:
                _logger.warning("Database %s: a call is not noted", name, exc_info=True)


def watch_for_tls():
    """Look at the lines of Odoo's server from now on; harmless when that is so already."""
    logger = logging.getLogger(LOGGER)
    if not any(isinstance(each, TlsGreetings) for each in logger.filters):
        logger.addFilter(TlsGreetings())
