"""An officer of Attendances looks at devices, and changes nothing."""

import pytest

from e2e.browser import Browser

LOGIN, PASSWORD = "olga_officer", "olga_officer_1"
SERIAL = "LOOKED1"
ACTION = "/odoo/action-biometric_attendance.biometric_device_action"
EDITABLE = """[...document.querySelectorAll(
    ".o_form_sheet_bg input, .o_form_sheet_bg textarea, .o_form_sheet_bg select")]
    .filter(each => !each.readOnly && !each.disabled && !each.closest(".o_cp_searchview"))
    .map(each => each.id || each.outerHTML)"""
BUTTONS = """[...document.querySelectorAll(
    ".o_form_view button[name], .o_control_panel button")]
    .filter(each => each.offsetParent).map(each => each.name || each.innerText)"""
SHOWN = "document.body.innerText"


@pytest.fixture(scope="module")
def device(api) -> int:
    """A device with every secret, and an officer who manages nobody."""
    [group] = api.call(
        "ir.model.data",
        "search_read",
        domain=[["name", "=", "group_hr_attendance_officer"]],
        fields=["res_id"],
    )
    [internal] = api.call(
        "ir.model.data",
        "search_read",
        domain=[["module", "=", "base"], ["name", "=", "group_user"]],
        fields=["res_id"],
    )
    user = {
        "name": "Olga Officer",
        "login": LOGIN,
        "password": PASSWORD,
        "group_ids": [[6, 0, [group["res_id"], internal["res_id"]]]],
    }
    api.call("res.users", "create", vals_list=[user])
    vals = {"name": "Side door", "serial": SERIAL, "tz": "UTC"}
    vals |= {"communication_key": "gate-key-7", "allowed_networks": "203.0.113.7"}
    [device] = api.call("biometric.device", "create", vals_list=[vals])
    api.call("biometric.device", "action_approve", ids=[device])
    return device


def assert_no_error(browser: Browser) -> None:
    assert not browser.evaluate(
        "document.querySelectorAll('.o_error_dialog, .o_notification_body').length"
    )


def test_an_officer_opens_devices_by_address_and_edits_nothing(browser, device):
    browser.login(LOGIN, PASSWORD)
    for address, selector in (
        (ACTION, ".o_kanban_record"),
        (f"{ACTION}?view_type=list", ".o_data_row"),
    ):
        browser.open(address)
        browser.find(selector, "Side door")
        assert_no_error(browser)
        buttons = browser.evaluate(BUTTONS)
        assert "New" not in buttons
    browser.screenshot("officer-devices")
    browser.open(f"/odoo/biometric.device/{device}")
    browser.find(".o_form_view [name=name]", "Side door")
    browser.find("[name=direction_source]", "Keys pressed")
    assert not browser.evaluate("document.querySelector('.o_notebook .nav-link')")
    browser.screenshot("officer-device")
    assert_no_error(browser)
    assert browser.evaluate(EDITABLE) == []
    shown = browser.evaluate(SHOWN)
    words = (
        "Secret Address",
        "Give a Command",
        "203.0.113.7",
        "Type This In",
        "Technical",
    )
    for word in words:
        assert word not in shown
    buttons = browser.evaluate(BUTTONS)
    assert {name for name in buttons if name.startswith("action_")} <= {
        "action_open_punches",
        "action_open_users",
    }


def test_the_menu_leads_an_officer_to_the_devices(browser, device):
    browser.login(LOGIN, PASSWORD)
    browser.open_menu("biometric_device", "Terminals")
    browser.click(".o_kanban_record", "Side door")
    browser.find(".o_form_view [name=name]", "Side door")
    assert_no_error(browser)
