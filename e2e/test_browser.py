"""An administrator meets a new terminal in the web client, up to the attendance."""

import pytest

from demo import company
from demo.simulated import terminals
from simulator import Workforce

SERIAL = "NEW0001"
PINS = ["1001", "1002", "1003", "1004"]
TIMEOUT_SECONDS = 180  # a busy machine opens a screen in some seconds
PORTRAITS = "[...document.images].slice(0, 20).every(each => each.naturalWidth)"


@pytest.fixture(scope="module")
def filled(server, api, committed, tmp_path_factory):
    """The demo's company, with some days of its punches."""
    log = tmp_path_factory.mktemp("fleet") / "log"
    arguments = [f"--terminals={len(company.SERIALS)}", f"--users={company.PEOPLE}"]
    arguments += ["--days=3", "--zone", company.ZONE, "--once"]
    places = dict(zip(company.SERIALS, company.PLACES, strict=True))
    devices = company.add_devices(api, places, company.ZONE)
    workforce = Workforce(company.PEOPLE, zone=company.ZONE)
    company.add_employees(api, workforce, devices)
    with terminals(server.url, arguments, log) as fleet:
        assert fleet.wait(TIMEOUT_SECONDS) == 0, log.read_text()
    committed.wait_paired()


@pytest.fixture
def unknown_terminal(server, tmp_path):
    """A terminal nobody knows, at its third call; it ends when it was heard."""
    arguments = [f"--serial={SERIAL}", f"--users={len(PINS)}", "--days=2", "--once"]
    arguments += ["--zone", company.ZONE, "--speed=20", f"--timeout={TIMEOUT_SECONDS}"]
    log = tmp_path / "log"
    with terminals(server.url, arguments, log) as terminal:
        yield terminal
    print(log.read_text())


def device(api) -> dict:
    found = api.call(
        "biometric.device",
        "search_read",
        domain=[["serial", "=", SERIAL]],
        fields=["state", "tz"],
    )
    return found[0] if found else {}


def link(api) -> None:
    """Employ the people of the new terminal."""
    for pin in PINS:
        [employee] = api.call(
            "hr.employee", "create", vals_list=[{"name": f"Newcomer {pin}"}]
        )
        users = api.call(
            "biometric.device.user",
            "search",
            domain=[["pin", "=", pin], ["device_id.serial", "=", SERIAL]],
        )
        api.call(
            "biometric.device.user", "write", ids=users, vals={"employee_id": employee}
        )


def test_a_new_terminal_is_approved_and_its_people_attend(
    filled, unknown_terminal, browser, api, committed
):
    browser.wait(lambda: device(api).get("state") == "pending", "the terminal's call")
    browser.login()
    browser.open_menu("biometric_device", "Terminals")
    browser.find(".o_kanban_record", "Warehouse")
    browser.screenshot("devices")
    browser.click(".o_kanban_record", SERIAL)
    browser.find(".alert", "not trusted yet")

    browser.click("[name=tz] input")
    browser.fill("[name=tz] input", company.ZONE)
    browser.click(".o_select_menu_item", company.ZONE)
    browser.screenshot("device-pending")
    browser.click("button[name=action_approve]")
    browser.find(".o_statusbar_status .o_arrow_button_current", "Approved")
    assert device(api) | {"id": 0} == {"id": 0, "state": "approved", "tz": company.ZONE}

    assert unknown_terminal.wait(TIMEOUT_SECONDS) == 0
    committed.wait_paired()
    browser.click("button[name=action_open_punches]")
    browser.find(".o_data_row [name=outcome]", "Not matched")
    browser.screenshot("punches-unmapped")

    link(api)
    committed.wait_paired()
    browser.open_menu("biometric_device", "Terminals")
    browser.click(".o_kanban_record", SERIAL)
    browser.click("button[name=action_open_punches]")
    browser.find(".o_data_row [name=outcome]", "Checked in")
    browser.wait(lambda: browser.evaluate(PORTRAITS), "the portraits")
    browser.screenshot("punches")
    browser.click(".o_data_row td[name=outcome]", "Checked out")
    browser.find(".o_form_view [name=outcome]", "Checked out")
    browser.screenshot("punch")
    browser.click("[name=attendance_id] a")
    browser.find(".o_form_view .alert", "kept by the devices")
    browser.find("[name=punch_ids] .o_data_row", "Checked in")
    browser.find("[name=punch_ids] .o_data_row", "Checked out")
    browser.screenshot("attendance")
    assert not browser.console
