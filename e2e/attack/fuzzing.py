"""Mutated requests of each protocol, with markers that are looked for afterwards.

A marker is a PIN of its own, ``mk`` and six digits. Whatever is acknowledged has to be found
again with all its markers, as a punch, a user or a message.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from urllib.parse import quote, quote_plus, urlencode

#: One that came to stand as the value of another column, which users are not kept with, is
#: none any more; nor behind half of a letter of two bytes, nor in what is as long as a template
#: without a blank.
MARKER = re.compile(
    rb"(?i)(?:(?<![=\w\x80-\xff])|(?<=pin=)|(?<=errmsg=))mk\d{6}(?!\d)(?![\w+/]{80})"
)
#: Where a binary block of EBKN may begin: it may be a password, so nothing behind is kept.
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BODY_BYTES = 20_000  # that one request grows to at the most

#: Rows of ADMS by their table and ``tablename``; ``{}`` is a marker.
_ADMS_ROWS = {
    ("ATTLOG", ""): "{}\t2026-03-02 08:00:00\t0\t1\t0\t0",
    ("OPERLOG", ""): "USER PIN={}\tName=Ann Lee\tPri=0\tGrp=1",
    ("USERINFO", ""): "PIN={}\tName=Ann Lee\tPri=0",
    ("ERRORLOG", ""): "ERRORLOG ErrCode=D01E0001\tErrMsg={}\tCmdId=123",
    ("RTLOG", ""): "time=2026-03-02 08:00:00\tpin={}\tevent=0\tinoutstatus=0",
    ("TABLEDATA", "user"): "user uid=5\tpin={}\tname=Ann\tprivilege=0",
    ("TABLEDATA", "transaction"): "transaction pin={}\teventtype=0\ttime_second=548003688",
    ("TABLEDATA", "newtable"): "newtable pin={}\tvalue=7",
    ("NEWTABLE", ""): "NEW pin={}",
    ("", ""): "{}\tsomething",
}  # fmt: skip
_SEPARATORS = ["\t", " ", ",", "\n", "\r\n", "=", "|", "\0", "\t\t", ";"]
_JUNK = [b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"'\"", b"%00", b"{", b"]" * 50]


@dataclass(frozen=True)
class Request:
    """A request of a terminal, before it is put on a line."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def target(self) -> str:
        """Path and query."""
        return self.path + (f"?{urlencode(self.query)}" if self.query else "")


def markers(protocol: str, body: bytes) -> set[bytes]:
    """Return the markers of a body that have to be kept once it is acknowledged."""
    if protocol == "ebkn":
        body = _BINARY.split(body[max(body[:16].find(b"{"), 0) :], maxsplit=1)[0]
    return set(MARKER.findall(body))


class Fuzzer:
    """Makes mutated requests; the same seed makes the same ones."""

    def __init__(self, seed: int | str, first: int = 0):
        """Begin behind the marker of the number ``first``, so that runs share none."""
        self._random = Random(seed)
        self._number = first

    def requests(self, protocol: str, serial: str, count: int) -> Iterator[Request]:
        """Generate so many requests of ``adms``, ``cams`` or ``ebkn``."""
        make = {"adms": self._adms, "cams": self._cams, "ebkn": self._ebkn}[protocol]
        for _each in range(count):
            request = make(serial)
            for _mutation in range(self._random.choice((0, 1, 1, 2, 4))):
                request = self._mutate(request)
            yield replace(request, body=request.body[:BODY_BYTES])

    def _marker(self) -> str:
        self._number += 1
        return f"mk{self._number:06}"

    def _adms(self, serial: str) -> Request:
        (table, name), row = self._random.choice(list(_ADMS_ROWS.items()))
        rows = [
            row.format(self._marker()) for _row in range(self._random.randint(1, 6))
        ]
        query = [("SN", serial), ("table", table), ("Stamp", "9999")]
        query += [("tablename", name)] if name else []
        return Request(
            "POST",
            self._random.choice(
                (
                    "/iclock/cdata",
                    "/iclock/cdata.aspx",
                    "/iclock//cdata",
                    "/iclock/fdata",
                )
            ),
            tuple(query),
            (("Content-Type", "text/plain"),),
            "".join(f"{each}\n" for each in rows).encode(),
        )

    def _cams(self, serial: str) -> Request:
        punch = {"Type": "CheckIn", "LogTime": "2026-03-02 08:00:00 GMT +0530"}
        user = {"UserID": self._marker(), **punch, "InputType": "Fingerprint"}
        kind = self._random.choice(("PunchLog", "UserUpdated", "NewKind"))
        content = {
            "RealTime": {
                "OperationID": self._marker(),
                kind: user if kind == "PunchLog" else {"rows": [user]},
                "AuthToken": "T",
                "Time": "2026-03-02 08:00:00 GMT +0530",
                "SerialNumber": serial,
            }
        }
        body = json.dumps(content).encode()
        if self._random.random() < 0.2:
            body = b"request_data=" + quote_plus(body).encode()
        headers = (("Content-Type", "application/json"),)
        path = "/cams/biometric-api3.0"
        return Request("POST", path, (("stgid", serial),), headers, body)

    def _ebkn(self, serial: str) -> Request:
        code = self._random.choice(
            ("realtime_glog", "realtime_enroll_data", "realtime_new")
        )
        document = {"user_id": self._marker(), "io_time": "20260302080000"}
        document |= {"io_mode": 1 << 24, "verify_mode": 1 << 28, "user_name": "Ann"}
        text = json.dumps(document).encode() + b"\0"
        headers = {"request_code": code, "dev_id": serial, "blk_no": "0"}
        headers["trans_id"] = "RTLogSendAction"
        body = len(text).to_bytes(4, "little") + text
        return Request("POST", "/ebkn", (), tuple(headers.items()), body)

    def _mutate(self, request: Request) -> Request:
        mutation = self._random.choice(
            (
                self._separator,
                self._junk,
                self._drop,
                self._double,
                self._case,
                self._cut,
                self._query,
                self._header,
            )
        )
        return mutation(request)

    def _place(self, raw: bytes) -> int:
        return self._random.randint(0, len(raw))

    def _separator(self, request: Request) -> Request:
        old, new = self._random.sample(_SEPARATORS, 2)
        count = self._random.choice((-1, 1))
        return replace(
            request, body=request.body.replace(old.encode(), new.encode(), count)
        )

    def _junk(self, request: Request) -> Request:
        place, junk = self._place(request.body), self._random.choice(_JUNK)
        return replace(request, body=request.body[:place] + junk + request.body[place:])

    def _drop(self, request: Request) -> Request:
        start = self._place(request.body)
        end = min(len(request.body), start + self._random.randint(1, 12))
        return replace(request, body=request.body[:start] + request.body[end:])

    def _double(self, request: Request) -> Request:
        return replace(request, body=request.body * self._random.randint(2, 5))

    def _case(self, request: Request) -> Request:
        change = self._random.choice((bytes.upper, bytes.swapcase, bytes.lower))
        # The markers stay as they are.
        body = re.sub(
            rb"(?!mk\d{6})[A-Za-z]+(?![\w])", lambda m: change(m[0]), request.body
        )
        return replace(request, body=body)

    def _cut(self, request: Request) -> Request:
        return replace(request, body=request.body[: self._place(request.body)])

    def _query(self, request: Request) -> Request:
        if not request.query:
            return request
        query = list(request.query)
        place = self._random.randrange(len(query))
        name, value = query[place]
        query[place] = self._random.choice(
            (
                (name.swapcase(), value),
                (name, value.lower()),
                (name, quote(value) + "\0"),
                (name, value * 40),
                (name, ""),
                ("x", value),
            )
        )
        return replace(request, query=tuple(query))

    def _header(self, request: Request) -> Request:
        extra = self._random.choice(
            (
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Content-Type", "multipart/form-data; boundary=x"),
                ("Content-Encoding", "gzip"),
                ("X-HTTP-Method-Override", "DELETE"),
                ("Expect", "100-continue"),
                ("Accept-Language", "x" * 2000),
            )
        )
        kept = [each for each in request.headers if each[0] != extra[0]]
        return replace(request, headers=(*kept, extra))
