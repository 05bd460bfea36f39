"""Processing of the steps of a session with a polled device.

connected          ->  queued commands, and queries of the server's own, are returned
command done       ->  the command's result is stored, and what came with it
rows read          ->  stored; the position moves in the same transaction
"""

import json
import logging

from odoo import fields

from ...terminals.errors import TransportError
from ...terminals.poll import SET_PUSH
from ...terminals.session import DeviceCommand
from ..command import encoding
from ..push.settings import wanted_records
from . import clock

_logger = logging.getLogger(__name__)

COUNTED = ("users", "fingers", "faces")


def process_connected(device, step, session):
    """Store the information a terminal gives of itself, and return the commands for it.

    :return: list of :class:`~.terminals.session.DeviceCommand`.
    :raises TransportError: another terminal answers at the address.
    """
    record_connected(device, step)
    if not (step.has_new_punches or session.plan.will_send_commands):
        return []  # it was not asked who it is
    return [*_lease_commands(device, session), *_get_questions(device, session)]


def record_connected(device, step):
    """Store the information a terminal gives of itself.

    :raises TransportError: another terminal answers at the address.
    """
    if step.serial is not None and not device._is_same(step.serial):
        raise TransportError("other_terminal", serial=step.serial)
    counts = {name: getattr(step.info, name) for name in COUNTED}
    changed = any(
        count is not None and count != device[name] for name, count in counts.items()
    )
    if "query_users" in device._get_poll().questions:
        # Remembered until they were read: the session may end before.
        device.users_outdated = device.users_outdated or changed
    device._update_info(step.info)
    device._set_dialect(step.info.dialect)
    if step.clock and step.clock.wall:
        clock.compare(device, step.clock.wall, step.clock.at.replace(tzinfo=None))


def _lease_commands(device, session):
    commands = device.env["biometric.command"]
    leased = [
        DeviceCommand(number, commands.browse(int(number)).kind, json.loads(text))
        for number, text in commands._lease(device)
    ]
    session.leased = [int(command.id) for command in leased]
    return leased


def _get_questions(device, session):
    """Return queries the server makes beside commands: users that may have changed, mostly.

    Only those that the brand answers. They have no id, and are not stored as commands,
    because nobody waits for them. They are left out after a session that failed, lest a
    terminal that fails at one of them is never read, and after one that was cut short.
    """
    if device.poll_failures or device.session_cut_short:
        return []
    users = device.users_outdated or (
        session.plan.read_whole_log and not device._is_reading()
    )
    wanted = {
        SET_PUSH: device._wants_push_set(),
        "information": not device.firmware,
        "templates": users and wanted_records(device)["templates"],
        "query_users": users,
    }
    return [
        DeviceCommand("", kind, {})
        for kind, asked in wanted.items()
        if asked and kind in device._get_poll().questions
    ]


def process_command_done(device, step, session):
    """Store the result of a command, and the records that it or a query read."""
    if step.upload:
        device._store_upload(step.upload, step.command.kind, "poll")
    if step.command.id:
        _process_result(device, step, session)
        return
    if step.problem:
        _logger.info("Device %s, %s: %s", device.id, step.command.kind, step.problem)
    if step.command.kind == SET_PUSH:
        device._process_push_set(step)
    if step.command.kind == "query_users":  # the last query
        device.users_outdated = False


def _process_result(device, step, session):
    command = device.env["biometric.command"].browse(int(step.command.id))
    if step.problem:
        command._finish("failed", reason=step.problem)
    else:
        command._process_results(device, [step.result])
    session.leased = [number for number in session.leased if number != command.id]


def process_rows_read(device, step, session):
    """Store rows of the terminal's log, and the position after them, in one transaction."""
    device._store_upload(step.upload, step.table, "poll")
    device.poll_position = {**step.position, "complete": step.complete}
    if step.complete and session.plan.read_whole_log:
        device.write({"resend_all": False, "resent_at": fields.Datetime.now()})
        device._record_punch_count()


def process_ready_for_command(device, session):
    """Lease the next command and return it; ``None`` if there is none."""
    commands = device.env["biometric.command"]
    for number, _text in commands._lease(device):
        command = commands.browse(int(number))
        session.leased = [command.id]
        return DeviceCommand(
            number, command.kind, encoding.prepare_resumed_payload(command)
        )
    return None


def process_page_read(device, step):
    """Store a page of past punches, and return whether to read the next."""
    device._store_upload(step.upload, step.command.kind, "poll")
    command = device.env["biometric.command"].browse(int(step.command.id))
    count = len(step.upload.punches)
    return command._record_progress(step.position, count)


def process_live_events(device, step, session):
    """Store events of a live connection, and return whether to end it.

    It ends when the terminal is due to be polled, or shall not be connected live any more.
    """
    device.invalidate_recordset()
    if step.upload.lines:
        device._store_upload(step.upload, step.table, "live")
    if session.recorded:
        device._record_contact(device[device._get_poll().address_field])
    else:
        session.recorded = True
        device._record_success()
    due = not device.poll_next or device.poll_next <= fields.Datetime.now()
    return due or not device.live or not device._is_approved()
