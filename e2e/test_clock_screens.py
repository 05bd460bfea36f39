"""A terminal is approved by a wrong zone; the board says so, and it is undone."""

from datetime import datetime, timedelta, timezone

import requests

SERIAL = "CLOCK01"
PIN = "31"
DEVICES = "/odoo/action-biometric_attendance.biometric_device_action"
SIZES = {
    1366: {"width": 1366, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    390: {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
}
ROW = "{pin}\t{at:%Y-%m-%d %H:%M:%S}\t{status}\t1\t0\t0\t0\n"


def look(browser, name):
    """Take a screenshot as on a desk and as on a phone."""
    for width, size in SIZES.items():
        browser.call("Emulation.setDeviceMetricsOverride", **size)
        browser.wait(
            lambda width=width: browser.evaluate(f"innerWidth === {width}"), "the width"
        )
        browser.screenshot(f"{name}-{width}")
    browser.call("Emulation.setDeviceMetricsOverride", **SIZES[1366])


def choose_zone(browser, zone):
    browser.click(".modal [name=tz] input")
    browser.fill(".modal [name=tz] input", zone)
    browser.click(".o_select_menu_item", zone)
    browser.evaluate("document.body.click()")


def test_a_wrong_zone_is_seen_and_undone(server, browser, api, committed):
    def send(*rows):
        body = "".join(
            ROW.format(pin=PIN, at=at, status=int(status)) for at, status in rows
        )
        answer = requests.post(
            f"{server.url}/iclock/cdata?SN={SERIAL}&table=ATTLOG&Stamp=1",
            data=body,
            timeout=30,
        )
        assert answer.text.startswith("OK"), answer.text

    requests.get(f"{server.url}/iclock/cdata?SN={SERIAL}&options=all", timeout=30)
    [device] = api.call("biometric.device", "search", domain=[["serial", "=", SERIAL]])
    employee = {"name": "Ida Clock", "tz": "Europe/Brussels"}
    [employee] = api.call("hr.employee", "create", vals_list=[employee])

    browser.login()
    browser.open(f"{DEVICES}/{device}")
    browser.click("button[name=action_approve]")
    browser.find(".modal", "shifts every one of them")
    choose_zone(browser, "Europe/London")
    browser.find(".modal .alert", "In Europe/London it is")
    look(browser, "approval")
    browser.click(".modal button[name=action_apply]")
    browser.find(".o_arrow_button_current", "Approved")

    user = {"device_id": device, "pin": PIN, "employee_id": employee}
    api.call("biometric.device.user", "create", vals_list=[user])
    today = datetime.now(timezone.utc).replace(tzinfo=None, minute=0, second=0)
    days = [today.replace(hour=0) - timedelta(days=ago) for ago in (1,)]
    send(
        *((day + timedelta(hours=hour), hour > 12) for day in days for hour in (8, 17))
    )
    now = datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
    send((now + timedelta(hours=4), 0))  # live, far ahead of London
    committed.wait_paired()

    browser.open(DEVICES)
    browser.find(".o_kanban_record .text-bg-danger", "Clock or zone doubtful")
    look(browser, "clock-board")
    browser.open(f"{DEVICES}/{device}")
    browser.find(".alert-danger", "cannot be right")
    look(browser, "clock-device")
    browser.click(".alert-danger button[name=action_put_clock_right]")
    browser.find(".modal .alert-danger", "looks like")
    choose_zone(browser, "Asia/Dubai")
    look(browser, "clock-dialog")
    browser.click(".modal button[name=action_preview]")
    browser.find(".modal .badge", "Punches")
    look(browser, "clock-preview")
    browser.click(".modal button[name=action_apply]")
    browser.wait(
        lambda: (
            not api.call(
                "biometric.device", "read", ids=[device], fields=["clock_doubt"]
            )[0]["clock_doubt"]
        ),
        "the end of the doubt",
    )
    committed.wait_paired()
    browser.open(f"{DEVICES}/{device}")
    browser.find(".o-mail-Message", "punches were read again")
    punches = api.call(
        "biometric.punch",
        "search_read",
        domain=[["device_id", "=", device], ["outcome", "=", "clock_error"]],
        fields=["instant"],
    )
    assert not punches
