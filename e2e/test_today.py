"""The screen Today, the wall and an evacuation in a real browser."""

import time
import urllib.error
import urllib.request
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from demo.api import Api, new_key
from e2e.browser import Browser
from e2e.conftest import SCREENSHOTS
from e2e.pushing import is_success, push

ZONE = "Europe/Brussels"
GATE, MEADOW = "TODAY01", "TODAY02"
IN, OUT = 0, 1
# Without messages, the screen would move after half a minute at the soonest.
BY_MESSAGE_SECONDS = 20
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
COUNT = "document.querySelector('.o_tile_in .o_biometric_today_count')?.textContent"
CONNECTED = "odoo.__WOWL_DEBUG__.root.env.services.bus_service.workerState"


@pytest.fixture(scope="module")
def live(stack):
    """Odoo in one process, which serves the websocket on its only port."""
    database = stack.database("today")
    return stack.server(database, workers=0, cron=1)


@pytest.fixture(scope="module")
def admin(stack, live):
    return Api(live.url, live.database, new_key(stack, live.database))


@pytest.fixture(scope="module")
def company(admin):
    """Return a terminal at a site, and a muster point outside."""
    [site] = admin.call(
        "biometric.site", "create", vals_list=[{"name": "Plant", "tz": ZONE}]
    )
    rows = [
        {"serial": GATE, "name": "Main entrance", "tz": ZONE, "site_id": site},
        {"serial": MEADOW, "name": "Meadow", "tz": ZONE, "muster_point": True},
    ]
    devices = admin.call("biometric.device", "create", vals_list=rows)
    admin.call("biometric.device", "action_approve", ids=devices)
    return devices


@pytest.fixture
def employ(admin, company):
    """Return a function that employs a person whom both terminals know."""

    def add(name, pin):
        [employee] = admin.call("hr.employee", "create", vals_list=[{"name": name}])
        users = [
            {"device_id": device, "pin": pin, "employee_id": employee}
            for device in company
        ]
        admin.call("biometric.device.user", "create", vals_list=users)

    return add


@pytest.fixture
def screen(live, tmp_path):
    with Browser(live.url, tmp_path / "profile", SCREENSHOTS) as running:
        yield running


def punch(server, pin, status=IN, serial=GATE):
    """Pass a terminal now."""
    now = datetime.now(timezone.utc).astimezone(ZoneInfo(ZONE))
    line = f"{pin}\t{now:%Y-%m-%d %H:%M:%S}\t{status}\t1\t0\t0\t0\n"
    assert is_success(push(server, serial, line.encode()), 1)


def open_today(browser):
    browser.open("/odoo/biometric-today")
    browser.find(".o_biometric_today_tiles")


def shown(browser, count):
    return lambda: browser.evaluate(COUNT) == str(count)


def test_a_new_company_sees_three_steps(live, admin, screen):
    screen.login()
    open_today(screen)
    screen.find(".o_biometric_today_steps", "Connect a terminal")
    screen.screenshot("today-empty")
    assert not screen.console


def test_sample_data_is_loaded_looked_at_and_removed(live, admin, screen):
    screen.login()
    open_today(screen)
    screen.click(".o_biometric_today_load_sample")
    screen.find(".o_biometric_today_sample", "sample data")
    screen.find(
        ".o_biometric_today_todo li", "PIN 142 is not matched to a person: 2 punches."
    )
    # By the job that pairs in the background, and its message.
    screen.find(".o_biometric_today_todo li", "Ben Okafor: Missing check-out")
    screen.screenshot("today-sample")
    screen.click(".o_biometric_today_remove_sample")
    screen.click(".modal-footer .btn-primary", "Remove")
    screen.find(".o_biometric_today_load_sample")
    screen.screenshot("today-sample-removed")
    assert not admin.call("biometric.punch", "search", domain=[])
    assert not screen.console


def test_a_punch_moves_the_screen_by_a_message(live, employ, screen):
    employ("Ada Lovelace", "7001")
    employ("Blaise Pascal", "7002")
    screen.login()
    open_today(screen)
    screen.wait(lambda: screen.evaluate(CONNECTED) == "CONNECTED", "the websocket")
    before = int(screen.evaluate(COUNT))
    began = time.monotonic()
    punch(live, "7001")
    screen.wait(shown(screen, before + 1), "Ada")
    took = time.monotonic() - began
    print(f"On the screen after {took:.2f} s")
    assert took < BY_MESSAGE_SECONDS
    screen.find(".o_biometric_today_punches li", "Ada Lovelace")
    punch(live, "7099")
    screen.find(".o_biometric_today_punches li", "PIN 7099, not matched")
    screen.find(
        ".o_biometric_today_todo", "PIN 7099 is not matched to a person: 1 punch."
    )
    punch(live, "7002")
    screen.wait(shown(screen, before + 2), "Blaise")
    punch(live, "7002", OUT)
    screen.wait(shown(screen, before + 1), "Blaise left")
    screen.screenshot("today")
    screen.call("Emulation.setDeviceMetricsOverride", **PHONE)
    screen.screenshot("today-phone")
    screen.call("Emulation.clearDeviceMetricsOverride")
    screen.click(".o_tile_in")
    screen.find(".o_list_view .o_data_row", "Ada Lovelace")
    assert not screen.console


def test_a_full_screen_shows_names_where_the_company_wants_them(
    live, employ, admin, screen
):
    employ("Emmy Noether", "7010")
    punch(live, "7010")
    screen.login()
    [company] = admin.call("res.company", "search", domain=[], limit=1)
    name = "document.body.innerText.includes('Emmy Noether')"
    press = "document.querySelector('.o_biometric_today_full_screen').click()"
    gone = "!document.querySelector('.o_biometric_today_inside')"
    for names in (False, True):
        vals = {"biometric_full_screen_names": names}
        admin.call("res.company", "write", ids=[company], vals=vals)
        open_today(screen)
        screen.find(".o_biometric_today_punches li", "Emmy Noether")
        # A browser fills the screen for who presses a button, not for a script.
        screen.call("Runtime.evaluate", expression=press, userGesture=True)
        screen.wait(lambda: screen.evaluate(gone), "the full screen")
        screen.find(".o_biometric_today_punches li", "Main entrance")
        assert screen.evaluate(name) is names
        screen.screenshot(f"today-full-screen-{names}")
        # Escape is the browser's own key, which no script presses.
        screen.evaluate("document.exitFullscreen()")
        screen.find(".o_biometric_today_inside")
    assert not screen.console


def test_without_a_websocket_the_screen_is_read_again(server, browser, api):
    """A prefork server without a proxy has no websocket on its port."""
    browser.login()
    open_today(browser)
    before = browser.evaluate(COUNT)
    [employee] = api.call("hr.employee", "create", vals_list=[{"name": "Fall Back"}])
    now = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
    api.call(
        "hr.attendance",
        "create",
        vals_list=[{"employee_id": employee, "check_in": now}],
    )
    deadline = time.monotonic() + 60
    while browser.evaluate(COUNT) == before:
        assert time.monotonic() < deadline, "The screen was not read again."
        time.sleep(0.5)


def fetch(url):
    """Return status and text of an address, as a display without a user gets it."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_wall_shows_who_is_in_until_its_address_is_revoked(
    live, employ, admin, screen
):
    employ("Carl Gauss", "7003")
    vals = {"name": "Entrance hall", "show_names": "full"}
    [wall] = admin.call("biometric.wall", "create", vals_list=[vals])
    action = admin.call("biometric.wall", "action_new_address", ids=[wall])
    path = action["params"]["message"].partition("/biometric/")[2]
    screen.open(f"/biometric/{path}")
    screen.find("#in")
    punch(live, "7003")
    screen.find("#people li", "Carl Gauss")
    screen.screenshot("wall")
    assert fetch(f"{live.url}/biometric/{path}/data")[0] == 200
    admin.call("biometric.wall", "action_revoke", ids=[wall])
    screen.find("#trouble", "taken back")
    assert screen.evaluate("document.querySelectorAll('#people li').length") == 0
    assert fetch(f"{live.url}/biometric/{path}/data")[0] == 404
    assert not screen.console


def test_an_evacuation_is_ticked_by_hand_and_by_the_muster_point(
    live, employ, admin, screen
):
    employ("Emmy Noether", "7004")
    employ("Felix Klein", "7005")
    punch(live, "7004")
    punch(live, "7005")
    screen.call("Emulation.setDeviceMetricsOverride", **PHONE)
    screen.login()
    open_today(screen)
    for name in ("Emmy Noether", "Felix Klein"):
        screen.find(".o_biometric_today_person", name)
    inside = int(screen.evaluate(COUNT))
    screen.click(".o_biometric_today_inside")
    screen.find(".o_biometric_inside_count", f"{inside} inside")
    screen.screenshot("inside-phone")
    screen.click(".o_biometric_inside_evacuate", "Begin an evacuation")
    assert not admin.call("biometric.evacuation", "search", domain=[])
    screen.click(".modal-footer .btn-primary", "Begin")
    missing = ".o_biometric_evacuation_missing"
    screen.find(missing, f"{inside} of {inside} not safe yet")
    screen.click("button[aria-label='Safe: Felix Klein']")
    screen.find(missing, f"{inside - 1} of {inside} not safe yet")
    punch(live, "7004", serial=MEADOW)
    screen.find(missing, f"{inside - 2} of {inside} not safe yet")
    screen.find("li[data-safe=yes]", "Meadow")
    screen.screenshot("evacuation-phone")
    [kept] = admin.call(
        "biometric.evacuation",
        "search_read",
        domain=[],
        fields=["person_count", "missing_count"],
    )
    assert (kept["person_count"], kept["missing_count"]) == (inside, inside - 2)
    screen.open(f"/report/html/biometric_attendance.evacuation_report/{kept['id']}")
    screen.find("td", "Emmy Noether")
    screen.screenshot("evacuation-paper")
    screen.open("/report/html/biometric_attendance.inside_report")
    screen.find("td", "Emmy Noether")
    screen.screenshot("inside-paper")
    assert not screen.console
