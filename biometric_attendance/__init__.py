from . import controllers, models, wizards
from .models.people.archiving import date_archivings
from .models.sample.biometric_sample import MODULE as SAMPLE


def post_init_hook(env):
    """Companies that were there before the addon get a policy, archived people a date."""
    env["res.company"].search([])._ensure_biometric_policy()
    date_archivings(env.cr)


def uninstall_hook(env):
    """Delete what would stay behind: activities of alerts, and names of sample records.

    The type of an activity cannot go before it. Tables made anew number their records from
    one: a name left would be that of another record, which is no sample.
    """
    names = env["ir.model.data"].search([("module", "=", SAMPLE)])
    names.filtered(lambda name: name.model.startswith("biometric.")).unlink()
    activities = env["mail.activity"].with_context(active_test=False)
    kind = env.ref("biometric_attendance.activity_type_alert", raise_if_not_found=False)
    if kind:
        activities.search([("activity_type_id", "=", kind.id)]).unlink()
