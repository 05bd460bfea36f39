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
PEOPLE = "EnrollUser\tChgUser\tEnrollFP\tChgFP\tFACE\tFVEIN\tUserPic\tBioPhoto"
WITH_PEOPLE = (
    *(o + "\t" + PEOPLE if o.startswith("TransFlag") else o for o in OPTIONS),
    "MultiBioDataSupport=0:1:1:0:0:0:0:1:1:1:1",
)


class FakeServer:
    """Takes punches, counts them by their row, hands out commands.

    ``people`` are the tables and lines of users and templates, in the order they came.

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
        self.people = []
        self.batches = []
        self.results = []
        self.commands = []
        self.requests = []
        self.received = {}

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
            self.received.update(pairs)
            return 200, "OK"
        text = body.decode("utf-8", "replace").replace("\r\n", "\n")
        lines = [line for line in text.split("\n") if line]
        self.batches.append((query["table"], lines))
        if query["table"] == "ATTLOG":
            self.rows.update(lines)
        else:
            self.oplog.update(line for line in lines if line.startswith("OPLOG "))
            people = (line for line in lines if not line.startswith("OPLOG "))
            self.people += [(query["table"], line) for line in people]
        return 200, f"OK: {len(lines)}"

    def _get_getrequest(self, query, body):
        lines, self.commands = self.commands, []
        return 200, "\n".join(lines) or "OK"

    def _post_devicecmd(self, query, body):
        self.results.append(body.decode())
        return 200, "OK"

    def queue_commands(self, *texts):
        """Hand the commands out at the next poll, with ids from 1 on."""
        self.commands = [f"C:{n}:{text}" for n, text in enumerate(texts, 1)]

    @property
    def returned(self):
        """Id to return code of every result, in the order they came."""
        lines = "".join(self.results).splitlines()
        results = (line.split("&") for line in lines if line.startswith("ID="))
        return [(r[0][3:], int(r[1].removeprefix("Return="))) for r in results]

    @property
    def seen(self):
        """PIN and local time of every row that has at least these."""
        rows = (row.split("\t") for row in self.rows)
        return {(row[0], row[1]) for row in rows if len(row) >= 4}
