"""How terminals that push (ADMS) call, and what they are answered."""

from ..brand import ListenerRules, Path
from .registration import proof
from .request import read_call

_PATTERNS = (
    "/iclock/",
    "/iclock/<path:endpoint>",
    "/biometric/<string:path_token>/iclock/<path:endpoint>",
)


class AdmsPush:
    """The terminal calls."""

    paths = (
        Path(_PATTERNS, ("GET",), 2**16),
        Path(_PATTERNS, ("POST",), 2**24),
    )
    listener = ListenerRules()
    key_required = False
    read_call = staticmethod(read_call)
    proof = staticmethod(proof)


PUSH = AdmsPush()
