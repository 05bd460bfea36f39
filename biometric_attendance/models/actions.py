"""Opening the addon's lists with a domain."""


def open_action(env, name, domain, context=None):
    """Return a window action of this addon that shows what is in ``domain``.

    :param name: its XML id, without the addon.
    :param context: instead of the action's own filters.
    """
    action = env["ir.actions.actions"]._for_xml_id(f"biometric_attendance.{name}")
    return {**action, "domain": domain, "context": context or {}}
