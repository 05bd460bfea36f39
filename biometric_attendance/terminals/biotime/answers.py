"""Answers of BioTime's REST API: what is one, and what each kind of refusal means.

    200  {"count": 2, "next": null, "previous": null, "msg": "", "code": 0, "data": [..]}
    200  the same with another code: a refusal
    200, 201  the row as it is now, after it was written
    200  a web page: the path is not known
    400  a wrong user name or password, at the login; {"card_no": ["why"]} where written
    401  the token is missing or has expired
    403  the licence has no API, or the user no right to it
    404  {"detail": "Invalid page."}: behind the last page

``next`` leads to the server's own 127.0.0.1 where a proxy is in front: it is not read.
"""

import json
from typing import Any, NamedTuple

from ..errors import DeviceRefused, Garbled, OtherProtocol
from ..text import shown, storable

#: Characters of the server's own words that are shown.
MAX_WORDS = 200
JSON_TYPE = "application/json"
_INVALID_PAGE = "invalid page"
_NO_LICENCE = "openapi"
_EXISTS = "exist"
#: Fields whose refusal may name their value.
_SECRET = "password"


class Response(NamedTuple):
    """An HTTP response as it came.

    :param content_type: its header, ``""`` for none.
    """

    status: int
    content_type: str
    body: bytes


class Page(NamedTuple):
    """A page of a list.

    :param total: rows of the whole list as the server counts them, ``None``: not said.
    :param is_behind: there is no such page, because the list ended before.
    """

    rows: list[dict[str, Any]]
    total: int | None = None
    is_behind: bool = False


class Expired(DeviceRefused):
    """The token is not accepted any more."""


def read_object(response: Response) -> dict[str, Any]:
    """Return the JSON object of a response.

    :raises OtherProtocol: it is a web page.
    :raises Garbled: it is something else.
    """
    if not _is_json(response):
        raise OtherProtocol("biotime_web_page")
    value = _parse(response.body)
    if not isinstance(value, dict):
        raise Garbled("biotime_unreadable")
    return value


def read_page(response: Response) -> Page:
    """Return the page a list was asked for.

    :raises TransportError: it is a refusal, or no page of a list.
    """
    check_status(response)
    if response.status == 404:
        return Page([], is_behind=True)
    value = read_object(response)
    _check_code(value)
    rows, count = value.get("data"), read_integer(value.get("count"))
    if not isinstance(rows, list):
        raise Garbled("biotime_no_list")
    # What is no object is a row all the same: it is refused, and kept.
    page = [row if isinstance(row, dict) else {"": row} for row in rows]
    return Page(page, count if count is None else max(count, 0))


def read_written(response: Response) -> dict[str, Any]:
    """Return what the server answers to a row that was written.

    :raises DeviceRefused: it takes no such values, or its user may not write.
    :raises TransportError: for what is no answer.
    """
    status = response.status
    if status == 400 and _is_json(response):
        raise _refused_values(read_object(response))
    if status == 403 and not _says(response, _NO_LICENCE):
        raise DeviceRefused("biotime_may_not_change", status)
    if status == 404 and _is_json(response):
        raise DeviceRefused("biotime_status", status, status=status)
    if status != 201:
        check_status(response)
    value = read_object(response)
    _check_code(value)
    return value


def check_status(response: Response) -> None:
    """Check the HTTP status of an answer to anything but a login.

    :raises TransportError: it is neither 200 nor the one behind the last page.
    """
    status = response.status
    if status == 200 or (status == 404 and _says(response, _INVALID_PAGE)):
        return
    if status == 401:
        raise Expired("biotime_token_refused", status)
    if status == 403:
        raise DeviceRefused(_forbidden(response), status)
    if status == 404:
        raise OtherProtocol("biotime_web_page")
    if 300 <= status < 400:
        raise OtherProtocol("biotime_redirected")
    raise DeviceRefused("biotime_status", status, status=status)


def read_token(response: Response) -> str | None:
    """Return the token of an answer to a login; ``None`` where this way in is not known.

    :raises DeviceRefused: the user name or password is wrong, or there is no API.
    :raises TransportError: for what is neither.
    """
    status = response.status
    if status in (404, 405) or (status == 200 and not _is_json(response)):
        return None
    if status in (400, 401):
        raise DeviceRefused("biotime_wrong_login", status)
    check_status(response)
    token = read_object(response).get("token")
    if not isinstance(token, str) or not _may_be_header(token):
        raise Garbled("biotime_unreadable")
    return token


def read_integer(value: object) -> int | None:
    """Return a number that is one or its text, ``None`` for all else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    text = value.strip() if isinstance(value, str) else ""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 18):
        return None
    return int(text)


def read_text(value: object) -> str:
    """Return text, or a number as text, without blanks around; ``""`` for all else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return storable(value.strip()) if isinstance(value, str) else ""


def _check_code(value: dict[str, Any]) -> None:
    code = read_integer(value.get("code", 0))
    if code != 0:
        words = shown(str(value.get("msg") or ""))[:MAX_WORDS]
        raise DeviceRefused("biotime_refused", code, code=code, words=words)


def _refused_values(value: dict[str, Any]) -> DeviceRefused:
    """Return the refusal of values, with the server's own words but for secrets."""
    if _EXISTS in str(value.get("emp_code") or "").lower():
        return DeviceRefused("biotime_pin_taken", 400)
    parts = []
    for name, given in value.items():
        words = [each for each in _listed(given) if isinstance(each, str)]
        parts.append(
            name if _SECRET in name.lower() else " ".join([f"{name}:", *words])
        )
    text = shown("; ".join(parts))[:MAX_WORDS]
    return DeviceRefused("biotime_values_refused", 400, words=text)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _forbidden(response: Response) -> str:
    return "biotime_no_api" if _says(response, _NO_LICENCE) else "biotime_no_right"


def _says(response: Response, words: str) -> bool:
    text = response.body[:4096].decode("utf-8", "replace").lower()
    return _is_json(response) and words in text


def _is_json(response: Response) -> bool:
    kind = response.content_type.partition(";")[0].strip().lower()
    return kind == JSON_TYPE


def _may_be_header(token: str) -> bool:
    return bool(token) and token.isascii() and token.isprintable() and " " not in token


def _parse(body: bytes) -> object:
    """Return what JSON text says, ``None`` for what is none. Errors would name the body."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
