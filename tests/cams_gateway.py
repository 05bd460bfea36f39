"""Devices behind a made-up gateway, and the documented frames they are measured by."""

import asyncio
import json
import time
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from simulator import Terminal, Timeline, User
from simulator.cams import Call, CamsEndpoint, Gateway, Registration, RestApi
from tests.fake_cams_server import decrypted, encrypted

FOLDER = Path(__file__).parent / "vectors" / "cams"
START = datetime(2024, 7, 1, 8, tzinfo=timezone.utc)
KEY = "0123456789abcdef0123456789ABCDEF"
OTHER_KEY = "f" * 32
TOKEN = "t0ken"
V2_PATH = "/external/2.0/biometric"
V3_PATH = "/external/api3.0/biometric?stgid="


def vector(start):
    """The one frame whose name begins so."""
    (path,) = FOLDER.glob(f"{start}*.json")
    return json.loads(path.read_text(encoding="utf-8"))


def vectors(start):
    return {path.stem: vector(path.stem) for path in sorted(FOLDER.glob(f"{start}*"))}


def device(
    generation="v3", punches=0, serial="D1", zone="UTC", faults=None, latency=5, **own
):
    """A device with one user and punches a minute apart."""
    terminal = Terminal(serial, zone, users=[User("7", "Ada Adler")])
    for minute in range(punches):
        terminal.punch("7", START + timedelta(minutes=minute), minute % 2)
    own = {"token": TOKEN, **own}
    return CamsEndpoint(
        terminal, Registration(generation, **own), faults=faults, latency=latency
    )


def second(
    endpoint, operation, pin="7", values="", reference="r1", at=START, **changes
):
    """Call a device of the second generation; return what the answer says.

    :param changes: other values of ``ApiRequestInfo``, or ``serial`` and ``key``.
    """
    serial = changes.pop("serial", endpoint.terminal.serial)
    key = changes.pop("key", endpoint.registration.key)
    peer = changes.pop("peer", "127.0.0.1")
    info = {
        "AuthToken": TOKEN,
        "Operation": operation,
        "UserId": pin,
        "OperationTime": "1556637142",
        "OperationReferenceId": reference,
        "OperationData": values,
        **changes,
    }
    if key:
        info = encrypted(json.dumps(info).encode(), key).decode()
    whole = {"ServiceTagId": serial, "ApiRequestInfo": info}
    body = urlencode({"request_data": json.dumps(whole)}).encode()
    return answered(endpoint, Call(V2_PATH, body, peer), at)


def third(
    endpoint, values, at=START, key=None, serial=None, peer="127.0.0.1", **changes
):
    """Call a device of the third generation; return what the answer says."""
    key = endpoint.registration.key if key is None else key
    common = {"OperationID": "op1", "AuthToken": TOKEN, "Time": "", **changes}
    body = json.dumps({**values, **common}).encode()
    body = encrypted(body, key) if key else body
    path = V3_PATH + (serial or endpoint.terminal.serial)
    return answered(endpoint, Call(path, body, peer), at)


def answered(endpoint, call, at=START):
    body = RestApi([endpoint]).answer(call, at)
    if not body.startswith(b"{"):
        body = decrypted(body, endpoint.registration.key)
    return json.loads(body)


@contextmanager
def listening(endpoint, **rest):
    """Run a gateway in a thread; yield it, and stop it."""
    gateway = Gateway("http://127.0.0.1:1", [endpoint], timeline=Timeline(50), **rest)
    lives = []

    async def live():
        lives.append((asyncio.get_running_loop(), asyncio.current_task()))
        with suppress(asyncio.CancelledError):
            await gateway.run()

    thread = Thread(target=lambda: asyncio.run(live()))
    thread.start()
    waited = time.monotonic() + 10
    while not gateway.port and time.monotonic() < waited:
        time.sleep(0.01)
    try:
        yield gateway
    finally:
        loop, task = lives[0]
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)
