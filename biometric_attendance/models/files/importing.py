"""The work of an import: its rows are read and stored in chunks, each in one transaction.

How far it is is stored in the transaction of the chunk itself. So whatever ends the work
in the middle, nothing is stored twice by going on, and nothing is left out.
"""

import logging
import time
from collections import defaultdict
from itertools import islice

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...terminals.errors import ProtocolError
from ...terminals.files.reading import read
from ...terminals.reasons import Reason
from ..crons import trigger_cron
from ..punch.file_punches import IMPORTED
from ..push.biometric_message import MessagesFull
from ..reason import sentence
from ..retry import retry_on_serialization_failure
from .lines import ANOTHER_DEVICE, Line, keep_lines
from .prefetch import prefetched

_logger = logging.getLogger(__name__)

ROWS_PER_CHUNK = 10_000
MAX_ROWS_AT_ONCE = 2_000  # a person waits for them
# The job works so long at a time, which is longer than Odoo asks for: to begin again costs
# skipping all that was read before. Odoo ends a job after two minutes.
MIN_RUN_SECONDS = 30.0
BUSY = ("queued", "running")
RESUMABLE = ("draft", "cancelled", "failed")


class BiometricFileImport(models.Model):
    _inherit = "biometric.file.import"

    serial_ids = fields.One2many(
        "biometric.file.import.serial",
        "import_id",
        help="The terminals that the file names.",
    )
    done_count = fields.Integer(
        string="Rows Stored",
        readonly=True,
        copy=False,
        aggregator=None,
        help="How many rows of the file are done.",
    )
    _editable_fields = {"serial_ids"}

    def action_import(self):
        """Store the punches as if the terminals had sent them.

        A short file is stored at once, others by the job. What was cancelled or interrupted
        goes on where it ended.
        """
        self.ensure_one()
        self._check_manager()
        if self.state not in RESUMABLE or self.work == "withdraw":
            raise UserError(self.env._("This file is imported already."))
        self._check_decided()
        devices = self._get_devices()
        self._check_devices(devices)
        own = self.sudo()
        own.write(
            {
                "state": "queued",
                "work": "import",
                "problem_reason": False,
                "user_id": self.env.uid,
                "company_id": devices[:1].company_id.id or self.company_id.id,
                "imported_at": fields.Datetime.now(),
            }
        )
        devices.sudo().filtered(
            lambda device: not device.has_file_punches
        ).has_file_punches = True
        own.env["biometric.file.layout"]._remember(own)
        if self.row_count - self.done_count > MAX_ROWS_AT_ONCE:
            trigger_cron(self.env, "cron_file_import")
        else:
            own._work_now()
        return True

    def action_cancel(self):
        """Stop the import after the chunk that is being stored."""
        self.ensure_one()
        self._check_manager()
        if self.state not in BUSY or self.work != "import":
            raise UserError(self.env._("There is nothing to cancel any more."))
        self.sudo().state = "cancelled"
        return True

    def _check_decided(self):
        """Check that nothing is left to decide."""
        asked = [sentence(self.env, each["reason"]) for each in self.questions or ()]
        if asked:
            raise UserError(asked[0])
        still = self.serial_ids.filtered("is_open")
        if still:
            raise UserError(
                self.env._(
                    "The file names the terminal %s: decide where its rows belong first.",
                    still[0].serial,
                )
            )
        named = sum(self.serial_ids.mapped("row_count"))
        kept = bool(self.serial_ids.filtered("is_kept"))
        if not self.device_id and (named < self.row_count or kept):
            raise UserError(self.env._("Choose the terminal of the file first."))

    def _get_devices(self):
        """Return the devices at which rows are stored."""
        return self.device_id | self.serial_ids.device_id

    def _check_devices(self, devices):
        """Check that the user may store punches of these devices."""
        devices.check_access("write")
        for device in devices:
            if not device._is_approved():
                raise UserError(
                    self.env._("Approve %s before its punches.", device.name)
                )
        if len(devices.company_id) > 1:
            raise UserError(
                self.env._("The terminals of one file must be of one company.")
            )

    def _work_now(self):
        """Do all the work within the present transaction."""
        self.ensure_one()
        try:
            for rows in self._read_chunks():
                with self.env.cr.savepoint():
                    self._store_chunk(rows, self.position)
            self._finish()
        except MessagesFull:
            self._fail(Reason("messages_full"))
        except ProtocolError as error:
            self._fail(error.reason)

    @api.model
    def _cron_file_import(self):
        """Work on what is queued, oldest first, until the time given is over."""
        began = time.monotonic()
        busy = self.search([("state", "in", BUSY)], order="id")
        if not self.env["ir.cron"]._commit_progress(0, remaining=len(busy)):
            return  # called once more after its time: other jobs are next
        for number, each in enumerate(busy):
            waiting = len(busy) - number
            if not each._work_isolated(began, waiting):
                return

    def _work_isolated(self, began, waiting):
        """Work on one import; one that fails does not stop the others.

        :param waiting: how many imports are not done, with this one.
        :return: whether there is time for another.
        """
        progress = self.env["ir.cron"]._commit_progress

        def go_on(done, left):
            seconds = progress(done, remaining=left)
            return seconds > 0 or time.monotonic() - began < MIN_RUN_SECONDS

        steps = {
            "import": self._import_steps,
            "withdraw": self._withdraw_steps,
            "restore": self._withdraw_steps,
        }
        try:
            for done in steps[self.work]():
                if not go_on(done, waiting):
                    return False
        except OperationalError:
            raise
        except MessagesFull:
            self._interrupt(Reason("messages_full"))
        except ProtocolError as error:
            self._interrupt(error.reason)
        except Exception:
            _logger.exception("%s: work on it failed", self)
            self._interrupt(Reason("server_error"))
        return go_on(1, waiting - 1)

    def _interrupt(self, reason):
        """Undo what the present transaction did, and note why the work ended."""
        self.env.cr.rollback()
        self.env.invalidate_all(flush=False)
        self._fail(reason)

    def _import_steps(self):
        """Store the chunks that are left, and yield how many rows each had."""
        position = self.position
        for rows in prefetched(self._read_chunks()):
            stored = retry_on_serialization_failure(
                self.env,
                lambda rows=rows, at=position: self._store_chunk(rows, at),
            )
            if not stored:
                return
            position = rows[-1].number
            yield len(rows)
        retry_on_serialization_failure(self.env, self._finish)
        yield 1

    def _read_chunks(self):
        """Yield the rows that are left, in chunks.

        It uses the database at the beginning alone, so that it can go on in a thread.
        """
        rows = read(self._open_source(), self._get_layout(), start=self.position)
        return iter(lambda: list(islice(rows, ROWS_PER_CHUNK)), [])

    def _store_chunk(self, rows, position):
        """Store rows, and how far the import is with them.

        :param rows: list of :class:`~.terminals.files.reading.Decoded`.
        :param position: of the import before them.
        :return: whether it was done: not if it was cancelled, or another worker was quicker.
        :raises MessagesFull: lines that cannot be read find no room.
        :raises ProtocolError: a device is not approved any more.
        """
        self.invalidate_recordset()
        if self.state not in BUSY or self.work != "import" or self.position != position:
            return False
        new = known = refused = 0
        for device, (punches, lines) in self._split(rows).items():
            if not device._is_approved():
                raise ProtocolError("file_device_not_approved", device=device.name)
            if punches:
                punch_model = self.env["biometric.punch"]
                stored = punch_model._ingest(
                    device.with_context(**{IMPORTED: self.id}), punches, "file"
                )
                new += stored
                known += len(punches) - stored
            if lines:
                keep_lines(self, device, lines)
                refused += len(lines)
        self.write(
            {
                "state": "running",
                "position": rows[-1].number,
                "done_count": self.done_count + len(rows),
                "new_count": self.new_count + new,
                "known_count": self.known_count + known,
                "refused_count": self.refused_count + refused,
            }
        )
        return True

    def _split(self, rows):
        """Return the punches and the lines to keep of each device.

        :return: ``{device: (punches, [Line])}``.
        """
        places = {each.serial: each.device_id for each in self.serial_ids}
        parts = defaultdict(lambda: ([], []))
        somewhere = self.device_id or self._get_devices()[:1]
        for row in rows:
            device = places.get(row.device) if row.device else self.device_id
            punches, lines = parts[device or somewhere]
            if row.refused is not None:
                lines.append(Line(row.number, row.line, row.refused))
            elif not device:
                reason = Reason(ANOTHER_DEVICE, {"serial": row.device})
                lines.append(Line(row.number, row.line, reason))
            else:
                punches += row.punches
        return parts

    def _finish(self):
        """End the import, and post on its devices who imported what."""
        self.invalidate_recordset()
        if self.state not in BUSY or self.work != "import":
            return
        self.write({"state": "done", "row_count": self.done_count})
        for device in self._get_devices():
            device.message_post(
                author_id=self.user_id.partner_id.id,
                body=self.env._(
                    "Punches imported from the file “%(name)s”: %(new)s new, %(known)s "
                    "known, %(refused)s unreadable.",
                    name=self.name or self.env._("without a name"),
                    new=self.new_count,
                    known=self.known_count,
                    refused=self.refused_count,
                ),
            )
