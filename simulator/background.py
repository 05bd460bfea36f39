"""Something that opens and closes in an event loop, in a thread of its own."""

import asyncio
import threading


class Background:
    """A ``with`` block, or ``start`` and ``stop``, around ``open`` and ``close``."""

    _thread: threading.Thread | None = None
    loop: asyncio.AbstractEventLoop | None = None

    async def open(self) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError

    def start(self):
        """Return once it is open.

        :raises OSError: it cannot be opened.
        """
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self.open(), self.loop).result()
        except OSError:
            self._end()
            raise
        return self

    def stop(self) -> None:
        """Close it and end the thread; once is enough."""
        if self._thread:
            asyncio.run_coroutine_threadsafe(self.close(), self.loop).result()
            self._end()

    def _end(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self._thread = None
        self.loop.close()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
