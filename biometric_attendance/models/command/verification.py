"""Verification of commands whose result is not reliable, by reading the user back.

sent -> unverified ----(its user, or the list of users, is read)----> done | failed
           |  while other commands go on, the one that reads among them
           `- nobody answers about the user -> failed
"""

import json

from odoo.fields import Domain

from ...terminals.reasons import Reason
from ..reason import as_stored
from .states import READ_USERS, USER_WRITING_KINDS

# Kinds of commands that fail too if the terminal does not answer about their user.
USER_KINDS = (
    *USER_WRITING_KINDS,
    "set_template",
    "grant_access",
    "deny_access",
    "enroll",
)


def begin(command, reason, code=0):
    """Mark a command as unverified, and queue one that reads its user back.

    :param reason: the terminal's answer, shown until the command is verified.
    :param code: the result code of that answer.
    """
    command.write(
        {
            "state": "sent",  # also if it had failed for lack of an answer
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
    """Finish the unverified commands before ``reading`` by comparing them with its users.

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
    """Fail the unverified commands whose user could not be read back.

    :param commands: those that have ended; only the ones that read users count.
    """
    if state == "done":
        return
    for reading in commands.filtered(lambda command: command.kind == READ_USERS):
        failure = Reason("not_read_back", {"why": as_stored(reason) or ""})
        for command in get_unverified(reading):
            command._finish("failed", command.code, failure)


def give_up(command):
    """Verify a command that was never answered, or fail it.

    A terminal sends no answer at all about a user it does not have. So where reading the
    user was not answered, the user is absent; where another command was not, the queued
    commands about the user fail too.
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
