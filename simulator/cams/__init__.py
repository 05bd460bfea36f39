"""A CAMS gateway with devices behind it, seen from the server."""

from .calls import Call
from .company import company
from .desk import REST_PATHS, Desk
from .face import CamsFace
from .faults import CamsFaults
from .gateway import Gateway
from .registration import GENERATIONS, USUAL_PATH, Registration

__all__ = [
    "GENERATIONS",
    "REST_PATHS",
    "USUAL_PATH",
    "Call",
    "CamsFace",
    "CamsFaults",
    "Desk",
    "Gateway",
    "Registration",
    "company",
]
