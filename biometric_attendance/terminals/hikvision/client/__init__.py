"""Client of Hikvision terminals: HTTP is used in this folder only."""

from .diagnosis import diagnose
from .session import poll_terminal

__all__ = ["diagnose", "poll_terminal"]
