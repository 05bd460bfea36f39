"""Storing what a device sent: records, refused lines, and what it says of itself."""

from odoo import fields, models

from ...terminals import BRANDS
from ...terminals.reasons import Reason
from ...terminals.records import Refused
from ..access import reports
from ..poll import clock
from ..punch import places
from .contact import is_first_in_a_minute

# Records stored together where there may be more than one request shall store.
RECORDS_PER_PIECE = 10_000
# A template or photo is compared, encrypted and stored by itself, which takes as long.
ROWS_PER_ENCRYPTED_RECORD = 20


class BiometricDeviceStoring(models.AbstractModel):
    """How decoded uploads of a device are stored, up to a number of rows a request."""

    _name = "biometric.device.storing"
    _description = "Storing Uploads of a Device"

    numbers_events = fields.Boolean(
        readonly=True,
        copy=False,
        help="It numbers its events: one that comes in several ways is one punch.",
    )
    has_file_punches = fields.Boolean(
        readonly=True,
        copy=False,
        help="Some of its punches were read from files. What it then sends itself stays "
        "when such a file is withdrawn.",
    )

    def _receive(self, table, body, name="", route="push"):
        """Store everything one body holds.

        :param table: what the terminal calls the kind of rows.
        :param name: what it calls them within ``table``.
        :return: the decoded :class:`~.terminals.records.Upload`, ``None`` where it has to
            be sent again, because a part of it is left.
        """
        self.ensure_one()
        upload = self._decode_upload(BRANDS[self.brand], table, body, name)
        most = self._get_push().max_new_rows if route == "push" else None
        named = f"{table}:{name}" if name else table
        return upload if self._store_upload(upload, named, route, most) else None

    def _store_upload(self, upload, table, route="push", most=None):
        """Store decoded records. Nothing is left out: see ``refused``.

        :param most: after how many new ones the rest is left; ``None`` for all at once.
        :return: whether all of it is stored.
        """
        if most is None:
            self._store_piece(upload, table, route)
            return True
        for piece in upload.pieces(RECORDS_PER_PIECE):
            if most <= 0:
                return False
            most -= self._store_piece(piece, table, route)
        return True

    def _store_piece(self, upload, table, route):
        """Store decoded records.

        :return: how much work the new ones were, in rows.
        """
        new = 0
        punches, rows = places.give_first_pins(
            self, table, upload.punches, upload.refused, route
        )
        templates = [each for each in upload.templates if not each.is_cut]
        refused = rows + [
            Refused(f"{each.kind} PIN={each.pin}", Reason("template_cut"))
            for each in upload.templates
            if each.is_cut
        ]
        if punches:
            new += self.env["biometric.punch"]._ingest(self, punches, route)
        if upload.events:
            fresh = self.env["biometric.device.event"]._record(self, upload.events)
            new += len(fresh)
            deleted = {event.deleted_pin for event in fresh if event.deleted_pin}
            reports.process_deleted(self, deleted)
        if upload.users:
            if route != "replay":  # what a message says is of long ago
                pins = {user.pin for user in upload.users}
                self.env["biometric.erasure.line"]._process_reported(self, pins)
            new += reports.process_reported(self, upload.users)
        if refused:
            self.env["biometric.message"]._keep(self, table, refused)
        if upload.info:
            self._update_info(upload.info)
        if upload.sequence and route == "push":
            self._check_sequence(upload.sequence)
        if templates:
            stored = self.env["biometric.template"]._store(self, templates)
            new += stored * ROWS_PER_ENCRYPTED_RECORD
        if upload.photos:
            stored = self.env["biometric.photo"]._store(self, upload.photos)
            new += stored * ROWS_PER_ENCRYPTED_RECORD
        return new

    def _check_sequence(self, came):
        """Have the terminal polled at once if it pushed events that were not received."""
        gap = self.env["biometric.device.sequence"].sudo()._has_gap(self, came)
        if gap and self.polled and is_first_in_a_minute(self, "gap"):
            self._schedule_poll_now()

    def _update_status(self, status):
        """Store the information a terminal sent of itself, and compare its clock."""
        if not status:
            return
        self._update_info(status.info)
        if status.clock:
            clock.compare(self, status.clock, fields.Datetime.now())
