"""Sync states of device users, set when commands about them are queued or end."""

from ..command.states import (
    PENDING_STATES,
    USER_SYNC_KINDS,
    USER_WRITING_KINDS,
)
from ..reason import as_stored

CHANGING_KINDS = (*USER_WRITING_KINDS, "delete_user")
UNSUCCESSFUL_STATES = ("failed", "expired", "cancelled")


def process_queued(users, commands):
    """Mark the device users of queued commands as pending.

    :param users: any recordset of ``biometric.device.user``; it is not used.
    """
    changing = commands.filtered(lambda command: command.kind in CHANGING_KINDS)
    for device, of_device in changing.grouped("device_id").items():
        of_device._device_users(device).write(
            {"sync_state": "pending", "problem_reason": False, "retry_at": False}
        )


def process_finished(commands, state, reason):
    """Record on the device users that commands about them have ended."""
    for command in commands:
        result = _resulting_state(command.kind, state)
        if result and not _is_followed(command, result):
            for user in command._device_user():
                user._record_sync_state(result, reason)
        elif command.kind == "set_template" and state in ("failed", "expired"):
            command._device_user().problem_reason = as_stored(reason)


def _resulting_state(kind, state):
    """Return the sync state after a command, ``None`` where it changes nothing."""
    if kind not in USER_SYNC_KINDS:
        return None
    if state == "done":
        return "absent" if kind == "delete_user" else "present"
    return "failed" if state in UNSUCCESSFUL_STATES else None


def _is_followed(command, result):
    """Return whether a later command decides about the same device user."""
    kinds = ["set_user", "delete_user"]
    if result != "failed":
        kinds.append("grant_access")
    later = [
        ("device_id", "=", command.device_id.id),
        ("pin", "=", command.pin),
        ("kind", "in", kinds),
        ("state", "in", PENDING_STATES),
        ("id", ">", command.id),
    ]
    return bool(command.search_count(later, limit=1))
