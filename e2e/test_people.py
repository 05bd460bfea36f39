"""People on terminals: enrolled at one, brought to the others, gone from all."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import pytest

from demo import company
from e2e.running import running
from simulator import FIRMWARES, AdmsEndpoint, Fleet, Terminal, Timeline

SERIALS = ["HALL001", "HALL002", "HALL003"]
ZONE = "Europe/Brussels"
PIN = "4711"
SPEED = 20  # terminals poll every ten seconds of theirs
NOW = datetime.now(timezone.utc)


@pytest.fixture(scope="module")
def halls(server, api) -> Iterator[dict[str, Terminal]]:
    """Three approved terminals, empty and alive, by serial number."""
    company.add_devices(
        api, dict(zip(SERIALS, ("Hall A", "Hall B", "Hall C"), strict=True)), ZONE
    )
    terminals = [Terminal(serial, ZONE) for serial in SERIALS]
    endpoints = [AdmsEndpoint(each, FIRMWARES["new"]) for each in terminals]
    with running(Fleet(server.url, endpoints, timeline=Timeline(SPEED))):
        yield {each.serial: each for each in terminals}


@pytest.fixture(scope="module")
def group(api, halls) -> int:
    """A device group of the three."""
    devices = api.call("biometric.device", "search", domain=[["serial", "in", SERIALS]])
    [group] = api.call(
        "biometric.device.group",
        "create",
        vals_list=[{"name": "Halls", "device_ids": [[6, 0, devices]]}],
    )
    return group


def everywhere(halls, pin: str) -> list[str]:
    """The serial numbers of the terminals that have a user."""
    return [serial for serial, terminal in halls.items() if pin in terminal.users]


def rows(browser, pin: str) -> list[str]:
    """The lines of the list of device users with this PIN, each as one text."""
    lines = browser.evaluate(
        "[...document.querySelectorAll('.o_data_row')].map(row => row.innerText)"
    )
    return [line for line in lines if pin in line.split()]


def wait_rows(browser, employee: int, pin: str, state: str) -> None:
    """Wait until the employee's list shows the same state on all three terminals."""

    def there() -> bool:
        browser.open(f"/odoo/employees/{employee}")
        browser.click("button[name=action_open_biometric_users]")
        browser.find(".o_data_row")
        found = rows(browser, pin)
        return len(found) == len(SERIALS) and all(state in line for line in found)

    browser.wait(there, f"{pin}: {state}")


def test_who_enrols_at_one_terminal_reaches_the_others_and_leaves_all(
    halls, group, browser, api
):
    first = halls[SERIALS[0]]
    first.register(PIN, NOW, name="Noor", card="123456")
    [noor] = api.call("hr.employee", "create", vals_list=[{"name": "Noor Maes"}])
    browser.login()

    def found() -> list[int]:
        return api.call("biometric.device.user", "search", domain=[["pin", "=", PIN]])

    [user] = browser.wait(found, "the terminal's user")
    api.call("biometric.device.user", "write", ids=[user], vals={"employee_id": noor})
    api.call(
        "biometric.device.group",
        "write",
        ids=[group],
        vals={"employee_ids": [[4, noor]]},
    )
    browser.wait(lambda: everywhere(halls, PIN) == SERIALS, "Noor on all terminals")
    for serial in SERIALS:
        assert halls[serial].users[PIN].card == "123456"
    wait_rows(browser, noor, PIN, "On the terminal")
    browser.screenshot("people-on-terminals")

    browser.open(f"/odoo/employees/{noor}")
    browser.click(".o_cp_action_menus button")
    browser.click(".o-dropdown--menu .dropdown-item", "Archive")
    browser.click(".modal-footer button", "Apply")
    browser.wait(lambda: not everywhere(halls, PIN), "Noor on no terminal")
    wait_rows(browser, noor, PIN, "Not on the terminal")
    browser.screenshot("people-gone")
    assert not browser.console


def test_an_access_pass_expires_and_is_renewed(halls, group, browser, api):
    [mia] = api.call("res.partner", "create", vals_list=[{"name": "Mia Member"}])
    today = date.today()
    [access] = api.call(
        "biometric.access.pass",
        "create",
        vals_list=[
            {
                "partner_id": mia,
                "group_ids": [[6, 0, [group]]],
                "first_day": str(today - timedelta(days=30)),
                "last_day": str(today + timedelta(days=7)),
                "reason": "Membership",
            }
        ],
    )

    def pins() -> list[str]:
        [person] = api.call("res.partner", "read", ids=[mia], fields=["biometric_pin"])
        return everywhere(halls, person["biometric_pin"] or "nobody")

    browser.wait(lambda: pins() == SERIALS, "Mia on all terminals")
    browser.login()
    browser.open(
        f"/odoo/action-biometric_attendance.biometric_access_pass_action/{access}"
    )
    browser.find(".o_arrow_button_current", "Valid")
    browser.screenshot("access-pass")
    browser.click("button[name=action_end]")
    browser.click(".modal-footer button", "Ok")
    browser.find(".o_arrow_button_current", "Expired")
    browser.wait(lambda: not pins(), "Mia on no terminal")

    browser.call("Page.bringToFront")  # a page without focus opens no date
    browser.click("[name=last_day] button")
    browser.fill(
        "[name=last_day] input", (today + timedelta(days=60)).strftime("%m/%d/%Y")
    )
    browser.evaluate("document.activeElement.blur()")
    browser.find(".o_form_status_indicator_buttons:not(.invisible)")
    browser.click(".o_form_button_save")
    browser.find(".o_arrow_button_current", "Valid")
    browser.wait(lambda: pins() == SERIALS, "Mia on all terminals again")
    browser.click("button[name=action_open_users]")
    browser.find(".o_data_row", "Mia Member")
    browser.screenshot("access-pass-terminals")
    assert not browser.console
