"""How the CAMS gateway calls, and what it is answered."""

from ..brand import ListenerRules, Path
from .bodies import MOST
from .request import proof, read_call


class CamsPush:
    """The gateway calls for its terminals."""

    paths = (
        Path(
            (
                "/biometric/<string:path_token>/cams",
                # Where the vendor's own module listens, for those who come from it.
                "/cams/biometric-api3.0",
            ),
            ("POST",),
            MOST + 1,
        ),
    )
    listener = ListenerRules(path="/cams/biometric-api3.0/")
    key_required = True
    read_call = staticmethod(read_call)
    proof = staticmethod(proof)


PUSH = CamsPush()
