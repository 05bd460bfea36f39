"""Send one request of a terminal, again and again until it is acknowledged."""

from collections.abc import Generator
from datetime import datetime, timezone
from urllib.parse import quote

from ..exchange import Answer, Request, Steps, Wait
from ..memory import Terminal
from .firmware import Firmware
from .options import ServerOptions

QUICK_RETRIES = (0.3, 0.6, 0.9)

Exchange = Generator[Request | Wait, Answer, bool]


class RequestSender:
    """Spells requests as the firmware does; ``now`` is the instant of the last answer.

    :param prefix: a path set at the terminal before ``/iclock``, ``""`` for none.
    """

    def __init__(self, terminal: Terminal, firmware: Firmware, prefix: str):
        self.terminal = terminal
        self.firmware = firmware
        self.prefix = "/" + prefix.strip("/") if prefix.strip("/") else ""
        self.options: ServerOptions | None = None
        self.now = datetime.min.replace(tzinfo=timezone.utc)

    def forget_server(self) -> None:
        """Shake hands again before anything else."""
        self.options = None

    def _ask(self, request: Request) -> Generator[Request, Answer, Answer]:
        answer = yield request
        self.now = answer.at
        return answer

    def _wait(self, seconds: float, why: str) -> Steps:
        self.now = (yield Wait(seconds, why)).at

    def _request(self, method: str, script: str, query: str, body=b"") -> Request:
        path = f"{self.prefix}/iclock/{script}{self.firmware.suffix}"
        serial = quote(self.terminal.serial)
        headers = {"User-Agent": "iClock Proxy/1.09", "Connection": "close"}
        headers["Accept"] = "*/*"
        if method == "POST" and self.firmware.content_type:
            headers["Content-Type"] = self.firmware.content_type
        path = f"{path}?SN={serial}{query}"
        return Request(method, path, headers, body, self.firmware.http)

    def _post(
        self, script: str, query: str, body: bytes, proof: bytes = b"OK"
    ) -> Exchange:
        """Send until acknowledged, three quick tries at most.

        :param proof: what an acknowledgement has in it.
        """
        request = self._request("POST", script, query, body)
        for pause in QUICK_RETRIES:
            answer = yield from self._ask(request)
            if answer.status == 200 and b"UNKNOWN DEVICE" in answer.body:
                self.forget_server()
                return False
            if answer.status == 200 and proof in answer.body:
                return True
            yield from self._wait(pause, "retry")
        return False
