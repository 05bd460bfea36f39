"""The server's side of HTTP digest authentication, with accounts that lock themselves."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.request import parse_http_list, parse_keqv_list

OK, MISSING, WRONG, STALE, LOCKED = "ok", "missing", "wrong", "stale", "locked"


@dataclass
class DigestGuard:
    """Knows who may call, and locks an account after too many wrong answers.

    :param accounts: name to password; may be changed while it runs.
    :param algorithm: ``MD5`` or ``SHA-256``, ``""``: none is named.
    :param qop: what is offered, ``""`` for the digest of RFC 2069.
    :param attempts: wrong answers in a row that lock an account, 0: never.
    :param nonce_uses: how often a nonce may be answered; 0: any number.
    :param says_stale: whether a nonce that is too old is called so.
    :ivar wrong: wrong answers of each account since the last right one.
    :ivar total_wrong: wrong answers altogether.
    """

    accounts: dict[str, str]
    realm: str = "Login to SYN0000000001"
    algorithm: str = "MD5"
    qop: str = "auth"
    attempts: int = 5
    lock_seconds: float = 1800.0
    nonce_uses: int = 0
    says_stale: bool = True
    clock: Callable[[], float] = time.monotonic
    wrong: dict[str, int] = field(default_factory=dict)
    total_wrong: int = 0
    _locked_until: dict[str, float] = field(default_factory=dict)
    _nonces: dict[str, int] = field(default_factory=dict)

    def challenge(self, *, stale: bool = False) -> str:
        """Return the value of a ``WWW-Authenticate`` with a nonce of its own."""
        nonce = hashlib.sha1(f"{len(self._nonces)}/{id(self)}".encode()).hexdigest()
        self._nonces[nonce] = 0
        parts = [f'realm="{self.realm}"', f'nonce="{nonce}"', 'opaque="5c,0 f"']
        if self.qop:
            parts.append(f'qop="{self.qop}"')
        if self.algorithm:
            parts.append(f"algorithm={self.algorithm}")
        if stale:
            parts.append("stale=true")
        return "Digest " + ", ".join(parts)

    def check(self, method: str, target: str, authorization: str) -> str:
        """Return what a request's ``Authorization`` is worth."""
        scheme, _, rest = authorization.partition(" ")
        if scheme.lower() != "digest":
            return MISSING
        values = parse_keqv_list(parse_http_list(rest))
        user = values.get("username", "")
        if self._locked_until.get(user, 0.0) > self.clock():
            return LOCKED
        nonce = values.get("nonce", "")
        if self._is_too_old(nonce):
            # One that is not called stale is a wrong answer like any other.
            return STALE if self.says_stale else MISSING
        if values.get("uri") != target or not self._is_right(method, user, values):
            return self._count_wrong(user)
        self._nonces[nonce] = int(values.get("nc", "0"), 16) or self._nonces[nonce]
        self.wrong[user] = 0
        return OK

    def is_locked(self, user: str) -> bool:
        """Whether an account is locked at the moment."""
        return self._locked_until.get(user, 0.0) > self.clock()

    def forget_nonces(self) -> None:
        """Be as after a restart."""
        self._nonces.clear()

    def _is_too_old(self, nonce: str) -> bool:
        uses = self._nonces.get(nonce)
        return uses is None or bool(self.nonce_uses and uses >= self.nonce_uses)

    def _is_right(self, method: str, user: str, values: dict[str, str]) -> bool:
        password = self.accounts.get(user)
        if password is None:
            return False
        name = "sha256" if self.algorithm.startswith("SHA") else "md5"

        def digest(*parts: str) -> str:
            return hashlib.new(name, ":".join(parts).encode()).hexdigest()

        key = digest(user, self.realm, password)
        asked = digest(method, values.get("uri", ""))
        nonce = values.get("nonce", "")
        if not self.qop:
            return values.get("response") == digest(key, nonce, asked)
        if int(values.get("nc", "0"), 16) <= self._nonces[nonce]:
            return False
        count, own = values.get("nc", ""), values.get("cnonce", "")
        whole = digest(key, nonce, count, own, values.get("qop", ""), asked)
        return values.get("response") == whole

    def _count_wrong(self, user: str) -> str:
        self.total_wrong += 1
        self.wrong[user] = self.wrong.get(user, 0) + 1
        if self.attempts and self.wrong[user] >= self.attempts:
            self._locked_until[user] = self.clock() + self.lock_seconds
            self.wrong[user] = 0
        return WRONG
