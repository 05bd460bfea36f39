"""How EBKN terminals call, and what they are answered."""

from ..brand import ListenerRules, Path
from .request import HEADERS, proof, read_call


class EbknPush:
    """The terminal calls."""

    paths = (
        Path(
            ("/biometric/ebkn", "/biometric/<string:path_token>/ebkn"),
            ("POST",),
            2**24,
        ),
    )
    listener = ListenerRules(
        path="/ebkn", headers=HEADERS, plain_http_only=True, required=True
    )
    key_required = False
    read_call = staticmethod(read_call)
    proof = staticmethod(proof)


PUSH = EbknPush()
