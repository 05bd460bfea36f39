from . import controllers, models, wizards
from .models.people.archiving import date_archivings


def post_init_hook(env):
    """Companies that were there before the addon get a policy, archived people a date."""
    env["res.company"].search([])._ensure_biometric_policy()
    date_archivings(env.cr)


def uninstall_hook(env):
    """Delete the activities of alerts: their type cannot go before them."""
    activities = env["mail.activity"].with_context(active_test=False)
    kind = env.ref("biometric_attendance.activity_type_alert", raise_if_not_found=False)
    if kind:
        activities.search([("activity_type_id", "=", kind.id)]).unlink()
