"""A callback URL made of nothing but the codec."""

from urllib.parse import parse_qsl, urlsplit

from simulator import drive
from terminals import cams
from tests.cams_gateway import KEY, OTHER_KEY, START

KEYS = [OTHER_KEY, KEY]


class CodecServer:
    """Keeps what it understood of every callback."""

    def __init__(self):
        self.calls = []
        self.uploads = []
        self.results = []

    def send(self, method, path, headers, body):
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query))
        found = cams.request.read_call(
            parts.path, query, method, headers=headers, body=body
        )
        found = (
            cams.request.decrypt(found, KEYS) if found.kind == "encrypted" else found
        )
        self.calls.append(found)
        if found.reference:
            self.results += cams.results.decode_results(found.body)
        else:
            self.uploads.append(cams.uploads.decode_upload(found.table, found.body))
        return 200, {}, cams.uploads.acknowledge(found.dialect)

    def received(self, what):
        return [record for upload in self.uploads for record in getattr(upload, what)]


def received_from(endpoint):
    server = CodecServer()
    drive(endpoint, server.send, now=START)
    assert endpoint.settled
    return server
