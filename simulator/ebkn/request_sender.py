"""How a terminal sends one message, in blocks where it is long."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timezone

from ..exchange import Answer, Request, Steps, Wait
from ..memory import Terminal
from .firmware import Firmware

ACCEPT = "image/gif, image/x-xbitmap, image/jpeg, image/pjpeg, */*"
OCTETS = "application/octet-stream"
#: Seconds between attempts at the same message, while the server does not take it.
QUICK_RETRIES = (0.3, 0.6, 0.9)
#: The response code read from an answer that has none.
NOTHING = ""

Exchange = Generator[Request | Wait, Answer, bool]


class RequestSender:
    """Spells requests as the firmware does; ``now`` is the instant of the last answer.

    :param path: what was typed into its menu, ``""`` for the firmware's own.
    """

    def __init__(self, terminal: Terminal, firmware: Firmware, path: str):
        self.terminal = terminal
        self.firmware = firmware
        self.path = path or firmware.path
        self.now = datetime.min.replace(tzinfo=timezone.utc)

    def _ask(self, request: Request) -> Generator[Request, Answer, Answer]:
        answer = yield request
        self.now = answer.at
        return answer

    def _wait(self, seconds: float, why: str) -> Steps:
        self.now = (yield Wait(seconds, why)).at

    def _request(
        self, code: str, ident: str, body: bytes, block: int = 0, returned: str = ""
    ) -> Request:
        headers = {
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": "Mozilla/4.0",
            "Content-Type": OCTETS,
            "Connection": "close",
            "request_code": code,
            "dev_id": self.terminal.serial,
            "blk_no": str(block),
            "blk_len": str(len(body)),
            self.firmware.id_header: ident,
        }
        if self.firmware.twice:
            headers["Content-type"] = OCTETS
        if returned:
            headers["cmd_return_code"] = returned
        return Request("POST", self.path, headers, body, "1.0")

    def _push(self, code: str, ident: str, body: bytes) -> Exchange:
        """Send until acknowledged, three quick tries at most, each from the first block."""
        for pause in QUICK_RETRIES:
            if (yield from self._send(code, ident, body)):
                return True
            yield from self._wait(pause, "retry")
        return False

    def _send(self, code: str, ident: str, body: bytes, returned: str = "") -> Exchange:
        """Once; whether every block was acknowledged."""
        size = self.firmware.block
        parts = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
        for number, part in enumerate(parts, 1):
            block = 0 if number == len(parts) else number
            request = self._request(code, ident, part, block, returned)
            if code_of((yield from self._ask(request))) != "OK":
                return False
        return True


def reported(answer: Answer, name: str) -> str:
    """A header of the answer; a terminal does not mind its case."""
    return {key.lower(): text for key, text in answer.headers.items()}.get(name, "")


def code_of(answer: Answer) -> str:
    """The status line means nothing; no answer and no code are the same."""
    return NOTHING if answer.status is None else reported(answer, "response_code")
