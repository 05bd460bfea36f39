"""Ask the server for each screen of the addon as the web client does, with many rows."""

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from demo.filling import fill

from .views import Screen, Search, evaluated

MODULE = "biometric_attendance"
ROUNDS = 3
MANY = ("list", "kanban", "pivot", "graph")
SOME_PEOPLE = 50  # of one message, at fifty punches a second
Reading = tuple[str, Callable[[], Any]]


def run(env, punches: int) -> dict[str, list[float]]:
    """Fill the company up, and return the seconds and queries of each screen."""
    fill(env, punches)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return measure(env(user=env.ref("base.user_admin"), context={"lang": "en_US"}))


def measure(env, rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Return, by the name of each screen, its seconds and its number of queries."""
    found = {}
    for name, read in [*_pages(env), *_actions(env)]:
        seconds, queries = [], 0
        for _ in range(rounds):
            env.invalidate_all()
            before, began = env.cr.sql_log_count, time.perf_counter()
            read()
            seconds.append(time.perf_counter() - began)
            queries = env.cr.sql_log_count - before
        found[name] = [median(seconds), queries]
    return found


def _pages(env) -> Iterator[Reading]:
    """The screens that are no views, by what each reads when it is opened."""
    today = env["biometric.today"]
    yield "Today", today.read_today
    some = env["hr.employee"].search([], limit=SOME_PEOPLE).ids
    yield f"Today, {SOME_PEOPLE} people", lambda: today.read_changes(some)
    yield "Team Day", env["biometric.team.day"].read_team
    punch = env["biometric.punch"].search([("employee_id", "!=", False)], limit=1)
    employee = punch.employee_id.id
    yield "Day", lambda: env["biometric.day"].read_day(employee)
    yield "Connect", lambda: env["biometric.connect"].read_waiting("adms")
    yield "Wall", env["biometric.wall"].search([], limit=1).sudo()._read_wall


def _actions(env) -> Iterator[Reading]:
    """The views of each window action: as it opens them, and with each filter."""
    data = env["ir.model.data"].sudo()
    mine = [("module", "=", MODULE), ("model", "=", "ir.actions.act_window")]
    for each in data.search(mine).sorted("name"):
        action = env["ir.actions.act_window"].browse(each.res_id)
        if action.target != "new":
            yield from _views(env, each.name.removesuffix("_action"), action)


def _views(env, name: str, action) -> Iterator[Reading]:
    model = env[action.res_model]
    views = [*action.views, (action.search_view_id.id, "search")]
    found = model.get_views(views, {"action_id": action.id})
    archs = {kind: view["arch"] for kind, view in found["views"].items()}
    domain = evaluated(env, action.domain or "[]")
    search = Search(env, archs.pop("search"))
    context = evaluated(env, action.context or "{}")
    on = [key.removeprefix("search_default_") for key, on in context.items() if on]
    for kind, arch in archs.items():
        screen = Screen(model, kind, arch, found["models"])
        if kind in MANY:
            own, groups = search.asked(on)
            yield f"{name} {kind}", screen.reader(domain + own, groups)
        if kind == "list":
            for each in search.names:
                own, groups = search.asked([each])
                yield f"{name} list: {each}", screen.reader(domain + own, groups)
        if kind == "form" and (first := model.search(domain, limit=1)):
            yield f"{name} form", lambda s=screen, ids=first.ids: s.read(ids)
