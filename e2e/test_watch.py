"""A terminal is switched off: somebody is told; it is back: the activity is done."""

import base64
import time
from collections.abc import Iterator

import pytest

from demo.company import add_devices
from e2e.running import running
from simulator import FIRMWARES, AdmsEndpoint, Fleet, Terminal, Timeline

SERIAL, NAME = "WATCH0001", "North gate"
ZONE = "Europe/Brussels"
LATER = """
UPDATE biometric_device SET last_seen = last_seen - interval '{minutes} minutes'
 WHERE serial = '{serial}'
"""
SEEN = """
SELECT count(*) FROM biometric_device
 WHERE serial = '{serial}' AND last_seen > timezone('UTC', now()) - interval '2 minutes'
"""
MINUTES = 21  # the patience of fifteen minutes, and six more
CONTACT_SECONDS = 150  # until a worker notes the contact of a terminal again
SETTINGS = "/odoo/action-hr_attendance.action_hr_attendance_settings"
FORM = "/odoo/action-biometric_attendance.biometric_device_action/{}"


@pytest.fixture(scope="module")
def device(api) -> Iterator[int]:
    """The terminal, while all others are out of use: many silent ones are one alert."""
    others = api.call("biometric.device", "search", domain=[])
    api.call("biometric.device", "action_archive", ids=others)
    run_cron(api)
    [device] = add_devices(api, {SERIAL: NAME}, ZONE)
    yield device
    api.call("biometric.device", "action_unarchive", ids=others)


def fleet(server) -> Fleet:
    """One terminal that calls every few seconds, with nothing to send."""
    endpoint = AdmsEndpoint(Terminal(SERIAL, zone=ZONE), FIRMWARES["new"])
    return Fleet(server.url, [endpoint], timeline=Timeline(speed=20))


def run_cron(api, name: str = "cron_watch") -> None:
    """Run a job now, as the button of a scheduled action does."""
    [cron] = api.call(
        "ir.model.data",
        "search_read",
        domain=[["module", "=", "biometric_attendance"], ["name", "=", name]],
        fields=["res_id"],
    )
    api.call("ir.cron", "method_direct_trigger", ids=[cron["res_id"]])


def activities(api, device: int) -> list[dict]:
    return api.call(
        "mail.activity",
        "search_read",
        domain=[["res_model", "=", "biometric.device"], ["res_id", "=", device]],
        fields=["summary", "note"],
    )


def wait_for_contact(committed) -> None:
    deadline = time.monotonic() + CONTACT_SECONDS
    while not committed.number(SEEN.format(serial=SERIAL)):
        assert time.monotonic() < deadline, "The terminal was not in touch."
        time.sleep(1)


def test_a_terminal_that_stops_is_an_activity_until_it_is_back(
    server, api, committed, browser, device
):
    with running(fleet(server)):
        wait_for_contact(committed)
        run_cron(api)
        assert activities(api, device) == []

    committed.sql(LATER.format(minutes=MINUTES, serial=SERIAL))
    run_cron(api)
    run_cron(api)
    [activity] = activities(api, device)
    assert activity["summary"] == f"{NAME}: Silent"
    assert "power and network" in activity["note"]

    browser.login()
    browser.open(FORM.format(device))
    browser.find(".o-mail-Activity", f"{NAME}: Silent")
    browser.evaluate("document.querySelector('.o-mail-Activity').scrollIntoView()")
    browser.screenshot("watch-device")
    browser.click("button[name=action_open_alerts]")
    browser.find(".o_data_row", f"{NAME}: Silent")
    browser.screenshot("watch-alerts")
    browser.click(".o_data_row .o_data_cell", f"{NAME}: Silent")
    browser.find("[name=advice]", "power and network")
    browser.screenshot("watch-alert")

    with running(fleet(server)):
        wait_for_contact(committed)
        run_cron(api)
    assert activities(api, device) == []
    browser.open(FORM.format(device))
    browser.find(".o-mail-Message", "Over by itself.")
    browser.screenshot("watch-device-back")
    assert browser.console == []


def test_a_cause_is_turned_off_in_the_settings(browser, api):
    causes = "[name=biometric_alert_cause_ids]"
    browser.login()
    browser.open(SETTINGS)
    browser.find(f"{causes} .form-check", "Memory nearly full")
    browser.evaluate(f"document.querySelector('{causes}').scrollIntoView()")
    browser.screenshot("watch-settings")
    browser.click(f"{causes} .form-check label", "Memory nearly full")
    browser.click(".o_form_button_save")
    off = [["biometric_alert_off_ids.value", "=", "memory"]]
    browser.wait(
        lambda: api.call("res.company", "search", domain=off), "the saved settings"
    )
    assert browser.console == []


def test_the_morning_mail_says_what_waits(server, browser, api, committed, device):
    with running(fleet(server)):
        wait_for_contact(committed)
    committed.sql(LATER.format(minutes=60, serial=SERIAL))
    run_cron(api)
    [company] = api.call("res.company", "search", domain=[], limit=1)
    # After seven in the morning the job itself has written one already.
    domain = [["subject", "like", "this morning"]]
    written = api.call("mail.mail", "search", domain=domain)
    values = {"biometric_digest_hour": 0, "biometric_digest_day": False}
    api.call("res.company", "write", ids=[company], vals=values)
    run_cron(api, "cron_digest")
    [mail] = api.call(
        "mail.mail",
        "search_read",
        domain=[*domain, ["id", "not in", written]],
        fields=["body_html"],
    )
    assert f"{NAME}: Silent" in mail["body_html"]
    page = base64.b64encode(mail["body_html"].encode()).decode()
    browser.call("Page.navigate", url=f"data:text/html;charset=utf-8;base64,{page}")
    browser.find("h3", "What fell silent")
    browser.screenshot("watch-mail")
