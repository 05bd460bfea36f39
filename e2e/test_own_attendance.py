"""An employee looks at a phone, asks for a correction, and the approver says yes."""

import datetime
import urllib.request
from zoneinfo import ZoneInfo

import pytest

from demo.company import add_devices

SERIAL, ZONE = "OWN00001", "Europe/Brussels"
SATURDAY = 5
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
DESK = {"width": 1366, "height": 900, "deviceScaleFactor": 1, "mobile": False}
EMPLOYEE, MANAGER = "erna_employee", "max_manager"
ATTENDANCES = [["employee_id.name", "=", "Erna Own"]]
MONTH = "/odoo/my-attendance"
REQUESTS = (
    "/odoo/action-biometric_attendance.biometric_correction_request_action"
    "?view_type=list"
)


def make_user(api, login: str, groups: list[str]) -> int:
    """Create a user whose password is the login with a 1."""
    found = api.call(
        "ir.model.data",
        "search_read",
        domain=[["model", "=", "res.groups"], ["name", "in", groups]],
        fields=["res_id"],
    )
    values = {
        "name": login,
        "login": login,
        "password": f"{login}_1",
        "tz": ZONE,
        "group_ids": [[6, 0, [each["res_id"] for each in found]]],
    }
    [user] = api.call("res.users", "create", vals_list=[values])
    return user


@pytest.fixture(scope="module")
def day(api, server) -> datetime.date:
    """A day on which Erna came and did not go."""
    user = make_user(api, EMPLOYEE, ["group_user"])
    manager = make_user(api, MANAGER, ["group_user", "group_hr_attendance_officer"])
    vals = {"name": "Erna Own", "user_id": user, "attendance_manager_id": manager}
    [employee] = api.call("hr.employee", "create", vals_list=[{**vals, "tz": ZONE}])
    [device] = add_devices(api, {SERIAL: "Own gate"}, ZONE)
    known = {"device_id": device, "pin": "7", "employee_id": employee}
    api.call("biometric.device.user", "create", vals_list=[known])
    day = today() - datetime.timedelta(days=2)
    while day.weekday() >= SATURDAY:  # so that an end of work is proposed
        day -= datetime.timedelta(days=1)
    push(server, f"7\t{day} 08:01:00\t0\t1\t0\t0\t0\n")
    return day


def today() -> datetime.date:
    return datetime.datetime.now(ZoneInfo(ZONE)).date()


def push(server, body: str) -> None:
    url = f"{server.url}/iclock/cdata?SN={SERIAL}&table=ATTLOG&Stamp=1"
    with urllib.request.urlopen(url, body.encode(), timeout=30) as answer:
        assert answer.read().startswith(b"OK")


def show(browser, screen) -> None:
    browser.call("Emulation.setDeviceMetricsOverride", **screen)


def test_an_employee_asks_and_the_approver_approves(browser, api, day):
    browser.login(EMPLOYEE, f"{EMPLOYEE}_1")
    show(browser, PHONE)
    browser.open(MONTH)
    browser.find(".o_biometric_calendar .o_today")
    if day.month != today().month:
        browser.click(".o_biometric_previous")
    browser.click(f".o_biometric_cell[data-day='{day}']")
    browser.find(".o_biometric_own_punches li", "08:01")
    browser.screenshot("own-phone-day")
    browser.click(".o_biometric_ask")
    browser.find(".modal [name=note]")
    browser.click(".modal [name=direction] input[data-value=out]")
    # The scheduled end of work, by the browser's clock.
    browser.find(".modal [name=instant]", f"{day:%b} {day.day}, ")
    browser.find(".modal [name=instant]", "PM")
    browser.fill(".modal [name=note] input", "The gate was open")
    browser.screenshot("own-phone-ask")
    browser.click(".modal .o_form_button_save")
    browser.find(".o_biometric_cell .fa-hourglass-half")
    show(browser, DESK)
    browser.screenshot("own-desk")
    assert browser.console == []

    browser.call("Network.clearBrowserCookies")
    browser.login(MANAGER, f"{MANAGER}_1")
    browser.open(REQUESTS)
    browser.find(".o_data_row", "The gate was open")
    browser.screenshot("own-requests")
    browser.click(".o_data_row .o_list_record_selector input")
    browser.click("button[name=action_approve]")
    browser.wait(
        lambda: api.call("hr.attendance", "search_count", domain=ATTENDANCES),
        "the attendance",
    )
    [row] = api.call(
        "hr.attendance",
        "search_read",
        domain=ATTENDANCES,
        fields=["check_in", "check_out"],
    )
    assert row["check_in"].startswith(str(day))
    assert row["check_out"]
    browser.screenshot("own-approved")
    assert browser.console == []
