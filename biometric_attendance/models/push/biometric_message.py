"""What a device sent that could not be understood whole: kept, and replayable."""

import base64
import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, human_size

from ...terminals.reasons import Reason
from ...terminals.records import Refused
from ..device.failures import CLEANING
from ..isolation import isolate
from ..reason import group_title, sentence
from .encryption import ENCRYPTED

# Key of the context that names the message whose replay brings punches.
REPLAYED = "biometric_replayed_message"
FILE = "file"  # the table of lines that came in a file, whatever the brand
HOOK_FAILED = "hook_failed"  # the reason of what is called again instead of decoded
# How long a text somebody has dealt with is kept: names may be in it.
RETENTION = timedelta(days=30)
MAX_MESSAGES_PER_UPLOAD = 100  # beyond, all refused lines of one body are one message
# What waits of one device; beyond, the terminal or gateway has to keep what it has.
MAX_WAITING = 20_000
MAX_WAITING_CHARACTERS = 64 * 2**20
MAX_EXCERPT_LENGTH = 2_000
MAX_BEGINNING_LENGTH = 80  # in a list, where it has one line


class MessagesFull(Exception):
    """A device has so many messages waiting that no more are stored."""


class BiometricMessage(models.Model):
    _name = "biometric.message"
    _inherit = ["biometric.rights"]
    _description = "Message Not Understood"
    _order = "id desc"
    _rec_name = "reason"
    _rec_names_search = ["excerpt"]

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The terminal that sent it.",
    )
    company_id = fields.Many2one(
        related="device_id.company_id", help="The company of the device."
    )
    table = fields.Char(
        string="Kind", readonly=True, help="What the terminal called it."
    )
    line = fields.Text(
        readonly=True,
        prefetch=False,
        help="What was sent. Passwords, photos and finger or face data are left out.",
    )
    excerpt = fields.Text(
        string="As Sent",
        compute="_compute_excerpt",
        search="_search_excerpt",
        help="The first 2,000 characters of what was sent. Passwords, photos and finger or "
        "face data are left out.",
    )
    beginning = fields.Char(
        compute="_compute_excerpt",
        help="The beginning of what was sent, on one line.",
    )
    content = fields.Binary(
        string="All of It",
        compute="_compute_content",
        help="Everything that was sent, as a text file.",
    )
    content_name = fields.Char(
        compute="_compute_content", help="Name of the text file."
    )
    size = fields.Integer(
        string="Characters",
        readonly=True,
        aggregator="sum",
        help="How long it is, which counts towards what is kept of one terminal.",
    )
    # Of table and text: whether the same already waits is asked for every refused row.
    digest = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    reason = fields.Char(
        compute="_compute_reason", help="Why it could not be understood."
    )
    reason_code = fields.Char(readonly=True, help="The reason, for grouping.")
    reason_values = fields.Json(readonly=True, help="What the reason's sentence names.")
    file_import_id = fields.Many2one(
        "biometric.file.import",
        string="Imported File",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The file the line is from.",
    )
    line_number = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Which line of the file it is, or the first of several.",
    )
    # For nobody: fingers and faces may be in it.
    ciphertext = fields.Text(copy=False, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("new", "To look at"), ("replayed", "Understood"), ("discarded", "Discarded")],
        required=True,
        default="new",
        readonly=True,
        index=True,
        help="Replay tries again, for example after an update of this app.",
    )
    received_at = fields.Datetime(
        readonly=True, default=fields.Datetime.now, help="When the server got it."
    )

    _waiting_digest_index = models.Index("(device_id, digest) WHERE state = 'new'")

    @api.depends("line")
    def _compute_excerpt(self):
        """Read the beginning of each text alone: all of it may be megabytes."""
        excerpts = dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, left(line, %s) FROM biometric_message WHERE id IN %s",
                    MAX_EXCERPT_LENGTH + 1,
                    tuple(self.ids),
                )
            )
            if self.ids
            else ()
        )
        for message in self:
            text = excerpts.get(message.id) or ""
            cut = len(text) > MAX_EXCERPT_LENGTH
            message.excerpt = f"{text[:MAX_EXCERPT_LENGTH]}…" if cut else text
            line = " ".join(text[: 2 * MAX_BEGINNING_LENGTH].split())
            cut = len(line) > MAX_BEGINNING_LENGTH
            message.beginning = f"{line[:MAX_BEGINNING_LENGTH]}…" if cut else line

    def _search_excerpt(self, operator, value):
        return [("line", operator, value)]

    @api.depends("line")
    @api.depends_context("bin_size")
    def _compute_content(self):
        for message in self:
            message.content_name = f"message-{message.id}.txt"
            if self.env.context.get("bin_size"):
                message.content = human_size(message.size)
            else:
                message.content = base64.b64encode((message.line or "").encode())

    @api.depends("reason_code", "reason_values")
    @api.depends_context("lang")
    def _compute_reason(self):
        for message in self:
            reason = Reason(message.reason_code or "", message.reason_values or {})
            message.reason = sentence(self.env, reason if reason.code else "")

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """Head the groups of a reason by its sentence; Odoo's own domain finds the code."""
        own = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if groupby_spec != "reason_code":
            return own

        def format_group(code):
            return code and group_title(self.env, code), own(code)[1]

        return format_group

    @api.model
    def _keep(self, device, table, refused):
        """Keep what was refused, once: a terminal sends its whole memory now and then.

        :param refused: :class:`~.terminals.records.Refused` in order.
        :return: the messages that were not kept before.
        :raises MessagesFull: too much waits already.
        """
        if len(refused) > MAX_MESSAGES_PER_UPLOAD:
            lines = "\n".join(item.line for item in refused)
            first = refused[0].reason.as_dict()
            reason = Reason("many_lines", {"count": len(refused), "first": first})
            refused = [Refused(lines, reason)]
        return self._keep_new(
            device, [self._prepare_values(table, item) for item in refused]
        )

    @api.model
    def _prepare_values(self, table, refused):
        """Return the values of the message of a refused line, but for its device."""
        return {
            "table": table,
            "line": refused.line,
            "size": len(refused.line),
            "digest": _digest(table, refused.line),
            **stored_reason(refused.reason),
        }

    @api.model
    def _keep_encrypted(self, device, refused):
        """Keep what could not be decrypted whole, once, until the right key is typed.

        :param refused: :class:`~.terminals.records.Refused` with the ciphertext.
        :return: the message, empty if it was kept before.
        :raises MessagesFull: too much waits already.
        """
        text = refused.line
        digest = _digest(ENCRYPTED, text)
        line = self.env._("%(length)s encrypted characters, %(name)s",
                          length=len(text), name=digest[:16])  # fmt: skip
        values = {
            "table": ENCRYPTED,
            "line": line,
            "ciphertext": text,
            "size": len(text),
            "digest": digest,
            **stored_reason(refused.reason),
        }
        return self._keep_new(device, [values])

    @api.model
    def _keep_new(self, device, vals_list):
        """Create those messages of a device of which none alike waits."""
        digests = [values["digest"] for values in vals_list]
        found = self.env.execute_query(
            SQL(
                """SELECT digest FROM biometric_message
                    WHERE device_id = %s AND state = 'new' AND digest = ANY(%s)""",
                device.id,
                digests,
            )
        )
        kept = {digest for (digest,) in found}
        first = {values["digest"]: values for values in reversed(vals_list)}
        new = [
            values
            for values in vals_list
            if values["digest"] not in kept and first[values["digest"]] is values
        ]
        self._check_room(device, new)
        return self.sudo().create(
            [{"device_id": device.id, **values} for values in new]
        )

    @api.model
    def _check_room(self, device, vals_list):
        """Check that the new messages stay within the limits of the device.

        :raises MessagesFull: with these, too much of the device would wait.
        """
        if not vals_list:
            return
        [(number, size)] = self.env.execute_query(
            SQL(
                """SELECT count(*), coalesce(sum(size), 0)
                     FROM biometric_message WHERE device_id = %s AND state = 'new'""",
                device.id,
            )
        )
        size += sum(values["size"] for values in vals_list)
        if number + len(vals_list) > MAX_WAITING or size > MAX_WAITING_CHARACTERS:
            raise MessagesFull

    def action_discard(self):
        self.check_access("write")
        self.sudo().write({"ciphertext": False, "state": "discarded"})
        return True

    @api.model
    def _delete_old(self):
        """Delete old texts that were understood or discarded.

        Others stay until somebody looks: the terminal was told that they are kept, and
        one of them may be a punch.
        """
        until = fields.Datetime.now() - RETENTION
        isolate(
            self.sudo().search([("state", "!=", "new"), ("received_at", "<", until)]),
            lambda messages: messages.unlink(),
            lambda message: message.device_id._record_failed_work(CLEANING),
        )


def _digest(table, text):
    return hashlib.sha256(f"{table}\n{text}".encode()).hexdigest()


def stored_reason(reason):
    """Return the values of a message that hold its reason."""
    return {"reason_code": reason.code, "reason_values": dict(reason.values)}
