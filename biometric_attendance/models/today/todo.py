"""The first things to do, for the screen *Today*."""

from odoo.fields import Domain

SHOWN = 6


def read_todo(env):
    """Return how many things wait for the user in the company, and the first of them.

    :return: ``count``, ``rows`` of ``id``, ``text`` and ``verb``, the label of the button,
        and ``domain``, by which the list of all of them shows the same.
    """
    domain = Domain("company_id", "in", [env.company.id, False])
    found = env["biometric.todo"].search_fetch(domain, limit=SHOWN)
    count = len(found)
    if count == SHOWN:
        count = env["biometric.todo"].search_count(domain)
    rows = [
        {"id": todo.id, "text": todo.display_name, "verb": todo.verb} for todo in found
    ]
    return {"count": count, "rows": rows, "domain": list(domain)}
