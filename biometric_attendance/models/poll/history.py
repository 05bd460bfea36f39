"""Queries for past punches that a gateway answers: since a day, and every night."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from ..command.queueing import CommandRequest
from ..device.failures import GAP_CHECK
from ..isolation import isolate

KIND = "query_punches"
# How far back the nightly query reads: a long weekend without a connection.
NIGHTLY_SPAN = timedelta(days=4)


def check_gaps(devices):
    """Query the last days again for devices that want it and have no such query pending."""
    today, commands = fields.Date.today(), devices.env["biometric.command"]
    wanted = [
        ("gap_check", "=", True),
        ("polled_on_demand", "=", True),
        ("state", "=", "approved"),
        ("active", "=", True),
    ]
    checked = devices.search(wanted)
    pending = commands._get_pending(checked, KIND)
    span = {"since": str(today - NIGHTLY_SPAN), "until": str(today)}

    def query(queried):
        able = queried.filtered(_can_query)
        commands._queue_all([CommandRequest(each, KIND, span) for each in able])
        queried._record_done_work(GAP_CHECK)

    isolate(
        checked - pending.device_id,
        query,
        lambda device: device._record_failed_work(GAP_CHECK),
    )


def query_all(device):
    """Query a gateway for all punches since the day from which they count."""
    device.check_access("write")
    commands = device.env["biometric.command"]
    commands._check_administrator()
    if not _can_query(device):
        raise UserError(
            device.env._(
                "The gateway of %s cannot be asked. Choose “Resend all attendance data” "
                "in API Monitor instead.",
                device.name,
            )
        )
    since = (device.import_since or fields.Datetime.now()).date()
    span = {"since": str(since), "until": str(fields.Date.today())}
    commands._queue(device, KIND, span)


def _can_query(device):
    return device._has_address() and KIND in device._capabilities()
