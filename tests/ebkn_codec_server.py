"""The smallest EBKN server that can be made of the codec alone."""

from collections import defaultdict

from terminals import ebkn


class EbknCodecServer:
    """Answers terminals and keeps what they tell, decoded.

    ``uploads`` are (table, upload); ``results`` (kind asked, result, upload); ``clocks``
    what the polls showed.
    """

    def __init__(self, known=None):
        self.known = known or {}
        self.uploads = []
        self.results = []
        self.clocks = []
        self.sent = {}
        self._queue = []
        self._parts = defaultdict(dict)

    def send(self, method, path, headers, body):
        mapped = {
            ebkn.request.HEADERS.get(name, name): text for name, text in headers.items()
        }
        call = ebkn.request.read_call(path, {}, method, headers=mapped, body=body)
        parts = self._parts[call.serial, call.table, call.message]
        what = ebkn.blocks.classify_part(parts, call.part)
        if what == "restart":
            parts.clear()
        if what in ("store", "restart"):
            parts[call.part] = body
        if what != "complete":
            return 200, *ebkn.responses.encode_response(
                ebkn.blocks.PART_RESPONSES[what], call
            )
        body = ebkn.blocks.join_parts(dict(parts), body)
        parts.clear()
        return 200, *getattr(self, f"_{call.kind}")(call, body)

    def order(self, kind, payload, known=None):
        """Queue all a command of ours takes."""
        known = {**self.known, **(known or {})}
        for step, values in ebkn.commands.steps(
            kind, payload, "attendance", known=known
        ):
            text = ebkn.commands.encode_command(step, values, "attendance", known=known)
            number = str(len(self.sent) + len(self._queue) + 1)
            self._queue.append((number, step, text))

    def received(self, what):
        """Every record of one of ``Upload``'s lists, in the order they came."""
        uploads = [upload for _, upload in self.uploads]
        uploads += [upload for *_, upload in self.results]
        return [record for upload in uploads for record in getattr(upload, what)]

    @property
    def codes(self):
        return [(kind, result.code) for kind, result, _ in self.results]

    def _upload(self, call, body):
        self.uploads.append((call.table, ebkn.uploads.decode_upload(call.table, body)))
        return ebkn.responses.encode_response(ebkn.responses.OK, call)

    def _command_request(self, call, body):
        info, clock = ebkn.device_info.decode_poll(ebkn.frames.decode_frame(body)[0])
        self.known = {**info.options, **self.known}
        self.clocks.append(clock)
        if not self._queue:
            return ebkn.responses.encode_response(ebkn.responses.NO_COMMAND, call)
        number, kind, text = self._queue.pop(0)
        self.sent[number] = kind
        return ebkn.commands.encode_command_response(number, text, call)

    def _result(self, call, body):
        kind = self.sent.get(call.message, "")
        result, upload = ebkn.results.decode_results(call, body, kind, known=self.known)
        self.results.append((kind, result, upload))
        return ebkn.responses.encode_response(ebkn.responses.OK, call)
