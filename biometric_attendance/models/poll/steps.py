"""What is done with the steps of a session with a device.

connected          ->  commands, and questions of our own
command done       ->  the command's result is stored, and what came with it
rows read          ->  stored; the position moves in the same transaction
"""

import json
import logging

from odoo import fields

from ...terminals.errors import TransportError
from ...terminals.session import DeviceCommand
from .connection import get_poll

_logger = logging.getLogger(__name__)

COUNTED = ("users", "fingers", "faces")


def process_connected(device, step, session):
    """Store what a terminal says of itself, and return the commands for it."""
    if step.serial is not None and not device._is_same(step.serial):
        raise TransportError("other_terminal", serial=step.serial)
    counts = {name: getattr(step.info, name) for name in COUNTED}
    changed = any(
        count is not None and count != device[name] for name, count in counts.items()
    )
    # Remembered until they were read: the session may end before.
    device.users_outdated = device.users_outdated or changed
    device._update_info(step.info)
    if step.clock and step.clock.wall:
        device._compare_clock(step.clock.wall, step.clock.at.replace(tzinfo=None))
    if not (step.news or session.plan.commands):
        return []  # it was not asked who it is
    return [*_lease_commands(device, session), *_get_questions(device, session)]


def _lease_commands(device, session):
    commands = device.env["biometric.command"]
    leased = [
        DeviceCommand(number, commands.browse(int(number)).kind, json.loads(text))
        for number, text in commands._lease(device)
    ]
    session.leased = [int(command.id) for command in leased]
    return leased


def _get_questions(device, session):
    """What is asked beside commands: its users, where they have changed, or may have.

    Nobody waits for these, so they are no commands. After a failure they are left out
    once, lest a terminal that breaks off at one of them is never read; and where there
    was no time for more than them.
    """
    if device.poll_failures or device.session_cut_short:
        return []
    users = device.users_outdated or (session.plan.whole and not device._is_reading())
    wanted = {
        "information": not device.firmware,
        "templates": users and device._get_wanted_records()["templates"],
        "query_users": users,
    }
    return [DeviceCommand("", kind, {}) for kind, asked in wanted.items() if asked]


def process_command_done(device, step, session):
    """Store what became of a command or a question."""
    if step.upload:
        device._store_upload(step.upload, step.command.kind, "poll")
    if step.command.id:
        _process_result(device, step, session)
        return
    if step.problem:
        _logger.info("Device %s, %s: %s", device.id, step.command.kind, step.problem)
    if step.command.kind == "query_users":  # the last question
        device.users_outdated = False


def _process_result(device, step, session):
    command = device.env["biometric.command"].browse(int(step.command.id))
    if step.problem:
        command._finish("failed", reason=step.problem)
    else:
        command._process_results(device, [step.result])
    session.leased = [number for number in session.leased if number != command.id]


def process_rows_read(device, step, session):
    """Store rows of the log together with the position behind them."""
    device._store_upload(step.upload, step.table, "poll")
    device.poll_position = {**step.position, "complete": step.complete}
    if step.complete and session.plan.whole:
        device.write({"resend_all": False, "resent_at": fields.Datetime.now()})
        device._record_punch_count()


def process_ready_for_command(device, session):
    """Return the next command, leased; ``None`` for nothing."""
    commands = device.env["biometric.command"]
    for number, _text in commands._lease(device):
        command = commands.browse(int(number))
        session.leased = [command.id]
        return DeviceCommand(number, command.kind, command._prepare_resumed_payload())
    return None


def process_page_read(device, step):
    """Store a page of punches, and return whether to go on."""
    device._store_upload(step.upload, step.command.kind, "poll")
    command = device.env["biometric.command"].browse(int(step.command.id))
    count = len(step.upload.punches)
    return command._record_progress(step.position, count)


def process_live_events(device, step, session):
    """Store what was sent live, and return whether that is enough.

    It is when the terminal is due to be read, or is not to be listened to any more.
    """
    device.invalidate_recordset()
    if step.upload.lines:
        device._store_upload(step.upload, step.table, "live")
    if session.recorded:
        device._record_contact(device[get_poll(device).address_field])
    else:
        session.recorded = True
        device._record_success()
    due = not device.poll_next or device.poll_next <= fields.Datetime.now()
    return due or not device.live or not device._is_approved()
