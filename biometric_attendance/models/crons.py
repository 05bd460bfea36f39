"""Running the addon's crons at once."""


def trigger_cron(env, name, at=None):
    """Run a cron as soon as this transaction is committed, or at some moments.

    :param name: its XML id, without the addon.
    :param at: one moment or several, naive UTC.
    """
    cron = env.ref(f"biometric_attendance.{name}", raise_if_not_found=False)
    if cron:  # there is none yet while the addon is being installed
        cron.sudo()._trigger(at=at)
