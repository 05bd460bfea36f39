"""Every request a terminal understands, by its number."""

from . import clearing, enrolling, itself, opening, people_writing, reading, uploading

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
