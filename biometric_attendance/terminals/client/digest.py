"""HTTP digest authentication: challenges, and the one answer a session gives to them.

Terminals lock the account after a few wrong passwords. So a password that was refused for a
fresh challenge is never sent again by the same :class:`DigestLogin`. Sources: RFC 7616, and
RFC 2617 and 2069 for old firmware.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from ..commands import CONTROL
from ..errors import Garbled, Misaddressed, OtherProtocol, WrongKey

#: Algorithms to their function; ``-SESS`` is understood of each.
_HASHES: dict[str, Callable[[bytes], str]] = {
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
}
_SESSION = "-SESS"
_ITEM = re.compile(
    r"""[\s,]*([\w!\#$%&'*+.^`|~-]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]*))?""",
    re.ASCII,
)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
#: Longest part of a header that is read.
_MAX_HEADER_LENGTH = 4096


class Challenge(NamedTuple):
    """What a server wants to be answered.

    :param algorithm: as the server writes it, ``""`` where it names none.
    :param qop: whether ``auth`` was offered; without, the answer is that of RFC 2069.
    :param opaque: to be returned, ``None`` where there is none.
    :param stale: only the nonce of the last answer was too old.
    :param userhash: the name is to be sent as a hash.
    """

    realm: str
    nonce: str
    algorithm: str = ""
    qop: bool = True
    opaque: str | None = None
    stale: bool = False
    userhash: bool = False


def read_challenge(headers: Iterable[str]) -> Challenge | None:
    """Return the first challenge that can be answered, ``None`` where there is none.

    :param headers: values of all ``WWW-Authenticate``; each may hold several challenges.
    """
    for header in headers:
        for scheme, values in _split(header[:_MAX_HEADER_LENGTH]):
            if scheme == "digest" and (found := _read(values)):
                return found
    return None


def _split(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the schemes of a header in small letters, with their values."""
    scheme, values = "", dict[str, str]()
    for item in _ITEM.finditer(header):
        name, value = item[1].lower(), item[2]
        if value is None:
            if scheme:
                yield scheme, values
            scheme, values = name, {}
        else:
            values.setdefault(name, _unquote(value))
    if scheme:
        yield scheme, values


def _read(values: dict[str, str]) -> Challenge | None:
    algorithm, nonce = values.get("algorithm", ""), values.get("nonce", "")
    offered = [each.strip().lower() for each in values.get("qop", "").split(",")]
    has_qop = any(offered)
    if not nonce or _hash(algorithm) is None or (has_qop and "auth" not in offered):
        return None
    return Challenge(
        values.get("realm", ""),
        nonce,
        algorithm,
        has_qop,
        values.get("opaque"),
        values.get("stale", "").lower() == "true",
        values.get("userhash", "").lower() == "true",
    )


def answer(
    challenge: Challenge,
    username: str,
    password: str,
    method: str,
    target: str,
    *,
    count: int = 1,
    cnonce: str,
) -> str:
    """Return the ``Authorization`` header that answers a challenge.

    :param target: path and query exactly as they stand in the request.
    :param count: how often the nonce was answered, this time included.
    :param cnonce: any text of the client's own.
    :raises Misaddressed: the name cannot stand in a header.
    """
    digest = _hash(challenge.algorithm)
    if digest is None or CONTROL.search(username + target):
        raise Misaddressed("digest_user_invalid")
    times = f"{count:08x}"
    secret = digest(_bytes(f"{username}:{challenge.realm}:{password}"))
    if challenge.algorithm.upper().endswith(_SESSION):
        secret = digest(_bytes(f"{secret}:{challenge.nonce}:{cnonce}"))
    request = digest(_bytes(f"{method}:{target}"))
    between = f"{challenge.nonce}:{times}:{cnonce}:auth" if challenge.qop else ""
    response = digest(_bytes(f"{secret}:{between or challenge.nonce}:{request}"))
    name = digest(_bytes(f"{username}:{challenge.realm}"))
    parts = [
        f"username={_quote(name)}" if challenge.userhash else _username(username),
        f"realm={_quote(challenge.realm)}",
        f"nonce={_quote(challenge.nonce)}",
        f"uri={_quote(target)}",
    ]
    if challenge.algorithm:
        parts.append(f"algorithm={challenge.algorithm}")
    parts.append(f"response={_quote(response)}")
    if challenge.opaque is not None:
        parts.append(f"opaque={_quote(challenge.opaque)}")
    if challenge.qop:
        parts += ["qop=auth", f"nc={times}", f"cnonce={_quote(cnonce)}"]
    if challenge.userhash:
        parts.append("userhash=true")
    return "Digest " + ", ".join(parts)


@dataclass(slots=True)
class DigestLogin:
    """The name and password of one session, tried once.

    Before each request :meth:`authorize` gives its header; after a 401 :meth:`take` says
    that the request may be sent again, or raises.

    :param make_cnonce: gives the client's own text for each answer.
    """

    username: str
    password: str
    make_cnonce: Callable[[], str] = lambda: secrets.token_hex(8)
    _challenge: Challenge | None = None
    _count: int = 0
    _was_answered: bool = False
    _was_stale: bool = False
    _is_refused: bool = False

    def __repr__(self) -> str:
        return "DigestLogin()"

    def authorize(self, method: str, target: str) -> str | None:
        """Return the ``Authorization`` of a request, ``None`` before the first challenge.

        :raises WrongKey: the password was refused in this session.
        """
        if self._is_refused:
            raise WrongKey("digest_wrong_login")
        self._was_answered = self._challenge is not None
        if self._challenge is None:
            return None
        self._count += 1
        return answer(
            self._challenge,
            self.username,
            self.password,
            method,
            target,
            count=self._count,
            cnonce=self.make_cnonce(),
        )

    def renew(self) -> None:
        """Have the next request ask for a challenge of its own."""
        self._challenge, self._count = None, 0

    def take(self, headers: Iterable[str]) -> None:
        """Take the challenge of a request that was answered with 401.

        A nonce used before may simply be too old. A fresh one is too old only where the
        server says so, which is believed once.

        :param headers: values of all ``WWW-Authenticate`` of the answer.
        :raises WrongKey: the password is wrong; it is not to be sent again.
        :raises OtherProtocol: the server offers no digest.
        :raises Garbled: the server calls each nonce too old.
        """
        challenge = read_challenge(headers)
        is_fresh = self._was_answered and self._count == 1
        is_stale = challenge is not None and challenge.stale
        if is_fresh and not is_stale:
            self._is_refused = True
            raise WrongKey("digest_wrong_login")
        if challenge is None:
            raise OtherProtocol("digest_not_offered")
        if is_fresh and self._was_stale:
            self._is_refused = True
            raise Garbled("digest_always_stale")
        self._was_stale = is_fresh
        self._challenge, self._count = challenge, 0

    def succeed(self) -> None:
        """Note that a request was let in."""
        self._was_stale = False


def _hash(algorithm: str) -> Callable[[bytes], str] | None:
    return _HASHES.get(algorithm.upper().removesuffix(_SESSION) or "MD5")


def _username(name: str) -> str:
    if name.isascii():
        return f"username={_quote(name)}"
    return f"username*=UTF-8''{quote(name, safe='')}"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unquote(text: str) -> str:
    if not text.startswith('"'):
        return text
    return _QUOTED_PAIR.sub(r"\1", text[1:-1])
