"""The answer to a terminal that asks for a user it does not have.

    GET cdata?SN=..&table=RemoteAtt&PIN=123    ->  DATA UPDATE USERINFO PIN=123 TAB Name=..
    GET cdata?SN=..&PIN=123                    ->  USER PIN=123 TAB Name=.., or NONE

The first is for people who punch at a terminal that is not theirs; without such a user it
is answered like what we do not support. Sources: the vendor's attendance push document 2.4
for the first; the second as one client in use makes it, its row as terminals write users.
"""

from collections.abc import Mapping
from typing import Any

from .commands.attendance import set_user
from .commands.encoding import encode_text

_COMMAND = "DATA UPDATE USERINFO "
_REMOTE = "REMOTEATT"


def encode_found(table: str, user: Mapping[str, Any] | None, encoding: str) -> bytes:
    """Encode a user for the terminal that asked, or that there is none.

    :param table: of the request, in capitals.
    :param user: the payload of ``set_user``.
    :raises Forbidden: for a value that could add a line or a value of its own.
    """
    if not user:
        return b"OK" if table == _REMOTE else b"NONE"
    row = set_user(dict(user), {})
    if table != _REMOTE:
        row = "USER " + row.removeprefix(_COMMAND)
    return encode_text(row, encoding) + b"\n"
