"""Send calls of terminals from the spool to Odoo, each as its terminal sent it."""

import base64
from collections.abc import Mapping
from typing import Any, NamedTuple

from terminals import BRANDS
from terminals.push import header

from .items import Item
from .relay_http import Request
from .relay_link import ANSWER, ANSWER_HEADER, CALLER_HEADER, OdooLink
from .relay_routes import Route, push_of

#: The kind of these items in the spool.
KIND = "call"
_BODY_TYPE = "application/octet-stream"


class Verdict(NamedTuple):
    """What became of a call.

    :param state: ``stored`` (it may leave the spool), ``refused`` (to be put aside) or
        ``later`` (its device's calls wait; those of others do not).
    :param code: of Odoo's answer; ``""`` where it is stored.
    :param message: the same in a sentence.
    """

    state: str
    code: str = ""
    message: str = ""


def prepare(route: Route, request: Request, body: bytes) -> dict[str, Any]:
    """Return a call as it is kept in the spool, JSON values.

    :param body: what came, or all parts of it.
    """
    path, _mark, query = route.target.partition("?")
    return {
        "brand": route.brand,
        "method": request.method,
        "path": path,
        "query": query,
        "headers": dict(route.headers),
        "body": base64.b64encode(body).decode(),
        "caller": request.caller,
    }


def headers_for(headers: Mapping[str, str], caller: str) -> dict[str, str]:
    """Return the headers a call is passed on with, but for the bridge's proof.

    :param caller: address of the terminal.
    """
    return {**headers, CALLER_HEADER: caller, "Content-Type": _BODY_TYPE}


def send_call(item: Item, link: OdooLink) -> Verdict:
    """Send one call, and return what Odoo made of it.

    :param item: of kind :data:`KIND`.
    :raises OdooAway: there was no answer.
    """
    data = item.data
    if data["brand"] not in BRANDS:  # an older program than the one that stored it
        return Verdict("later", "brand", f"Unknown brand {data['brand']}.")
    target = f"{data['path']}?{data['query']}" if data["query"] else data["path"]
    headers = headers_for(data["headers"], data["caller"])
    body = base64.b64decode(data["body"])
    response = link.send(data["method"], target, headers, body)
    answer = push_of(data["brand"]).read_acknowledgement(response)
    if answer.state == "stored":
        if header(response.headers, ANSWER_HEADER) != ANSWER:
            return Verdict("later", "other_answer", "Another server answered.")
        return Verdict("stored")
    message = f"Odoo answered {answer.code} to a call of a terminal."
    return Verdict(answer.state, answer.code, message)
