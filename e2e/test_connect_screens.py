"""A person connects a terminal of each brand with no words but the page's."""

from datetime import datetime, timedelta, timezone

import pytest

from demo.listener import Listener
from devkit.ports import free_ports
from e2e.connecting import Person, base_url, is_narrow_enough
from e2e.listening import nginx_or_skip
from e2e.polled import KEY, crowd
from e2e.running import running
from listener import own_address
from simulator import (
    FIRMWARES,
    AdmsEndpoint,
    CamsEndpoint,
    Fleet,
    Gateway,
    Terminal,
    Timeline,
    User,
)
from simulator.cams import Registration
from simulator.ebkn import FIRMWARES as EBKN_FIRMWARES, EbknEndpoint

MINUTES_ALLOWED = {"adms": 3, "ebkn": 5, "cams": 5, "zk4370": 5}
WIDTHS = (1366, 390)


def terminal(serial: str) -> Terminal:
    """A terminal with one user, who punched an hour ago."""
    made = Terminal(serial, "UTC", users=[User("7", "Ada")])
    made.punch(
        "7", datetime.now(timezone.utc).replace(microsecond=0) - timedelta(hours=1)
    )
    return made


def look(browser, name: str, width: int) -> None:
    """Keep a picture, and see that nothing sticks out at the side."""
    browser.screenshot(f"connect-{name}-{width}")
    assert is_narrow_enough(browser), name


def approve(person: Person, serial: str, width: int, brand: str) -> None:
    """Check and approve on the last page; the punch in the terminal shows by itself."""
    browser = person.browser
    browser.find(".o_biometric_connect", serial)
    person.fill("#connect_name", f"Gate {serial}")
    look(browser, f"{brand}-approve", width)
    person.click(".o_biometric_connect_approve")
    browser.find(".o_biometric_connect_done", f"Gate {serial} is connected")
    browser.find(".o_biometric_connect_punches", "PIN 7")
    browser.find(".o_biometric_connect_done", "1 people unknown")
    look(browser, f"{brand}-done", width)
    print(f"{brand} at {width}: {person.clicks} clicks, {person.seconds:.0f} s")
    assert person.seconds < MINUTES_ALLOWED[brand] * 60
    assert not browser.console


@pytest.mark.parametrize("width", WIDTHS)
def test_a_terminal_that_calls(server, browser, width):
    serial = f"CONNADMS{width}"
    browser.login()
    person = Person(browser, width)
    person.begin()
    look(browser, "choose", width)
    person.click(".o_biometric_connect_card", "ADMS")
    browser.find(".o_biometric_connect_waiting", "Waiting")
    browser.find(".o_biometric_connect_value", "127.0.0.1")
    look(browser, "adms-type", width)
    endpoint = AdmsEndpoint(terminal(serial), FIRMWARES["new"])
    with running(Fleet(server.url, [endpoint], timeline=Timeline(speed=5))):
        browser.find(".o_biometric_connect_call", serial)
        look(browser, "adms-called", width)
        person.click(".o_biometric_connect_claim")
        approve(person, serial, width, "adms")
    assert person.clicks <= 4


@pytest.mark.parametrize("width", WIDTHS)
def test_a_terminal_that_is_polled(server, browser, width, api):
    serial = f"CONNPOLL{width}"
    browser.login()
    person = Person(browser, width)
    person.begin()
    person.fill(".o_biometric_connect_search", "F19")
    person.click(".o_biometric_connect_card", "4370")
    [closed] = free_ports(1)
    with crowd(serial, 1) as running_terminal:
        person.fill("#connect_host", "127.0.0.1")
        person.fill("#connect_port", str(closed))
        person.click(".o_biometric_connect_test")
        browser.find(".o_biometric_connect_tested", "nothing listens on this port")
        look(browser, "zk4370-closed", width)
        person.fill("#connect_port", str(running_terminal.port))
        person.click(".o_biometric_connect_test")
        browser.find(".o_biometric_connect_tested", "another communication key")
        person.fill("#connect_connection_key", str(KEY))
        person.click(".o_biometric_connect_test")
        browser.find(".o_biometric_connect_tested", serial)
        look(browser, "zk4370-answers", width)
        person.click(".o_biometric_connect_next")
        browser.find(".o_biometric_connect", serial)
        person.fill("#connect_name", f"Hall {width}")
        person.click(".o_biometric_connect_approve")
        browser.find(".o_biometric_connect_done", f"Hall {width} is connected")
        browser.find(".o_biometric_connect_punches", "PIN 8001")
        print(f"zk4370 at {width}: {person.clicks} clicks, {person.seconds:.0f} s")
        assert person.seconds < MINUTES_ALLOWED["zk4370"] * 60
    mine = [["serial", "=", serial]]
    api.call(
        "biometric.device",
        "action_archive",
        ids=api.call("biometric.device", "search", domain=mine),
    )
    assert not browser.console


@pytest.mark.parametrize("width", WIDTHS)
def test_a_terminal_behind_the_listener(stack, server, browser, width):
    nginx_or_skip()
    serial = f"CONNEBKN{width}"
    browser.login()
    person = Person(browser, width)
    person.begin()
    with Listener(stack, server) as listener:
        person.fill(".o_biometric_connect_search", "BioMax")
        person.click(".o_biometric_connect_card", "EBKN")
        browser.find(".o_biometric_connect_value", str(listener.port))
        person.fill(".o_biometric_connect_serial", serial)
        person.click(".o_biometric_connect_expect")
        browser.find(".o_biometric_connect_waiting", serial)
        look(browser, "ebkn-type", width)
        endpoint = EbknEndpoint(terminal(serial), EBKN_FIRMWARES["hs103"])
        fleet = Fleet(listener.url, [endpoint], timeline=Timeline(speed=5))
        with running(fleet):
            browser.find(".o_biometric_connect_green", f"{serial} called")
            look(browser, "ebkn-green", width)
            person.click(".o_biometric_connect_next")
            approve(person, serial, width, "ebkn")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_terminal_behind_a_gateway(server, browser, width, api):
    serial = f"CONNCAMS{width}"
    browser.login()
    person = Person(browser, width)
    [port] = free_ports(1)
    with base_url(api, "https://odoo.example.com"):
        person.begin()
        person.click(".o_biometric_connect_card", "CAMS")
        person.fill("#connect_serial", serial)
        person.fill("#connect_key", "right")
        person.click(".o_biometric_connect_expect")
        browser.find(".o_biometric_connect_value", f"stgid={serial}")
        look(browser, "cams-type", width)
        registration = Registration("v3", token="right")
        endpoint = CamsEndpoint(terminal(serial), registration)
        gateway = Gateway(server.url, [endpoint], timeline=Timeline(5), port=port)
        with running(gateway):
            browser.find(".o_biometric_connect_green", f"{serial} called")
            person.click(".o_biometric_connect_next")
            approve(person, serial, width, "cams")


def test_an_address_is_checked_and_a_card_is_printed(stack, database, browser, api):
    """Red for this machine itself; green where a call to the address arrives."""
    other = stack.server(database, workers=0, cron=0, host="0.0.0.0")
    url = f"http://{own_address()}:{other.port}"
    browser.login()
    person = Person(browser, 1366)
    person.begin()
    person.click(".o_biometric_connect_card", "ADMS")
    browser.find(".alert-danger", "No terminal reaches 127.0.0.1")
    person.click(".o_biometric_connect_check")
    browser.find(".o_biometric_connect_checked.alert-danger", "as said above")
    browser.screenshot("connect-loopback-1366")
    with base_url(api, url):
        person.begin()
        person.click(".o_biometric_connect_card", "ADMS")
        person.click(".o_biometric_connect_check")
        browser.find(".o_biometric_connect_checked.alert-success", "arrives")
        browser.screenshot("connect-checked-1366")
        arguments = {"brand": "adms", "url": url, "serial": "CARD1"}
        action = api.call("biometric.connect", "print_card", **arguments)
        [card] = action["context"]["active_ids"]
    other.stop()
    assert action["report_type"] == "qweb-pdf"
    assert card
    assert not browser.console


def test_makers_that_cannot_be_connected_say_so(browser):
    browser.login()
    person = Person(browser, 1366)
    person.begin()
    person.fill(".o_biometric_connect_search", "FingerTec")
    browser.find(".o_biometric_connect_not_yet", "Not yet")
    person.fill(".o_biometric_connect_search", "essl")
    browser.find(".o_biometric_connect_card", "eSSL")
    browser.screenshot("connect-search-1366")
    person.fill(".o_biometric_connect_search", "")
    person.click(".o_biometric_connect_other button", "another network")
    browser.find(".alert-info", "VPN")
    person.click(".o_biometric_connect_other button", "BioTime")
    browser.find(".alert-info", "BioTime, EasyTime Pro")
    person.click(".o_biometric_connect_other button", "I have a file")
    browser.find(".o_form_view", "Import")
    assert not browser.console
