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
        said = self.read(headers["Content-Type"], body)
        if said is None:
            return 401, {}, b'{"status":"error"}'
        self.taken.append(said)
        plain = b"ok" if said[0] == "v1" else DONE
        return 200, {}, self.answer or plain

    def read(self, kind, body):
        """Return generation, operation and what was said; ``None``: not authentic."""
        if kind == "application/json":
            said = self._open(body)["RealTime"]
            token = said.pop("AuthToken")
            operation = next(k for k in said if k not in self.COMMON)
            found = ("v3", operation, said)
        else:
            form = {k: v[0] for k, v in parse_qs(body.decode(), True).items()}
            if "att_time" in form:
                token = form.pop("auth_token")
                found = ("v1", "punch", form)
            else:
                whole = json.loads(form["request_data"])
                said = whole["ApiRequestInfo"]
                said = self._open(said.encode()) if isinstance(said, str) else said
                token = said.pop("AuthToken")
                found = ("v2", said.pop("Operation"), {**said, **whole})
        return found if token == self.token else None

    COMMON = ("OperationID", "LabelName", "SerialNumber", "Time")

    def _open(self, body):
        for key in self.keys:
            try:
                return json.loads(decrypted(body, key))
            except ValueError:
                continue
        return json.loads(body)

    def said(self, operation):
        """What was said of an operation, in the order it came."""
        return [said for _, name, said in self.taken if name == operation]

    @property
    def seen(self):
        """PIN and moment of every punch, as they were written."""
        found = []
        for generation, operation, said in self.taken:
            if generation == "v1":
                found.append((said["userid"], said["att_time"]))
            elif operation == "PunchLog":
                punch = said[operation]
                found.append((punch["UserId"], punch["LogTime"]))
            elif operation == "RealTimePunchLog":
                found.append((said["UserId"], said["OperationTime"]))
        return found


def query_of(path):
    """The query of a callback, as it was sent."""
    return urlsplit(path).query
