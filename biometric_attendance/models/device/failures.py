"""Work of this server on a device that failed, by a mistake in it or in stored values."""

from odoo import api, fields, models

from ...terminals.reasons import Reason
from ..reason import sentence

# Kinds of work: codes of the sentences that say that it failed.
SYNC = "sync_failed"
GAP_CHECK = "gap_check_failed"
CLEANING = "cleaning_failed"


class BiometricDeviceFailures(models.AbstractModel):
    """Fields of a device that show which work on it this server could not finish."""

    _name = "biometric.device.failures"
    _description = "Failed Work on a Device"

    failures = fields.Json(
        readonly=True, copy=False, help="Codes of the work that failed."
    )
    failure = fields.Char(
        string="Failed Here",
        compute="_compute_failure",
        help="Work of this server on the terminal that failed, by a mistake in the "
        "program or in stored values. Other terminals are not concerned.",
    )

    @api.depends("failures")
    @api.depends_context("lang")
    def _compute_failure(self):
        for device in self:
            reasons = map(Reason, device.failures or ())
            sentences = [sentence(self.env, reason) for reason in reasons]
            device.failure = " ".join(sentences) or False

    def _record_failed_work(self, work):
        """Note that some work on these devices failed."""
        for device in self.sudo():
            device.failures = sorted({*(device.failures or ()), work})

    def _record_done_work(self, work):
        """Note that the work was done where it had failed before."""
        for device in self.sudo().filtered("failures"):
            left = [failed for failed in device.failures if failed != work]
            if left != device.failures:
                device.failures = left or False
