from . import controllers, models, wizards


def post_init_hook(env):
    """Companies that were there before the addon get a policy to begin with."""
    env["res.company"].search([])._ensure_biometric_policy()
