"""A callback URL by the book, for the gateway's tests; it shares no code with the addon."""

import json
from base64 import b64decode, b64encode
from urllib.parse import parse_qs, urlsplit

from Crypto.Cipher import AES
from Crypto.Util.Padding import pad, unpad

DONE = b'{"status":"done"}'


def encrypted(text, key):
    cipher = AES.new(key.encode(), AES.MODE_ECB)
    return b64encode(cipher.encrypt(pad(text, 16)))


def decrypted(text, key):
    cipher = AES.new(key.encode(), AES.MODE_ECB)
    return unpad(cipher.decrypt(b64decode(text, validate=True)), 16)


class FakeCamsServer:
    """Takes what has the right token, and tells punches from the rest.

    :param keys: security keys it tries in turn; none: bodies are plain.
    :param refusals: statuses to give to the next calls instead of an acknowledgement.
    """

    def __init__(self, token="t0ken", keys=(), refusals=()):
        self.token = token
        self.keys = list(keys)
        self.refusals = list(refusals)
        self.requests = []
        self.taken = []
        self.answer = None

    def send(self, method, path, headers, body):
        assert method == "POST"
        self.requests.append((path, headers, body))
        if self.refusals:
            return self.refusals.pop(0), {}, b"Try again later"
        values = self.read(headers["Content-Type"], body)
        if values is None:
            return 401, {}, b'{"status":"error"}'
        self.taken.append(values)
        plain = b"ok" if values[0] == "v1" else DONE
        return 200, {}, self.answer or plain

    def read(self, kind, body):
        """Return generation, operation and what was said; ``None``: not authentic."""
        if kind == "application/json":
            values = self._open(body)["RealTime"]
            token = values.pop("AuthToken")
            operation = next(k for k in values if k not in self.COMMON)
            found = ("v3", operation, values)
        else:
            form = {k: v[0] for k, v in parse_qs(body.decode(), True).items()}
            if "att_time" in form:
                token = form.pop("auth_token")
                found = ("v1", "punch", form)
            else:
                whole = json.loads(form["request_data"])
                values = whole["ApiRequestInfo"]
                values = (
                    self._open(values.encode()) if isinstance(values, str) else values
                )
                token = values.pop("AuthToken")
                found = ("v2", values.pop("Operation"), {**values, **whole})
        return found if token == self.token else None

    COMMON = ("OperationID", "LabelName", "SerialNumber", "Time")

    def _open(self, body):
        for key in self.keys:
            try:
                return json.loads(decrypted(body, key))
            except ValueError:
                continue
        return json.loads(body)

    def values(self, operation):
        """What was said of an operation, in the order it came."""
        return [values for _, name, values in self.taken if name == operation]

    @property
    def seen(self):
        """PIN and moment of every punch, as they were written."""
        found = []
        for generation, operation, values in self.taken:
            if generation == "v1":
                found.append((values["userid"], values["att_time"]))
            elif operation == "PunchLog":
                punch = values[operation]
                found.append((punch["UserId"], punch["LogTime"]))
            elif operation == "RealTimePunchLog":
                found.append((values["UserId"], values["OperationTime"]))
        return found


def query_of(path):
    """The query of a callback, as it was sent."""
    return urlsplit(path).query
