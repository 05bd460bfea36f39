"""No screen of the addon has a grave fault of accessibility, by axe."""

import json

import pytest

from demo.api import Api, new_key
from e2e.accessibility import faults
from e2e.browser import Browser
from e2e.conftest import SCREENSHOTS
from e2e.connecting import SIZES

MODULE = "biometric_attendance"
PUNCHES = 60
FILL = f"from demo.filling import fill; fill(env, {PUNCHES}); env.cr.commit()"
PAGES = ("today", "day", "team_day", "connect", "inside", "evacuation")
SHOWN_TYPES = ("list", "kanban", "form", "pivot", "graph")
# Which button of which records opens a dialog, as a table of its model.
DIALOGS = {
    "biometric.assignment.wizard": (
        "biometric.device.user",
        "action_assign",
        [["employee_id", "!=", False]],
    ),
    "biometric.clock.wizard": (
        "biometric.device",
        "action_put_clock_right",
        [["state", "=", "approved"]],
    ),
    "biometric.approval": (
        "biometric.device",
        "action_approve",
        [["state", "=", "pending"], ["tz_confirmed", "=", False]],
    ),
    "biometric.user.import": (
        "biometric.device",
        "action_import_users",
        [["state", "=", "approved"]],
    ),
    "biometric.recompute": ("biometric.policy", "action_change", []),
}
NEW = {"biometric.command.wizard": "biometric.device"}
ACT = "odoo.__WOWL_DEBUG__.root.env.services.action.doAction({}, {{clearBreadcrumbs: true}})"
SHOWN = ".o_action_manager"
# What is there once the records are.
READY = {
    "list": ".o_list_table, .o_view_nocontent",
    "kanban": ".o_kanban_record:not(.o_kanban_ghost), .o_kanban_group, .o_view_nocontent",
    "form": ".o_form_renderer",
    "pivot": ".o_pivot table",
    "graph": ".o_graph_renderer canvas",
}


@pytest.fixture(scope="module")
def filled(stack):
    """Odoo on a database of its own with some rows in every table."""
    database = stack.database("accessibility", demo=True)
    stack.odoo_shell(database, FILL)
    return stack.server(database, workers=0, cron=0)


@pytest.fixture(scope="module")
def admin(stack, filled):
    return Api(filled.url, filled.database, new_key(stack, filled.database))


@pytest.fixture
def screen(filled, tmp_path):
    with Browser(filled.url, tmp_path / "profile", SCREENSHOTS) as running:
        running.login()
        yield running


def own(admin, model, fields, domain=()):
    """Return the addon's records of a model by their names in the code."""
    data = admin.call(
        "ir.model.data",
        "search_read",
        domain=[["module", "=", MODULE], ["model", "=", model]],
        fields=["name", "res_id"],
    )
    names = {each["res_id"]: each["name"] for each in data}
    mine = [["id", "in", list(names)], *domain]
    found = admin.call(model, "search_read", domain=mine, fields=fields, order="id")
    return {names[each["id"]]: each for each in found}


def show(screen, action, kind=""):
    """Show an action, and wait until it is drawn, a view with its records."""
    screen.evaluate(ACT.format(json.dumps(action)))
    screen.find(READY.get(kind, ".o_action"))


def shown_record(admin, model):
    """Return what makes an action show a record: one there is, or that a button makes.

    Nothing where there is none, as of sources before any kind of them is known.
    """
    if model in NEW:
        ids = admin.call(NEW[model], "search", domain=[], limit=1)
        return {"context": {"active_model": NEW[model], "active_ids": ids}}
    if model not in DIALOGS:
        found = admin.call(model, "search", domain=[], limit=1)
        return {"res_id": found[0]} if found else None
    about, button, domain = DIALOGS[model]
    ids = admin.call(about, "search", domain=domain, limit=1)
    return {"res_id": admin.call(about, button, ids=ids)["res_id"]}


def test_every_view(admin, screen):
    """As an administrator sees them: lists, cards, forms and the wizards' dialogs."""
    views = own(
        admin,
        "ir.ui.view",
        ["model", "type"],
        [["inherit_id", "=", False], ["type", "in", list(SHOWN_TYPES)]],
    )
    found = ""
    for name, view in views.items():
        action = {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": view["model"],
            "views": [[view["id"], view["type"]]],
        }
        if view["type"] == "form":
            record = shown_record(admin, view["model"])
            if record is None:
                print(f"Not looked at, for want of a record: {name}")
                continue
            action |= record
        show(screen, action, view["type"])
        found += faults(screen, name, SHOWN)
    assert not found, found


@pytest.mark.parametrize("width", SIZES)
def test_every_page(screen, width):
    screen.call("Emulation.setDeviceMetricsOverride", **SIZES[width])
    found = ""
    for page in PAGES:
        action = {"type": "ir.actions.client", "tag": f"{MODULE}.{page}", "params": {}}
        if page == "evacuation":
            action["params"] = {"begin": True}
        show(screen, action)
        screen.screenshot(f"accessibility-{page}-{width}")
        found += faults(screen, page, SHOWN)
    assert not found, found


def test_a_wall_display(admin, screen):
    [wall] = admin.call("biometric.wall", "search", domain=[], limit=1)
    action = admin.call("biometric.wall", "action_new_address", ids=[wall])
    path = action["params"]["message"].partition("/biometric/")[2]
    screen.open(f"/biometric/{path}")
    screen.find("#in")
    found = faults(screen, "wall")
    assert not found, found
