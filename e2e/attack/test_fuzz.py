"""Mutated requests: whatever is acknowledged can be found again, and nothing fails."""

import http.client
import re
import time
from collections import Counter
from functools import partial
from urllib.parse import urlsplit

import pytest

from devkit import databases
from e2e.attack.conftest import IS_FULL, Attempts, Target
from e2e.attack.fuzzing import Fuzzer, Request, markers

REQUESTS = 20_000 if IS_FULL else 400  # of each protocol
MAX_SECONDS = 5  # for one small request, on a machine with other work
ACKNOWLEDGED = {
    "adms": re.compile(rb"\s*(OK|[A-Za-z_]+=\d+)"),
    "cams": re.compile(rb'.*"?status"?\s*:\s*"?(done|1)', re.I | re.S),
    "ebkn": re.compile(rb""),
}
STORED_TEXTS_QUERY = """
SELECT p.line || ' ' || p.pin FROM biometric_punch p
UNION ALL SELECT line FROM biometric_message
UNION ALL SELECT coalesce(ciphertext, '') FROM biometric_message
UNION ALL SELECT pin || ' ' || coalesce(name, '') FROM biometric_device_user
UNION ALL SELECT code || ' ' || coalesce(details, '') FROM biometric_device_event
"""


class Line:
    """Keeps one connection open, as terminals do."""

    def __init__(self, url: str):
        address = urlsplit(url)
        self._connect = partial(
            http.client.HTTPConnection, address.hostname, address.port, timeout=30
        )
        self._connection = self._connect()

    def send(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        """Send a request; return status, headers and body of the answer."""
        for attempt in range(2):
            try:
                self._connection.request(
                    request.method, request.target, request.body, dict(request.headers)
                )
                answer = self._connection.getresponse()
                return answer.status, dict(answer.headers), answer.read()
            except (http.client.HTTPException, ConnectionError):
                self._connection.close()
                self._connection = self._connect()
                if attempt:
                    raise
        raise AssertionError


def is_acknowledged(protocol: str, status: int, headers: dict, body: bytes) -> bool:
    """Tell whether a terminal takes this answer for: stored, forget it."""
    if status != 200:
        return False
    if protocol == "ebkn":
        return headers.get("response_code") == "OK"
    return bool(ACKNOWLEDGED[protocol].match(body))


WAYS = [
    ("adms", "straight"),
    ("adms", "through nginx"),
    ("cams", "straight"),
    ("cams", "through nginx"),
    ("ebkn", "through nginx"),
]
MARKERS = 150_000  # that one way has for itself: what another keeps proves nothing


@pytest.mark.parametrize(("protocol", "way"), WAYS)
def test_fuzz(stack, target: Target, attempts: Attempts, protocol: str, way: str):
    line = Line(target.listener.url if "nginx" in way else target.server.url)
    kept: set[bytes] = set()
    acknowledged: dict[bytes, Request] = {}
    slowest, statuses = 0.0, Counter()
    seed = f"{protocol} {way}"
    fuzzer = Fuzzer(seed, WAYS.index((protocol, way)) * MARKERS)
    for request in fuzzer.requests(protocol, target.serials[protocol], REQUESTS):
        started = time.monotonic()
        status, headers, body = line.send(request)
        seconds = time.monotonic() - started
        slowest = max(slowest, seconds)
        attempts.tried += 1
        statuses[status] += 1
        if status >= 500 and status != 503:
            attempts.through.append(f"{status} {request}")
        if seconds > MAX_SECONDS:
            attempts.through.append(f"{seconds:.0f} s {request}")
        if is_acknowledged(protocol, status, headers, body):
            # A marker that was cut or changed is none.
            for marker in markers(protocol, request.body):
                acknowledged[marker] = request
    rows = databases.sql(stack.postgres(), STORED_TEXTS_QUERY, database=target.database)
    kept.update(re.findall(rb"mk\d{6}", rows.encode()))
    for marker, request in acknowledged.items():
        if marker not in kept:
            attempts.through.append(f"lost {marker.decode()}: {request}")
    attempts.note = (
        f"{len(acknowledged)} markers acknowledged, slowest {slowest:.1f} s, "
        f"{dict(statuses)}"
    )
    attempts.check()
    assert acknowledged
