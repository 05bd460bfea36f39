"""A person connects an EBKN terminal by what its form says."""

import asyncio
from datetime import datetime, timezone

from demo.listener import Listener
from e2e.listening import nginx_or_skip
from simulator import Fleet, Terminal, Timeline, User
from simulator.ebkn import FIRMWARES, EbknEndpoint

SERIAL = "SCREENEBKN1"
LIST = "/odoo/action-biometric_attendance.biometric_device_action"
START = datetime(2026, 3, 2, 8, tzinfo=timezone.utc)


def test_a_terminal_is_connected_by_what_its_form_says(
    stack, server, browser, api, committed
):
    nginx_or_skip()
    terminal = Terminal(SERIAL, "UTC", users=[User("7", "Ada")])
    terminal.punch("7", START)
    [typed] = api.call(
        "biometric.device",
        "create",
        vals_list=[{"name": "Dock", "serial": "TYPED1", "brand": "ebkn", "tz": "UTC"}],
    )
    listener = stack.enter_context(Listener(stack, server))
    browser.login()
    browser.open(f"{LIST}/{typed}")
    browser.find("[name=type_in]", "127.0.0.1")
    browser.find("[name=type_in]", "Net Mode is Internet")
    hidden = "!document.querySelector('.tab-pane.active [name=communication_key]')"
    assert browser.evaluate(hidden)
    browser.screenshot("ebkn-connection")

    endpoint = EbknEndpoint(terminal, FIRMWARES["hs103"])
    fleet = Fleet(listener.url, [endpoint], timeline=Timeline(speed=50))
    calls = asyncio.wait_for(fleet.run(until_settled=True), 5)
    try:
        asyncio.run(calls)
    except asyncio.TimeoutError:  # it waits for its approval
        assert endpoint.refusal == "The server answered ERROR_DEV_UNREGISTERED."
    domain = [["serial", "=", SERIAL]]
    [found] = api.call("biometric.device", "search", domain=domain)
    known = {"tz": "UTC", "import_since": "2026-01-01 00:00:00"}
    api.call("biometric.device", "write", ids=[found], vals=known)
    browser.open(f"{LIST}/{found}")
    browser.find(".alert-warning", "is not trusted yet")
    browser.click("button[name=action_approve]")
    browser.find(".o_arrow_button_current", "Approved")
    browser.screenshot("ebkn-approved")
    asyncio.run(asyncio.wait_for(fleet.run(until_settled=True), 60))
    assert committed.count(SERIAL) == 1
    assert not browser.console
