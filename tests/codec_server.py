"""The smallest server of both dialects that can be made of the codec alone."""

from urllib.parse import parse_qsl, urlsplit

from simulator import drive
from terminals import adms


class CodecServer:
    """Answers terminals and keeps what they tell, decoded.

    ``uploads`` are (table, upload); ``commands`` are answers to be given to polls.
    """

    def __init__(self, now=None):
        self.now = now
        self.calls = []
        self.uploads = []
        self.commands = []
        self.results = []
        self.info = []
        self.key = None

    def send(self, method, path, headers, body):
        parts = urlsplit(path)
        call = adms.request.read_call(parts.path, dict(parse_qsl(parts.query)), method)
        self.calls.append(call)
        return 200, {}, getattr(self, f"_{call.kind}", self._other)(call, body)

    def order(self, kind, payload, dialect="attendance", known=None):
        """Queue all a command of ours takes; return how many texts that are."""
        steps = adms.commands.steps(kind, payload, dialect, known=known)
        texts = [
            adms.commands.encode_command(k, p, dialect, known=known) for k, p in steps
        ]
        self.commands.insert(0, adms.commands.encode_commands(enumerate(texts, 1)))
        return len(texts)

    def received(self, what):
        """Every record of one of ``Upload``'s lists, in the order they came."""
        return [
            record for _, upload in self.uploads for record in getattr(upload, what)
        ]

    def _handshake(self, call, body):
        if call.dialect == "security":
            return adms.uploads.OK
        return adms.options.encode_options(
            call.serial, stamps={}, offset_minutes=330, templates=True
        )

    def _registration(self, call, body):
        self.info.append(adms.registration.decode_registry(body)[0])
        return adms.registration.encode_registry("Code1")

    def _settings(self, call, body):
        return adms.registration.encode_push_options(
            "Session1", templates=True, photos=True
        )

    def _time(self, call, body):
        return adms.registration.encode_time(self.now.replace(tzinfo=None), 330)

    def _upload(self, call, body):
        upload = adms.uploads.decode_upload(call.table, body, name=call.name)
        self.uploads.append((call.table, upload))
        return adms.uploads.acknowledge(call.table, upload, name=call.name)

    def _command_request(self, call, body):
        if call.info:
            self.info.append(call.info)
        return self.commands.pop() if self.commands else adms.uploads.OK

    def _other(self, call, body):
        return adms.uploads.OK

    def _result(self, call, body):
        self.results += adms.results.decode_results(body)
        return adms.uploads.OK


def obey(endpoint, dialect, *orders, now, known=None, polls=1):
    """Carry out (kind, payload) orders; return the server with the results."""
    server = CodecServer(now)
    expected = sum(server.order(k, p, dialect, known) for k, p in orders)
    drive(endpoint, server.send, now=now, polls=polls)
    assert len(server.results) == expected
    return server
