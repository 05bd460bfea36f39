"""A CAMS gateway with devices behind it, seen from the server."""

from .calls import Call
from .company import company
from .endpoint import CamsEndpoint
from .faults import CamsFaults
from .gateway import Gateway
from .registration import GENERATIONS, USUAL_PATH, Registration
from .rest_api import REST_PATHS, RestApi

__all__ = [
    "GENERATIONS",
    "REST_PATHS",
    "USUAL_PATH",
    "Call",
    "CamsEndpoint",
    "CamsFaults",
    "Gateway",
    "Registration",
    "RestApi",
    "company",
]
