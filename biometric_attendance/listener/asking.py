"""Ask a listener which configuration it runs with."""

import http.client
import ssl

from .configuration import STATE_PATH, Settings

TIMEOUT_SECONDS = 2


def read_running_fingerprint(settings: Settings) -> str:
    """Return the fingerprint a listener answers with, ``""`` where there is no answer."""
    connection = _connect(settings)
    try:
        connection.request("GET", STATE_PATH)
        answer = connection.getresponse()
        return answer.read(100).decode("ascii", "replace").strip()
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def _connect(settings: Settings) -> http.client.HTTPConnection:
    where = (settings.reached_at, settings.port)
    if not settings.tls:
        return http.client.HTTPConnection(*where, timeout=TIMEOUT_SECONDS)
    # The certificate is for a host name and this calls an IP address; the fingerprint
    # shows whether it is the right listener.
    context = ssl._create_unverified_context()
    return http.client.HTTPSConnection(*where, timeout=TIMEOUT_SECONDS, context=context)
