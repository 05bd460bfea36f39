"""Which fields the addon's views let people edit."""

from collections import defaultdict

from lxml import etree

ALWAYS, AT_CREATION, NEVER = "always", "at creation", "never"
NO = ("0", "false", "False")
YES = ("1", "true", "True")
VIEWS = ("form", "list", "kanban", "search", "calendar", "pivot", "graph")


def editable_fields(env, module):
    """Return what the views of an addon let people edit: ``{model: {field: when}}``."""
    found = defaultdict(dict)
    data = env["ir.model.data"].search(
        [("module", "=", module), ("model", "=", "ir.ui.view")]
    )
    for view in env["ir.ui.view"].browse(data.mapped("res_id")):
        if view.model in env:
            root = etree.fromstring(view.arch)
            _walk(root, env[view.model], root if root.tag in VIEWS else None, found)
    return found


def _walk(node, model, view, found):
    """Record in ``found`` when each field below a node can be edited.

    :param view: the nearest element around ``node`` that is a view.
    """
    for child in node:
        if not isinstance(child.tag, str):
            continue
        inside = child if child.tag in VIEWS else view
        comodel = model
        field = model._fields.get(child.get("name")) if child.tag == "field" else None
        if field is not None:
            when = _when(child, field, view)
            known = found[model._name].get(field.name, NEVER)
            order = (NEVER, AT_CREATION, ALWAYS)
            found[model._name][field.name] = max(known, when, key=order.index)
            if field.relational:
                comodel = model.env[field.comodel_name]
        _walk(child, comodel, inside if comodel is model else None, found)


def _when(node, field, view):
    root = view
    if root is None or root.tag not in ("form", "list") or field.readonly:
        return NEVER
    if root.get("edit") in NO and root.get("create") in NO:
        return NEVER
    if root.tag == "list" and not root.get("editable"):
        return NEVER
    if node.get("invisible") in YES or node.get("column_invisible") in YES:
        return NEVER
    if node.get("widget") == "statusbar":  # none of ours can be clicked
        return NEVER
    readonly = node.get("readonly")
    if readonly in YES:
        return NEVER
    return AT_CREATION if readonly == "id" or root.get("edit") in NO else ALWAYS
