"""Ways to spell a header so that nginx and the server behind it may differ about it."""

from collections.abc import Iterator

#: Header to what somebody would claim with it; ``{database}`` is another database.
CLAIMS = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "forged.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Prefix": "/web",
    "Forwarded": "for=203.0.113.9;host=forged.example;proto=https",
    "X-Real-IP": "203.0.113.9",
    "Remote-Addr": "203.0.113.9",
    "X-Odoo-Database": "{database}",
    "X-Openerp-Session-Id": "forged",
    "Authorization": "Bearer forged",
    "Cookie": "session_id=forged",
    "X-Biometric-Listener": "forged",
    "X-Request-Code": "realtime_glog",
    "X-Dev-Id": "FORGED",
    "X-Cmd-Return-Code": "FORGED",
    "X-Blk-No": "7",
    "X-Original-URL": "/web/login",
    "X-HTTP-Method-Override": "DELETE",
    "Connection": "X-Forwarded-For, Content-Length",
    "Keep-Alive": "timeout=60",
    "TE": "trailers",
    "Upgrade": "websocket",
    "Content-Type": "application/json",
    "Accept-Encoding": "gzip",
}
#: Read by nginx itself under their own names, so a claim is told from a mistake only in
#: other spellings.
FRAMING = {"Content-Length": "5000", "Transfer-Encoding": "chunked", "Expect": "200-ok"}

_LINES = {
    "plain": b"%s: %s",
    "twice": b"%s: %s\r\n%s: %s",
    "no-blank": b"%s:%s",
    "blank-before-colon": b"%s : %s",
    "tab-before-colon": b"%s\t: %s",
    "folded-name": b"X-Other: a\r\n %s: %s",
    "folded-value": b"%s:\r\n %s",
    "bare-lf": b"X-Other: a\n%s: %s",
    "bare-cr": b"X-Other: a\r%s: %s",
    "zero": b"%s\0: %s",
    "leading-zero": b"\0%s: %s",
}
_OWN_LINES = ("plain", "twice")


def _names(name: str) -> dict[str, str]:
    """Return spellings of a name that CGI variables do not tell apart."""
    first, dash, rest = name.partition("-")
    return {
        "usual": name,
        "capitals": name.upper(),
        "small": name.lower(),
        "underscores": name.replace("-", "_"),
        "small-underscores": name.replace("-", "_").lower(),
        "one-underscore": f"{first}_{rest}" if dash else f"{name}_",
        "dots": name.replace("-", "."),
        "cgi": f"HTTP_{name.replace('-', '_').upper()}",
    }


def attempts(database: str) -> Iterator[tuple[str, bytes]]:
    """Generate what is tried: its name, and the bytes of its header lines.

    :param database: name of another database of the server.
    """
    for header, claim in {**CLAIMS, **FRAMING}.items():
        value = claim.format(database=database).encode()
        own = {spelling.lower() for spelling in FRAMING}
        for spelling, name in _names(header).items():
            if name.lower() in own:
                continue
            for form, line in _LINES.items():
                # Odd lines are tried with the two spellings that matter.
                if form not in _OWN_LINES and spelling not in ("usual", "underscores"):
                    continue
                pair = (name.encode(), value)
                parts = pair * (line.count(b"%s") // 2)
                yield f"{header}, {spelling}, {form}", line % parts


#: Paths that nginx lets through if it reads them as the server does not.
PATHS = {
    b"/web/login/../../iclock/ping": b"/iclock/ping",
    b"/web/dataset/call_kw/../../../biometric/ebkn": b"/biometric/ebkn",
    b"/json/2/res.users/../../../biometric/ebkn": b"/biometric/ebkn",
    b"/web/login/%2e%2e/%2e%2e/biometric/ebkn": b"/biometric/ebkn",
    b"//web/login/../../biometric//ebkn": b"/biometric/ebkn",
    b"/web/login?/../../biometric/ebkn": None,
    b"/web/login#/biometric/ebkn": None,
    b"/web/login;/../../biometric/ebkn": b"/biometric/ebkn",
    b"/biometric/../web/login": None,
    b"/biometric/..%2fweb/login": None,
    b"/iclock/%2e%2e%2fweb/login": None,
    b"/iclock/..;/web/login": b"/iclock/..;/web/login",
    b"/iclock/..\\web/login": b"/iclock/..%5Cweb/login",
    b"/iclock/x%3f/../../web/login": None,
    b"http://forged.example/iclock/ping": b"/iclock/ping",
    b"http://forged.example/web/login": None,
    b"http://forged.example/web/login/../../biometric/ebkn": b"/biometric/ebkn",
}

#: Header lines beside a right ``Content-Length``, after which nobody knows where the body
#: ends.
FRAMED = [
    b"Content-Length: 5\r\n",
    b"Content-Length: +5\r\n",
    b"Content-Length : 5\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"transfer-encoding: Chunked\r\n",
    b"Transfer-Encoding:\tchunked\r\n",
    b"Transfer-Encoding: identity\r\n",
    b"Transfer-Encoding: xchunked\r\n",
    b"Transfer-Encoding: chunked, identity\r\n",
    b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
    b"Transfer-Encoding : chunked\r\n",
    b"X-Other: a\r\n Transfer-Encoding: chunked\r\n",
]
