"""The documented frames of `vectors/cams`, as they come over the wire."""

import json
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlencode

FOLDER = Path(__file__).parent / "vectors" / "cams"
VECTORS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.json"))
}
CALLS = [name for name in VECTORS if "_rest_" in name]
CALLBACKS = [name for name in VECTORS if "_rest_" not in name]
KEY = "0123456789abcdef0123456789ABCDEF"


def named(*starts):
    return [name for name in VECTORS if name.startswith(starts)]


def requests_of(name):
    """The requests of a vector: path, query and body of each."""
    request = VECTORS[name]["request"]
    return [_parts(one) for one in request.get("sequence", [request])]


def body(name):
    return requests_of(name)[0][2]


def _parts(request):
    path, _, query = request["path"].partition("?")
    sent = {key: values[0] for key, values in parse_qs(query).items()}
    return path, sent, _body(request)


def _body(request):
    if "raw" in request:
        return request["raw"].encode()
    if "json" in request:
        return json.dumps(request["json"]).encode()
    if "form" in request:
        return urlencode(request["form"]).encode()
    return request.get("body", "").encode()


def wall(text):
    return datetime.fromisoformat(text)
