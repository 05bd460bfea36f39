"""A person connects a terminal on port 4370, sees what is wrong, and imports a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.company import add_devices
from e2e.polled import KEY, crowd
from simulator.zk4370 import ZkServer

SERIAL = "CJ9H190000001"
PUNCHES = 40
NEW = "/odoo/action-biometric_attendance.biometric_device_action/new"
# As terminals write it; the last two lines are no punches.
ATTLOG = "".join(
    f"     8001\t2026-10-{day:02} 08:00:00\t1\t0\t1\t0\r\n" for day in range(1, 20)
)
ATTLOG += "     8002\t2026-02-31 08:00:00\t1\t0\t1\t0\r\nrubbish\r\n"


@pytest.fixture
def terminal(api) -> Iterator[ZkServer]:
    """A terminal that wants a key; its device does not outlive the test."""
    with crowd(SERIAL, PUNCHES) as running:
        yield running
    mine = [["serial", "=", SERIAL]]
    if ids := api.call("biometric.device", "search", domain=mine):
        api.call("biometric.device", "action_archive", ids=ids)


def choose(browser, selector: str, file: Path) -> None:
    """Give a file to an input that is not to be seen."""
    root = browser.call("DOM.getDocument")["root"]["nodeId"]
    found = browser.call("DOM.querySelector", nodeId=root, selector=selector)
    browser.call(
        "DOM.setFileInputFiles", nodeId=found["nodeId"], files=[str(file.absolute())]
    )


def try_connection(browser, says: str) -> None:
    """Press the button, and wait for the form to be read again, with the sentence."""
    form = "document.querySelector('.o_form_view')"
    browser.evaluate(f"{form}.isOld = true")
    browser.click("button[name=action_test_connection]")
    again = f"Boolean({form} && !{form}.isOld)"
    browser.wait(lambda: browser.evaluate(again), "the form, read again")
    browser.find("[name=test_result]", says)


def test_a_terminal_is_connected_by_what_its_form_says(
    terminal, server, browser, committed
):
    browser.login()
    browser.open(NEW)
    browser.fill("[name=name] input", "Old gate")
    browser.click("[name=brand] input")
    browser.click(".o_select_menu_item", "4370")
    browser.find(".alert-warning", "is polled")
    browser.fill("[name=host] input", "127.0.0.300")
    browser.fill("[name=port] input", str(terminal.port))
    browser.click(".o_form_button_save")
    browser.find(".modal", "neither an IP address nor the name of a host")
    browser.click(".modal-footer button", "Close")
    browser.fill("[name=host] input", "127.0.0.1")
    browser.click(".o_form_button_save")
    browser.find(".o_form_view", "Told at the first contact")
    try_connection(browser, "another communication key")
    browser.fill("[name=connection_key] input", str(KEY))
    try_connection(browser, SERIAL)
    browser.find("[name=serial] input", SERIAL)
    browser.screenshot("polled-pending")

    browser.click("button[name=action_approve]")
    browser.find(".modal", "shifts every one of them")
    browser.click(".modal [name=tz] input")
    browser.fill(".modal [name=tz] input", "UTC")
    browser.click(".o_select_menu_item", "UTC")
    browser.click(".modal button[name=action_apply]")
    browser.find(".o_arrow_button_current", "Approved")
    browser.wait(lambda: committed.count(SERIAL) == PUNCHES, "its punches")
    terminal.stop()
    browser.evaluate("location.reload()")
    browser.find("button[name=action_import_users]", "Match People")
    browser.click(".o_cp_action_menus button")
    browser.find(".o-dropdown-item", "Give a Command")
    browser.screenshot("polled-gear")
    browser.click(".o-dropdown-item", "Fetch Now")
    browser.find(".o_notification", "is being polled")
    browser.wait(lambda: _failed(committed), "the failure")
    browser.evaluate("location.reload()")
    browser.find(".alert-danger", "nothing listens on this port")
    browser.screenshot("polled-failing")
    try_connection(browser, "nothing listens on this port")
    assert not browser.console


def _failed(committed) -> bool:
    return bool(
        committed.number(
            "SELECT count(*) FROM biometric_device"
            f" WHERE serial = '{SERIAL}' AND poll_reason IS NOT NULL"
        )
    )


def test_a_file_is_looked_at_before_it_is_imported(api, browser, committed, tmp_path):
    add_devices(api, {"STICK1": "Far shed"}, "UTC")
    stick, other = tmp_path / "1_attlog.dat", tmp_path / "photo.jpg"
    stick.write_text(ATTLOG)
    other.write_bytes(b"\xff\xd8\xff\0\0")
    browser.login()
    browser.open_menu("biometric_file_import", "Import a File")
    browser.click(".o_list_button_add")
    browser.fill("[name=device_id] input", "Far shed")
    browser.click(".o-autocomplete--dropdown-item", "Far shed")
    choose(browser, ".o_form_view input[type=file]", other)
    browser.find("[name=file] input[type=text]", "photo.jpg")
    browser.click("button[name=action_read]")
    browser.find(".modal", "photo.jpg is not text")
    browser.click(".modal-footer button", "Close")
    choose(browser, ".o_form_view input[type=file]", stick)
    browser.find("[name=file] input[type=text]", "1_attlog.dat")
    browser.click("button[name=action_read]")
    browser.find("[name=punch_count]", "19")
    browser.find("[name=unreadable_lines]", "2026-02-31")
    browser.screenshot("punch-import")
    assert not committed.count("STICK1")
    browser.click("button[name=action_import]")
    browser.find(".alert-success", "New: 19.")
    assert committed.count("STICK1") == 19
    browser.click("button[name=action_open_punches]")
    browser.find(".o_data_row", "Far shed")
    assert not browser.console
