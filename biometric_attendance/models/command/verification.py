"""Commands whose result is no proof: what is read back afterwards decides.

sent -> unverified ----(its user, or the list of users, is read)----> done | failed
           |  while other commands go on, the one that reads among them
           `- nobody answers about the user -> failed
"""

import json

from odoo.fields import Domain

from ...terminals.reasons import Reason
from ..reason import as_stored
from .states import READ_USERS, USER_WRITING_KINDS

# What is pointless for a user the terminal does not answer about.
USER_KINDS = (
    *USER_WRITING_KINDS,
    "set_template",
    "grant_access",
    "deny_access",
    "enroll",
)


def begin(command, reason, code=0):
    """Note the terminal's answer to a command, and have the user read back."""
    command.write(
        {
            "state": "sent",  # also of one that was given up too early
            "unverified": True,
            "result_reason": as_stored(reason),
            "code": code,
            "lease_until": False,
            "finished_at": False,
        }
    )
    user = {} if command.kind == "delete_user" else {"pin": command.pin}
    command._queue(command.device_id, READ_USERS, user)


def verify(reading, upload):
    """Decide about the unverified commands before ``reading`` by what it read.

    :param upload: :class:`~.terminals.records.Upload`.
    """
    for command in get_unverified(reading):
        payload = json.loads(command.sudo().payload)
        difference = command._commands().read_back.difference(
            command.kind, payload, upload
        )
        command._finish(
            "failed" if difference else "done",
            command.code,
            difference or Reason("verified"),
        )


def get_unverified(reading):
    """Return the commands that ``reading`` verifies, in order."""
    deletions = Domain("kind", "=", "delete_user")
    about = ~deletions & Domain("pin", "=", reading.pin) if reading.pin else deletions
    return reading.search(
        Domain("device_id", "=", reading.device_id.id)
        & Domain("state", "=", "sent")
        & Domain("unverified", "=", True)
        & Domain("id", "<", reading.id)
        & about,
        order="id",
    )


def process_finished(commands, state, reason):
    """Fail what can no longer be verified, where reading it back did not succeed."""
    if state == "done":
        return
    for reading in commands.filtered(lambda command: command.kind == READ_USERS):
        failure = Reason("not_read_back", {"why": as_stored(reason) or ""})
        for command in get_unverified(reading):
            command._finish("failed", command.code, failure)


def give_up(command):
    """End a command of which nobody said what became of it.

    A terminal says nothing at all about a user it does not have.
    """
    if command._needs_verification(None) and command.device_id._is_approved():
        begin(command, Reason("never_answered"))
        return
    reads_user = command.kind == READ_USERS and command.pin
    is_absent = reads_user and not get_unverified(command)
    command._finish("failed", reason=Reason("never_answered"))
    if is_absent:
        command._device_user()._record_sync_state("absent")
    elif command.kind in USER_KINDS:
        about_user = [
            ("device_id", "=", command.device_id.id),
            ("pin", "=", command.pin),
            ("kind", "in", USER_KINDS),
            ("state", "=", "queued"),
        ]
        queued = command.search(about_user)
        queued._finish("failed", reason=Reason("user_unanswered"))
