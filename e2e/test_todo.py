"""What waits for a person, done in a real browser: one thing of each kind."""

import json

import pytest

from demo.api import Api, new_key
from e2e.browser import Browser
from e2e.conftest import SCREENSHOTS
from e2e.connecting import SIZES

ACTION = "/odoo/biometric-todo"
ROW = ".o_data_row"
OFFICER, MANAGES_ALL = "otto_officer", "mona_manages"
# The punches are days old: nobody may still come back from them.
FILL = """
from datetime import datetime, timedelta
groups = "hr_attendance.group_hr_attendance_"
users = env["res.users"].with_context(no_reset_password=True)
for login, group in (("otto_officer", "officer"), ("mona_manages", "user")):
    ids = [env.ref("base.group_user").id, env.ref(groups + group).id]
    users |= users.create({"name": login, "login": login, "password": login,
                           "group_ids": [(6, 0, ids)]})
today = datetime.now().date()
day = today - timedelta(days=3)
gate, other = env["biometric.device"].create([
    {"name": name, "serial": serial, "tz": "UTC", "state": "approved",
     "company_id": env.company.id, "import_since": day - timedelta(days=9)}
    for name, serial in (("Gate", "TODO01"), ("Yard", "TODO02"))])
env["biometric.device"].create({"name": "Brand new", "serial": "TODO03", "tz": "UTC",
                                "tz_confirmed": True})
ada, bob, cleo = env["hr.employee"].create(
    [{"name": name} for name in ("Ada Forgets", "Bob Forgets", "Cleo Unknown")])
ada.attendance_manager_id = users[0]
env["biometric.device.user"].create([
    {"device_id": gate.id, "pin": pin, "name": each.name, "employee_id": each.id}
    for pin, each in (("71", ada), ("72", bob))])
lines = "".join(f"{pin}\\t{day} {clock}:00\\t0\\t1\\t0\\t0\\t0\\n"
                for pin, clock in (("71", "08:00"), ("72", "08:05"), ("77", "08:10")))
gate._receive("ATTLOG", f"{lines}no punch\\n".encode())
env["biometric.device.user"].search([("pin", "=", "72")]).write(
    {"renamed_at": day - timedelta(days=1), "renamed_from": "Bob Forgets",
     "renamed_to": "Zoe"})
env["biometric.alert"].create(
    {"cause": "silent", "device_id": other.id, "company_id": env.company.id,
     "user_id": users[0].id, "since": day, "device_count": 1})
guest = env["res.partner"].create({"name": "Gil Guest"})
group = env["biometric.device.group"].create({"name": "All"})
env["biometric.access.pass"].create(
    {"partner_id": guest.id, "group_ids": [(6, 0, group.ids)], "reason": "Lift",
     "first_day": day, "last_day": today + timedelta(days=2)})
pairing = env["biometric.pairing"].sudo()
pairing._pair(pairing._dequeue(pairing.search([]).employee_id.ids))
env.cr.commit()
"""


@pytest.fixture(scope="module")
def live(stack):
    """Odoo in one process on a company in which each kind of thing is to do.

    Its crons do not run: terminals that never call would be silent, too.
    """
    database = stack.database("todo")
    stack.odoo_shell(database, FILL)
    return stack.server(database, workers=0, cron=0)


@pytest.fixture(scope="module")
def admin(stack, live):
    return Api(live.url, live.database, new_key(stack, live.database))


@pytest.fixture
def screen(live, tmp_path):
    with Browser(live.url, tmp_path / "profile", SCREENSHOTS) as running:
        yield running


def open_todo(browser, login):
    browser.login(login, login)
    browser.open_menu("biometric_todo", "To Do")
    browser.find(".o_group_header")


def act(browser, row, verb):
    """Press the button of the row that shows a text."""
    browser.find(ROW, row)
    script = f"""[...document.querySelectorAll('{ROW}')]
        .find(each => each.innerText.includes({json.dumps(row)}))
        .querySelector('button[name=action_do]').innerText.trim()"""
    assert browser.evaluate(script) == verb
    browser.evaluate(script.replace(".innerText.trim()", ".click()"))


def wait_until_gone(browser, row):
    script = f"""document.querySelector('.o_list_view') &&
        ![...document.querySelectorAll('{ROW}')]
        .some(each => each.innerText.includes({json.dumps(row)}))"""
    browser.wait(lambda: browser.evaluate(script), f"{row!r} gone")


def test_an_officer_corrects_punches_and_looks_at_an_alert(screen, admin, stack, live):
    open_todo(screen, OFFICER)
    screen.find(ROW, "Ada Forgets")
    screen.screenshot("todo-officer")
    shown = screen.evaluate("document.querySelectorAll('.o_data_row').length")
    assert shown == 2  # no more than Ada's punch and the alert
    act(screen, "Yard", "Look")
    screen.find(".o_form_view [name=name]", "Yard")
    screen.evaluate("history.back()")
    screen.find(".o_last_breadcrumb_item", "To Do")
    act(screen, "Ada Forgets", "Correct")
    screen.find(".o_last_breadcrumb_item", "Anomalies")
    screen.click("button[name=action_type_time]")
    screen.click(".modal .o_form_button_save, .modal-footer .btn-primary")
    screen.wait(
        lambda: not screen.evaluate("document.querySelectorAll('.modal').length"),
        "the dialog closed",
    )
    pair = """pairing = env["biometric.pairing"].sudo()
pairing._pair(pairing._dequeue(pairing.search([]).employee_id.ids))
env.cr.commit()"""
    stack.odoo_shell(live.database, pair)
    screen.open_menu("biometric_todo", "To Do")
    screen.find(ROW, "Yard")
    wait_until_gone(screen, "Ada Forgets")
    assert not screen.console


def test_an_officer_for_everybody_does_what_is_of_people(screen):
    open_todo(screen, MANAGES_ALL)
    screen.screenshot("todo-manages-all")
    act(screen, "PIN 77", "Match")
    screen.find(".modal [name=pin]", "77")
    screen.fill(".modal [name=employee_id] input", "Cleo")
    screen.click(".o-autocomplete--dropdown-item", "Cleo Unknown")
    screen.click(".modal .o_form_button_save")
    wait_until_gone(screen, "PIN 77")
    act(screen, "calls PIN 72 Zoe", "Decide")
    screen.click(".modal button[name=action_same_person]")
    wait_until_gone(screen, "calls PIN 72 Zoe")
    act(screen, "Gil Guest", "Renew")
    screen.find(".modal [name=last_day]")
    screen.find(".modal .modal-title", "Gil Guest")
    assert not screen.console


def test_an_administrator_approves_and_reads(screen):
    open_todo(screen, "admin")
    for size, measures in SIZES.items():
        screen.call("Emulation.setDeviceMetricsOverride", **measures)
        screen.open(ACTION)
        screen.find(f"{ROW}, .o_kanban_record", "Brand new")
        screen.screenshot(f"todo-{size}")
    screen.call("Emulation.clearDeviceMetricsOverride")
    screen.open_menu("biometric_todo", "To Do")
    act(screen, "1 line could not be read", "Read")
    screen.find(".o_last_breadcrumb_item", "Unreadable Lines")
    screen.find(".o_data_row", "no punch")
    screen.open_menu("biometric_todo", "To Do")
    act(screen, "Brand new", "Approve")
    screen.click("button[name=action_approve]")
    screen.find(".o_statusbar_status .o_arrow_button_current", "Approved")
    screen.open_menu("biometric_todo", "To Do")
    wait_until_gone(screen, "Brand new")
    assert not screen.console


def test_today_shows_the_first_of_it(screen):
    screen.login()
    screen.open("/odoo/biometric-today")
    screen.find(".o_biometric_today_todo li", "1 line could not be read")
    screen.click(".o_tile_todo")
    screen.find(".o_last_breadcrumb_item", "To Do")
    screen.find(ROW, "1 line could not be read")
    screen.evaluate("history.back()")
    screen.click(".o_biometric_today_todo li button", "Read")
    screen.find(".o_data_row", "no punch")
    assert not screen.console
