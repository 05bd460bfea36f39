"""One signed call to an address: limits to place, time and size; no redirections."""

import hashlib
import hmac
import socket
import ssl
import time
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from urllib.parse import urlsplit

from ...terminals.client.destination import connect_tcp
from ...terminals.errors import TerminalError
from ..poll.loopback import allows_loopback
from ..reason import sentence

TIMEOUT_SECONDS = 10.0  # to connect; and then for all the rest of the call
AGENT = "Odoo biometric_attendance"
SUCCESS = range(200, 300)


def is_address(url):
    """Whether a text is a URL that can be called."""
    try:
        parts = urlsplit(url or "")
        port = parts.port
    except ValueError:
        return False
    printable = url.isascii() and url.isprintable() and " " not in url
    return (
        printable
        and parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and port != 0
    )


def sign(secret, timestamp, body):
    """Return the signature of a call: HMAC-SHA256 of its moment and its body.

    :param timestamp: seconds since 1970, text.
    :param body: bytes.
    """
    signed = timestamp.encode() + b"." + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def send(webhook, event, number, payload):
    """Call the address of a webhook; return what went wrong as a sentence, ``False`` for nothing.

    :param number: of the call, the same for each try.
    :param payload: JSON text.
    """
    env, body = webhook.env, payload.encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "Biometric-Event": event,
        "Biometric-Delivery": number,
        "Biometric-Timestamp": timestamp,
        "Biometric-Signature": sign(webhook.signing_secret or "", timestamp, body),
    }
    try:
        status = _post(webhook.url, body, headers)
    except TerminalError as error:
        return sentence(env, error)
    except ssl.SSLError:
        return env._("Its certificate is not trusted, or it does not speak TLS.")
    except TimeoutError:
        return env._("It did not answer in time.")
    except HTTPException as error:
        # Not its words: what answers there may be nothing that people shall read.
        return env._("It does not answer: %s", type(error).__name__)
    except OSError as error:
        return env._("It does not answer: %s", str(error) or type(error).__name__)
    if status in SUCCESS:
        return False
    return env._("It answered with status %s.", status)


def _post(url, body, headers):
    """Make the call and return the status of the answer.

    :raises TerminalError: the address may not be called.
    :raises OSError: it does not answer; so do other errors of ``http.client``.
    """
    parts = urlsplit(url)
    is_secure = parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with (
        closing(_connect(parts.hostname, port, is_secure=is_secure)) as connection,
        _limited(connection.sock, TIMEOUT_SECONDS),
    ):
        if is_secure:
            connection.sock.do_handshake()
        connection.request("POST", path, body, headers)
        # The rest of the answer says nothing more.
        return connection.getresponse().status


def _connect(host, port, *, is_secure):
    """Return a connection to an address that was looked up once and checked.

    A secure one has made no handshake yet.
    """
    kind = HTTPSConnection if is_secure else HTTPConnection
    connection = kind(host, port, timeout=TIMEOUT_SECONDS)
    plain = connect_tcp(host, port, TIMEOUT_SECONDS, allow_loopback=allows_loopback())
    try:
        connection.sock = (
            ssl.create_default_context().wrap_socket(
                plain, server_hostname=host, do_handshake_on_connect=False
            )
            if is_secure
            else plain
        )
    except BaseException:
        plain.close()
        raise
    return connection


@contextmanager
def _limited(connected, seconds):
    """End a connection after so many seconds, however slowly its bytes come.

    A timeout of the socket alone begins anew with each byte.

    :raises TimeoutError: it was ended.
    """
    is_over = Event()

    def end():
        is_over.set()
        with suppress(OSError):
            # Not that of TLS, which would take the session from the thread that reads.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException) as error:
        if is_over.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
    if is_over.is_set():
        raise TimeoutError
