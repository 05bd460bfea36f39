"""A server of the security dialect by the book; it shares no code with the addon."""

from tests.fake_server import FakeServer

OPTIONS = (
    "ServerVersion=3.0.1",
    "ErrorDelay=30",
    "RequestDelay=10",
    "TransTables=User Transaction",
    "Realtime=1",
    "SessionID=S1",
    "BioPhotoFun=1",
    "BioDataFun=1",
    "MultiBioDataSupport=0:1:1:0:0:0:0:1:1:1:1",
)


class FakeSecurityServer(FakeServer):
    """Registers terminals, takes events and tables, hands out commands.

    ``queried`` are the answers to queries: their parameters and lines.

    :param code: the registry code given; ``""`` refuses terminals.
    :param known: whether the terminal is registered already.
    :param time: what it says when asked for the time.
    """

    def __init__(
        self,
        options=OPTIONS,
        *,
        code="R1",
        known=False,
        time="DateTime=583050990,ServerTZ=+0530",
        refusals=(),
    ):
        super().__init__(options, refusals=refusals)
        self.code = code
        self.known = known
        self.time = time
        self.events = []
        self.states = []
        self.queried = []

    def _block(self):
        return "".join(line + "\n" for line in self.options)

    def _get_cdata(self, query, body):
        if not self.known:
            return 200, "OK"
        return 200, f"registry=ok\nRegistryCode={self.code}\n{self._block()}"

    def _post_registry(self, query, body):
        if not self.code:
            return 406, "Not wanted"
        self.received = dict(pair.split("=", 1) for pair in body.decode().split(","))
        return 200, f"RegistryCode={self.code}"

    def _post_push(self, query, body):
        return 200, self._block()

    def _get_rtdata(self, query, body):
        return 200, self.time

    def _post_cdata(self, query, body):
        if self.refusals:
            return self.refusals.pop(0), "Try again later"
        lines = body.decode("utf-8", "replace").splitlines()
        if query["table"] == "tabledata":
            assert query["count"] == str(len(lines))
            self.people += [(query["tablename"], line) for line in lines]
            return 200, f"{query['tablename']}={len(lines)}"
        {"rtlog": self.events, "rtstate": self.states}[query["table"]].extend(lines)
        return 200, "OK"

    def _post_querydata(self, query, body):
        lines = body.decode("utf-8", "replace").splitlines()
        self.queried.append((query, lines))
        if query["type"] == "options":
            return 200, "OK"
        return 200, f"{query['tablename']}={len(lines)}"
