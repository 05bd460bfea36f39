"""The sentences of the codes all brands share; ``%(name)s`` is one of a reason's values."""

from .reasons import _  # noqa: F401

MESSAGES: dict[str, str] = {}
