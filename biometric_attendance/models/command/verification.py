"""Verification of commands whose result is not reliable, by reading the user back.

sent -> unverified ----(its user, or the list of users, is read)----> done | failed
           |  while other commands go on, the one that reads among them
           `- nobody answers about the user -> failed

Where ``ReadBack.only_erasures`` is set, the rows of a user come apart from the result of
the command that reads them, and an answer that cannot be read back counts as it is.
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
    if _only_erasures(command):  # one queued before would not count
        _get_queued_reading(command)._finish(
            "cancelled", reason=Reason("not_wanted_any_more")
        )
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
    alone = command.kind != "delete_user" or _only_erasures(command)
    command._queue(command.device_id, READ_USERS, {"pin": command.pin} if alone else {})


def proves_erasure(command):
    """Whether reading its user back proves an erasure: one that waits for the command."""
    device = command.device_id
    return (
        device.proves_identity
        and READ_USERS in device._capabilities()
        and command.env["biometric.erasure.line"]._is_waiting_for(command)
    )


def _only_erasures(command):
    return command._commands().read_back.only_erasures


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
    if _only_erasures(reading):
        about = Domain("pin", "=", reading.pin)
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
    for reading in commands.filtered(lambda command: command.kind == READ_USERS):
        if not reading._commands().read_back:
            continue
        if _only_erasures(reading):
            _verify_erasures(reading, state)
            continue
        if state == "done":
            continue
        failure = Reason("not_read_back", {"why": as_stored(reason) or ""})
        for command in get_unverified(reading):
            command._finish("failed", command.code, failure)


def _verify_erasures(reading, state):
    """Finish deletions by what the terminal has reported since ``reading`` was sent."""
    for command in get_unverified(reading):
        user = command._device_user()
        reported = user.reported_at and user.reported_at >= reading.sent_at
        is_there = state == "done" and (reading.code > 0 or reported)
        if is_there and not _is_written_again(command):
            command._finish("failed", command.code, Reason("still_there"))
            continue
        proof = Reason("verified") if state == "done" and not is_there else None
        command._finish("done", command.code, proof or command.result_reason)


def _is_written_again(command):
    """Whether the user was written to the terminal after the command deleted it."""
    later = Domain("device_id", "=", command.device_id.id)
    later &= Domain("pin", "=", command.pin) & Domain("id", ">", command.id)
    later &= Domain("kind", "in", USER_WRITING_KINDS) & Domain("attempts", ">", 0)
    return bool(command.search_count(later, limit=1))


def _get_queued_reading(command):
    return command.search(
        Domain("device_id", "=", command.device_id.id)
        & Domain("pin", "=", command.pin)
        & Domain("kind", "=", READ_USERS)
        & Domain("state", "=", "queued")
    )


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
