"""A CAMS gateway with devices behind it, seen from the server."""

from .calls import Call
from .desk import Desk
from .face import CamsFace
from .faults import CamsFaults
from .gateway import Gateway
from .registration import GENERATIONS, Registration

__all__ = [
    "GENERATIONS",
    "Call",
    "CamsFace",
    "CamsFaults",
    "Desk",
    "Gateway",
    "Registration",
]
