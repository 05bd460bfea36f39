"""A server by the book, for the simulator's tests; it shares no code with the addon."""

from collections import Counter
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

OPTIONS = (
    "ErrorDelay=30",
    "Delay=10",
    "TransInterval=1",
    "TransFlag=TransData AttLog\tOpLog",
    "TimeZone=0",
    "Realtime=1",
    "ServerVer=2.4.1",
    "PushOptions=UserCount",
)


class FakeServer:
    """Takes punches, counts them by their row, hands out commands.

    :param refusals: statuses to give to the next data posts instead of 200.
    :param now: aware; sent as ``Date`` when given.
    """

    def __init__(self, options=OPTIONS, stamps="9999", refusals=(), now=None):
        self.options = list(options)
        self.stamps = stamps
        self.refusals = list(refusals)
        self.now = now
        self.rows = Counter()
        self.oplog = Counter()
        self.batches = []
        self.results = []
        self.commands = []
        self.requests = []
        self.told = {}

    def send(self, method, path, headers, body):
        parts = urlsplit(path)
        query = {key: value[-1] for key, value in parse_qs(parts.query).items()}
        self.requests.append((method, parts.path, query, headers))
        script = parts.path.rsplit("/", 1)[-1].removesuffix(".aspx")
        answer = getattr(self, f"_{method.lower()}_{script}", None)
        status, text = answer(query, body) if answer else (404, "Not found")
        date = {"Date": format_datetime(self.now, usegmt=True)} if self.now else {}
        return status, date, text.encode()

    def _get_cdata(self, query, body):
        names = ["Stamp", "OpStamp", "ATTLOGStamp", "OPERLOGStamp"]
        stamps = [f"{name}={self.stamps}" for name in names]
        lines = [f"GET OPTION FROM: {query['SN']}", *stamps, *self.options]
        return 200, "".join(line + "\n" for line in lines)

    def _post_cdata(self, query, body):
        if self.refusals:
            return self.refusals.pop(0), "Try again later"
        if query["table"] == "options":
            pairs = (pair.split("=", 1) for pair in body.decode().split(","))
            self.told.update(pairs)
            return 200, "OK"
        lines = [line for line in body.decode("latin-1").splitlines() if line]
        self.batches.append((query["table"], lines))
        counted = {"ATTLOG": self.rows, "OPERLOG": self.oplog}[query["table"]]
        counted.update(lines)
        return 200, f"OK: {len(lines)}"

    def _get_getrequest(self, query, body):
        lines, self.commands = self.commands, []
        return 200, "\n".join(lines) or "OK"

    def _post_devicecmd(self, query, body):
        self.results.append(body.decode())
        return 200, "OK"

    @property
    def seen(self):
        """PIN and local time of every row that has at least these."""
        rows = (row.split("\t") for row in self.rows)
        return {(row[0], row[1]) for row in rows if len(row) >= 4}
