"""Folders whose files are imported by themselves."""

import base64
import logging
import os
import stat
import time
from pathlib import Path

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..poll.folders import check_path, is_allowed
from ..reason import as_stored, sentence

_logger = logging.getLogger(__name__)

# A file is looked at once nobody has written to it for so long.
QUIET_SECONDS = 60
MAX_BYTES = 128 * 2**20
# At one look, which must end before Odoo ends its worker.
MAX_FILES = 20
DONE, REFUSED = "done", "refused"


class BiometricFileFolder(models.Model):
    """A folder of the server that other software writes files of punches to.

    Each file becomes an import, and is then moved to ``done``: the import keeps it. What is
    no file of punches is moved to ``refused``.
    """

    _name = "biometric.file.folder"
    _inherit = ["mail.thread", "biometric.rights"]
    _description = "Watched Folder"
    _order = "name, id"

    _check_company_auto = True
    _editable_fields = {"name", "path", "active", "device_id", "company_id"}

    name = fields.Char(required=True, help="Such as: Exports of ZKTime.")
    path = fields.Char(
        required=True,
        tracking=True,
        help="Where the folder is, as this server sees it. The server's configuration names "
        "the folders that may be read: biometric_folders.",
    )
    active = fields.Boolean(default=True, help="An archived folder is left alone.")
    device_id = fields.Many2one(
        "biometric.device",
        check_company=True,
        domain=[("state", "=", "approved")],
        ondelete="restrict",
        help="The terminal the punches were made at. Empty: the files name theirs.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        help="The company whose people punch.",
    )
    looked_at = fields.Datetime(
        string="Last Look", readonly=True, copy=False, help="When it was read last."
    )
    import_ids = fields.One2many(
        "biometric.file.import", "folder_id", help="What was found in it."
    )
    waiting_count = fields.Integer(
        string="To Check",
        compute="_compute_waiting_count",
        help="Files that leave something open, and wait for a person's decision.",
    )
    problem_reason = fields.Json(
        readonly=True, copy=False, help="Why it cannot be read, as a code."
    )
    problem = fields.Char(
        compute="_compute_problem", help="Why it cannot be read, and what to do."
    )

    @api.depends("import_ids.state")
    def _compute_waiting_count(self):
        groups = self.env["biometric.file.import"]._read_group(
            [("folder_id", "in", self.ids), ("state", "=", "draft")],
            ["folder_id"],
            ["__count"],
        )
        counts = dict(groups)
        for folder in self:
            folder.waiting_count = counts.get(folder, 0)

    @api.depends("problem_reason")
    @api.depends_context("lang")
    def _compute_problem(self):
        for folder in self:
            folder.problem = sentence(self.env, folder.problem_reason) or False

    @api.constrains("path")
    def _check_path(self):
        for folder in self:
            check_path(self.env, folder.path)

    def action_look_now(self):
        """Look into the folders at once."""
        self.check_access("write")
        for folder in self.sudo().filtered("active"):
            folder._look()
        return True

    def action_open_imports(self):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "biometric_attendance.biometric_file_import_action"
        )
        return {**action, "domain": [("folder_id", "=", self.id)]}

    @api.model
    def _cron_look(self):
        """Look into every folder; one that cannot be read does not stop the others."""
        folders = self.search([("active", "=", True)])
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(folders))
        for folder in folders:
            try:
                folder._look()
            except OperationalError:
                raise
            except Exception:
                _logger.exception("Folder %s cannot be looked into", folder.id)
                self.env.cr.rollback()
                folder.problem_reason = as_stored("server_error")
            progress(1)

    def _look(self):
        """Import the files that are finished."""
        self.ensure_one()
        place = Path(self.path)
        self.looked_at = fields.Datetime.now()
        # What the configuration allowed when the path was typed may be forbidden by now.
        if not is_allowed(place):
            self.problem_reason = as_stored("folder_forbidden")
            return
        try:
            finished = list(_finished_files(place))
        except OSError as error:
            _logger.warning("Folder %s cannot be read: %s", self.path, error)
            self.problem_reason = as_stored("folder_unreadable")
            return
        self.problem_reason = False
        for path in finished[:MAX_FILES]:
            self._take(path)

    def _take(self, path):
        """Import one file, commit, and move it; one that is no file of punches aside."""
        name = os.fsencode(path.name).decode("utf-8", "replace")
        try:
            before, content = _read(path)
            with self.env.cr.savepoint():
                self._import_file(name, content)
            target = DONE
        except OSError as error:
            _logger.warning("File %r cannot be read: %s", path, error)
            return
        except UserError as error:
            self.message_post(
                body=self.env._(
                    "%(name)s was refused: %(why)s", name=name, why=error.args[0]
                )
            )
            target = REFUSED
        # Once it is stored: a file that is still here is found again, and known.
        self.env["ir.cron"]._commit_progress()
        try:
            if _state(path.lstat()) == before:  # else somebody wrote into it meanwhile
                _move(path, target)
        except OSError as error:
            _logger.warning("File %r cannot be moved: %s", path, error)
            self.problem_reason = as_stored("folder_read_only")

    def _import_file(self, name, content):
        """Store a file as an import, and have it imported where it leaves nothing open.

        :raises UserError: it is no file of punches.
        """
        if len(content) > MAX_BYTES:
            raise UserError(self.env._("It is larger than %s MB.", MAX_BYTES // 2**20))
        imports = self.env["biometric.file.import"].with_company(self.company_id)
        if imports._is_known(content, self.company_id):
            return
        made = imports.create(
            {
                "file": base64.b64encode(content).decode(),
                "name": name,
                "device_id": self.device_id.id,
                "company_id": self.company_id.id,
                "folder_id": self.id,
            }
        )
        if not made.is_open:
            made.action_import()


def _finished_files(place):
    """Yield the files nobody writes to any more, the oldest first."""
    now = time.time()
    with os.scandir(place) as entries:
        found = [
            (entry.stat(follow_symlinks=False).st_mtime, Path(entry.path))
            for entry in entries
            if entry.is_file(follow_symlinks=False) and not entry.name.startswith(".")
        ]
    for changed, path in sorted(found):
        if abs(now - changed) >= QUIET_SECONDS:
            yield path


def _read(path):
    """Return the state of a file and its content, one byte more than is taken at most.

    :raises OSError: it cannot be read, or is a link or no file by now.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError("It is no file.")
        return _state(found), file.read(MAX_BYTES + 1)


def _state(found):
    return found.st_size, found.st_mtime_ns


def _move(path, target):
    """Move a file to a folder beside it, under a name that is free.

    :raises OSError: it cannot be moved, or the folder is a link to somewhere else.
    """
    folder = path.parent / target
    if folder.is_symlink():
        raise OSError(f"{folder} is a link.")
    folder.mkdir(exist_ok=True)
    name, number = path.name, 1
    while (folder / name).exists():
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    path.rename(folder / name)
