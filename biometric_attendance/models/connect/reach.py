"""Sends a terminal's first request to an address of this server, as a terminal would."""

import http.client
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from ...terminals.client.destination import connect_tcp
from ...terminals.errors import Misaddressed

TIMEOUT_SECONDS = 5
MAX_ANSWER_BYTES = 4096
PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Reached:
    """What came back.

    :param problem: ``""``, or why there was no answer: ``unknown_name``, ``forbidden``,
        ``refused``, ``silent``, ``certificate``, ``tls`` (no TLS is spoken there) or
        ``garbled``.
    :param status: of HTTP, 0 without an answer.
    :param location: where a redirect leads, as a whole URL.
    """

    problem: str = ""
    status: int = 0
    location: str = ""


def call(url, greeting):
    """Send a greeting to an address; redirects are not followed, nothing is raised.

    :param url: scheme, host and port; one of this server's own, never a typed one.
    :param greeting: :class:`~.terminals.guide.Greeting`, with its serial number.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        with _connect(host, port, parts.scheme == "https") as connection:
            return _exchange(connection, f"{host}:{port}", greeting, url)
    except Misaddressed:
        return Reached("forbidden")
    except socket.gaierror:
        return Reached("unknown_name")
    except ssl.SSLCertVerificationError:
        return Reached("certificate")
    except ssl.SSLError:
        return Reached("tls")
    except TimeoutError:
        return Reached("silent")
    except (ConnectionRefusedError, ConnectionResetError, BrokenPipeError):
        return Reached("refused")
    except OSError:
        return Reached("silent")
    except http.client.HTTPException:
        return Reached("garbled")


def _connect(host, port, is_https):
    plain = connect_tcp(host, port, TIMEOUT_SECONDS, allow_loopback=True)
    if not is_https:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _exchange(connection, host, greeting, url):
    """Write the request by hand: ``http.client`` would change the names of headers."""
    body = greeting.body.encode()
    headers = {"Host": host, **greeting.headers}
    if body or greeting.method == "POST":
        headers["Content-Length"] = str(len(body))
    lines = [f"{name}: {text}" for name, text in headers.items()]
    head = [f"{greeting.method} {greeting.path} HTTP/1.0", *lines, "", ""]
    connection.sendall("\r\n".join(head).encode() + body)
    answer = http.client.HTTPResponse(connection, method=greeting.method)
    answer.begin()
    answer.read(MAX_ANSWER_BYTES)
    location = answer.getheader("Location") or ""
    if answer.status in REDIRECTS and location:
        return Reached(status=answer.status, location=urljoin(url, location))
    return Reached(status=answer.status)
