from . import controllers, models, wizards
from .models.people.archiving import date_archivings


def post_init_hook(env):
    """Companies that were there before the addon get a policy, archived people a date."""
    env["res.company"].search([])._ensure_biometric_policy()
    date_archivings(env.cr)
