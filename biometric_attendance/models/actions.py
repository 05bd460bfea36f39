"""Actions that buttons return: opening records, and showing a sentence."""


def open_action(env, name, domain, context=None):
    """Return a window action of this addon that shows what is in ``domain``.

    :param name: its XML id, without the addon.
    :param context: instead of the action's own filters.
    """
    action = env["ir.actions.actions"]._for_xml_id(f"biometric_attendance.{name}")
    return {**action, "domain": domain, "context": context or {}}


def open_record(record, title, target="new"):
    """Return a window action that opens the form of a record.

    :param target: ``new`` for a dialog, ``current`` to leave the page.
    """
    return {
        "type": "ir.actions.act_window",
        "name": title,
        "res_model": record._name,
        "res_id": record.id,
        "views": [(False, "form")],
        "target": target,
    }


def notify(kind, message, title=False):
    """Return an action that shows a sentence, and reloads the form it came from.

    :param kind: ``success``, which goes away by itself; ``info``, ``warning`` or ``danger``.
    """
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "type": kind,
            "title": title,
            "message": message,
            "sticky": kind != "success",
            "next": {"type": "ir.actions.client", "tag": "soft_reload"},
        },
    }
