"""Client of CAMS gateways: HTTP is used in this folder only."""

from .diagnosis import diagnose
from .gateway import Gateway, call
from .session import run_session

__all__ = ["Gateway", "call", "diagnose", "run_session"]
