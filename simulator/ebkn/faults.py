"""What goes wrong between such a terminal and a server, on request."""

from __future__ import annotations

from ..exchange import Delivery, Request
from ..faults import Faults
from .endpoint import Result


class EbknFaults(Faults):
    """The faults of terminals, as far as one message is one passage.

    ``garbage`` is a passage before the true one that nobody can read: JSON without an
    end, a length that lies, a block out of turn. ``double`` sends a passage twice.
    """

    def deliveries(self, request: Request) -> list[Delivery]:
        found = super().deliveries(request)
        if request.headers.get("request_code") != "realtime_glog":
            return found
        if self._strikes("double"):
            found = [*found, found[-1]]
        if self._strikes("garbage"):
            found = [Delivery(self._unreadable(request)), *found]
        return found

    def _unreadable(self, request: Request) -> Request:
        body, kind = request.body, self._rng.randrange(3)
        if kind == 0:
            body = body[: self._rng.randrange(5, len(body) - 8)]
        elif kind == 1:
            body = b"\xff\xff\xff\x7f" + body[4 : len(body) // 2]
        block = str(self._rng.choice((-1, 7))) if kind == 2 else "0"
        headers = {**request.headers, "blk_no": block, "blk_len": str(len(body))}
        return request._replace(headers=headers, body=body)

    def _unknown_id(self) -> Result:
        return Result(str(self._rng.randint(10**9, 10**10)), "OK")
