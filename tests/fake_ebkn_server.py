"""An EBKN server by the book, for the simulator's tests; it shares no code with the addon."""

import json
from collections import Counter, defaultdict
from struct import pack, unpack_from


def take(headers, name):
    return {key.lower(): text for key, text in headers.items()}.get(name, "")


class FakeEbknServer:
    """Takes passages, counts them by their document, hands out commands.

    ``results`` are (id, code, document, blocks), ``people`` (document, blocks).

    :param refusals: codes to give to the next messages instead of OK.
    :param lost: answers that never arrive.
    """

    def __init__(self, refusals=(), lost=0):
        self.refusals = list(refusals)
        self.lost = lost
        self.cut = 0
        self.punch_counts = Counter()
        self.order = []
        self.people = []
        self.results = []
        self.polls = []
        self.commands = []
        self.requests = []
        self.unreadable = 0
        self._parts = defaultdict(dict)

    def send(self, method, path, headers, body):
        self.requests.append((method, path, headers, body))
        code, ident = take(headers, "request_code"), take(headers, "trans_id")
        ident = ident or take(headers, "cmd_id")
        if self.refusals:
            return self._say(self.refusals.pop(0))
        key = (take(headers, "dev_id"), code, ident)
        block = int(take(headers, "blk_no"))
        if block < 0 or (block > 1 and block - 1 not in self._parts[key]):
            return self._say("ERROR_ADD_BLOCK_DATA")
        if block:
            self._parts[key][block] = body
            return self._say("OK")
        parts = self._parts.pop(key, {})
        whole = b"".join([parts[n] for n in sorted(parts)]) + body
        try:
            document, blocks = self._read(whole)
        except ValueError:
            self.unreadable += 1
            return self._say("OK")
        values = getattr(self, f"_{code}")(document, blocks, ident, headers)
        if self.lost:
            self.lost -= 1
            raise ConnectionError
        return values

    def _say(self, code, ident="", command="", body=b""):
        headers = {"response_code": code, "trans_id": ident, "cmd_code": command}
        return 200, headers, body

    def _read(self, body):
        parts, at = [], 0
        while len(body) - at >= 4:
            (length,) = unpack_from("<I", body, at)
            parts.append(body[at + 4 : at + 4 + length])
            if len(parts[-1]) < length:
                raise ValueError("cut")
            at += 4 + length
        document = json.loads(parts[0].rstrip(b"\0")) if parts else None
        return document, parts[1:]

    def _realtime_glog(self, document, blocks, ident, headers):
        line = json.dumps(document, sort_keys=True)
        self.punch_counts[line] += 1
        self.order.append(document)
        return self._say("OK", ident)

    def _realtime_enroll_data(self, document, blocks, ident, headers):
        self.people.append((document, blocks))
        return self._say("OK", ident)

    def _receive_cmd(self, document, blocks, ident, headers):
        self.polls.append(document)
        if not self.commands:
            return self._say("ERROR_NO_CMD")
        number, code, values, blocks = self.commands.pop(0)
        if code == "RESET_FK":
            return self._say("RESET_FK", str(number))
        return self._say("OK", str(number), code, frame(values, *blocks))

    def _send_cmd_result(self, document, blocks, ident, headers):
        code = take(headers, "cmd_return_code")
        self.results.append((ident, code, document, blocks))
        return self._say("OK", ident)

    def queue_commands(self, *commands):
        """Queue (code, parameters, blocks...) with ids from 1 on."""
        for number, (code, values, *blocks) in enumerate(commands, 1):
            self.commands.append((number, code, values, blocks))

    @property
    def seen(self):
        """PIN and time, in digits, of every passage."""
        lines = map(json.loads, self.punch_counts)
        return {
            (line["user_id"], "".join(c for c in line["io_time"] if c.isdigit()))
            for line in lines
        }


def frame(values, *blocks):
    if values is None:
        return b""
    raw = json.dumps(values).encode() + b"\0"
    return b"".join(pack("<I", len(part)) + part for part in (raw, *blocks))
