"""Calls of webhooks: written with what they tell of, made later by a job."""

import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL

from ..crons import trigger_cron
from ..due import is_over
from . import sending

_logger = logging.getLogger(__name__)

# A call that failed so often is given up: after about seven hours.
MAX_ATTEMPTS = 12
MAX_PAUSE = timedelta(hours=1)
CALLS_PER_TURN = 20  # of one webhook, before the next has its turn
# How long calls are kept once they were made, and those that were given up.
SENT_RETENTION, DEAD_RETENTION = timedelta(days=3), timedelta(days=60)
# What waits longer, or before more calls of the same webhook, is given up.
MAX_WAIT = timedelta(days=7)
MAX_WAITING = 10_000
# Most calls of one webhook that are kept once they were given up; the newest.
MAX_DEAD = 10_000


class BiometricWebhookDelivery(models.Model):
    """One call: waiting -> sent, or dead after too many failures."""

    _name = "biometric.webhook.delivery"
    _inherit = ["biometric.rights"]
    _description = "Webhook Call"
    _order = "id desc"
    _rec_name = "event"

    webhook_id = fields.Many2one(
        "biometric.webhook",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="Which webhook is told.",
    )
    company_id = fields.Many2one(
        related="webhook_id.company_id", help="The company of the webhook."
    )
    uid = fields.Char(
        string="Number",
        readonly=True,
        help="The same for each try, so that whoever listens knows it again.",
    )
    event = fields.Char(readonly=True, help="What it tells of.")
    payload = fields.Text(readonly=True, prefetch=False, help="What is sent, as JSON.")
    state = fields.Selection(
        [("waiting", "Waiting"), ("sent", "Sent"), ("dead", "Given up")],
        required=True,
        default="waiting",
        readonly=True,
        help="A call that failed too often is given up. It can be made again.",
    )
    attempts = fields.Integer(readonly=True, help="How often it was tried.")
    problem = fields.Char(readonly=True, help="Why the last try failed.")
    sent_at = fields.Datetime(readonly=True, help="When it succeeded.")

    _waiting_idx = models.Index("(webhook_id, id) WHERE state = 'waiting'")

    def action_replay(self):
        """Make calls again that were given up."""
        self.check_access("write")
        self.sudo().filtered(lambda each: each.state == "dead")._queue_again()
        return True

    def _queue_again(self):
        self.write({"state": "waiting", "attempts": 0})
        self.webhook_id.write({"retry_at": False})
        trigger_cron(self.env, "cron_webhook")

    @api.model
    def _cron_send(self):
        """Make the calls that wait, of each webhook in turn and in order.

        A webhook that fails waits for a while; it keeps nobody else waiting longer than
        one call takes.
        """
        commit = self.env["ir.cron"]._commit_progress
        ready = self._find_ready()
        left = commit(remaining=len(ready))
        while ready and left:
            for webhook in ready:
                left = self._send_some(webhook, commit)
                if not left:
                    break
            ready = self._find_ready()
        commit(remaining=len(ready))
        self._schedule_next()

    @api.model
    def _find_ready(self):
        """Return webhooks with calls that wait and are due."""
        waiting = self._read_group([("state", "=", "waiting")], ["webhook_id"])
        now = fields.Datetime.now()
        return [
            webhook
            for [webhook] in waiting
            if webhook.active and is_over(webhook.retry_at, now, 2 * MAX_PAUSE)
        ]

    @api.model
    def _send_some(self, webhook, commit):
        """Make some calls of one webhook; return whether there is time for more."""
        waiting = [("webhook_id", "=", webhook.id), ("state", "=", "waiting")]
        left = True
        for delivery in self.search(waiting, order="id", limit=CALLS_PER_TURN):
            # Committed first: it counts whatever becomes of this process meanwhile.
            delivery.attempts += 1
            commit(0)
            try:
                succeeded = delivery._send()
            except OperationalError:
                raise
            except Exception:
                _logger.exception("Webhook %s: call %s failed", webhook.id, delivery.id)
                self.env.cr.rollback()
                self.env.transaction.reset()
                problem = self.env._("It failed on this server: look into its log.")
                delivery._record_failure(problem)
                succeeded = False
            left = commit(int(succeeded))
            if not (succeeded and left):
                break
        return left

    def _send(self):
        """Make the call; return whether it succeeded."""
        self.ensure_one()
        problem = sending.send(self.webhook_id, self.event, self.uid, self.payload)
        if problem:
            self._record_failure(problem)
            return False
        now = fields.Datetime.now()
        self.write({"state": "sent", "sent_at": now, "problem": False})
        self.webhook_id._record_success()
        return True

    def _record_failure(self, problem):
        state = "waiting" if self.attempts < MAX_ATTEMPTS else "dead"
        self.write({"problem": problem, "state": state})
        self.webhook_id._record_failure(problem)

    @api.model
    def _schedule_next(self):
        """Have the job run when the next webhook that failed is due."""
        waiting = self._read_group([("state", "=", "waiting")], ["webhook_id"])
        due = [each.retry_at for [each] in waiting if each.active and each.retry_at]
        if due:
            trigger_cron(self.env, "cron_webhook", at=min(due))

    @api.autovacuum
    def _gc_deliveries(self):
        """Give up what waits for too long, and delete old calls: they name people by numbers."""
        now = fields.Datetime.now()
        late = [("state", "=", "waiting"), ("write_date", "<", now - MAX_WAIT)]
        waiting = self.search(late) | self._find_excess("waiting", MAX_WAITING)
        problem = self.env._("It waited for too long: calls before it failed.")
        waiting.write({"state": "dead", "problem": problem})
        for state, kept in (("sent", SENT_RETENTION), ("dead", DEAD_RETENTION)):
            old = [("state", "=", state), ("write_date", "<", now - kept)]
            self.search(old).unlink()
        self._find_excess("dead", MAX_DEAD).unlink()

    @api.model
    def _find_excess(self, state, most):
        """Return the calls in a state that are older than so many of the same webhook."""
        self.flush_model(["state", "webhook_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY webhook_id
                                                                 ORDER BY id DESC) AS place
                                     FROM biometric_webhook_delivery
                                    WHERE state = %s) AS placed
                    WHERE place > %s""",
                state,
                most,
            )
        )
        return self.browse([number for (number,) in rows])
