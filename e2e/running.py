"""Simulated terminals and gateways that live beside a test."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from simulator import Fleet


@contextmanager
def running(fleet: Fleet) -> Iterator[None]:
    """Let a fleet, or a gateway, live in a thread for the time of the block."""
    loop = asyncio.new_event_loop()
    life = loop.create_task(fleet.run())

    def live() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(life)
        except asyncio.CancelledError:
            loop.run_until_complete(loop.shutdown_asyncgens())

    thread = threading.Thread(target=live)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(life.cancel)
        thread.join()
        loop.close()
