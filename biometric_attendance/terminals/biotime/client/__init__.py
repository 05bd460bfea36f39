"""Client of BioTime servers: HTTP is used in this folder only."""

from .diagnosis import diagnose
from .session import read_source

__all__ = ["diagnose", "read_source"]
