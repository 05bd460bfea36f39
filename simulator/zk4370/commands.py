"""Every request a terminal understands, by its number."""

from . import (
    clearing,
    device as itself,
    enrolling,
    reading,
    sessions as opening,
    uploading,
    users as people_writing,
)

#: Number to what is done: ``(conversation, data) -> [Said, ...]``.
COMMANDS = {
    **opening.COMMANDS,
    **itself.COMMANDS,
    **reading.COMMANDS,
    **people_writing.COMMANDS,
    **uploading.COMMANDS,
    **clearing.COMMANDS,
    **enrolling.COMMANDS,
}
