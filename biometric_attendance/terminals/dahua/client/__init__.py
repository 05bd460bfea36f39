"""Client of Dahua's HTTP API: connections are used in this folder only."""

from .diagnosis import diagnose
from .session import poll_terminal

__all__ = ["diagnose", "poll_terminal"]
