"""A person connects a terminal behind a CAMS gateway, types its key wrong, then right."""

import requests

from e2e.test_cams import KEY, START
from simulator import Terminal, User, drive
from simulator.cams import CamsEndpoint, Registration
from terminals import cams

SERIAL = "SCREENCAMS1"
NEW = "/odoo/action-biometric_attendance.biometric_device_action/new"


def test_a_gateway_is_connected_by_what_its_form_says(server, browser, committed):
    def send(method, path, headers, body):
        response = requests.request(
            method, server.url + path, headers=headers, data=body, timeout=30
        )
        return response.status_code, response.headers, response.content

    terminal = Terminal(SERIAL, "UTC", users=[User("7", "Ada")])
    terminal.punch("7", START)
    endpoint = CamsEndpoint(terminal, Registration("v3", token="right", key=KEY))
    browser.login()
    browser.open(NEW)
    browser.click("[name=brand] input")
    browser.click(".o_select_menu_item", "CAMS")
    browser.fill("[name=name] input", "Showroom")
    browser.fill("[name=serial] input", SERIAL)
    browser.click(".o_form_button_save")
    browser.find(".alert-warning", "Copy the callback URL")
    browser.find("[name=type_in]", f"/cams/biometric-api3.0/?stgid={SERIAL}")
    browser.screenshot("cams-pending")
    browser.click("button[name=action_approve]")
    browser.find(".modal", "Type the AuthToken of Showroom first.")
    browser.click(".modal-footer button", "Close")
    browser.fill("[name=communication_key] input", "right")
    browser.fill("[name=encryption_key] input", "too short")
    browser.click(".o_form_button_save")
    browser.find(".modal", "32 characters")
    browser.click(".modal-footer button", "Close")
    # Ciphertext nobody can read is kept of devices that prove more than their serial.
    browser.fill("[name=allowed_networks] textarea", "127.0.0.0/8")
    browser.fill("[name=encryption_key] input", "w" * cams.encryption.KEY_BYTES)
    browser.click(".o_form_button_save")
    browser.find(".o_form_saved, .o_form_view", "Drop Encryption Keys")
    browser.click("button[name=action_approve]")
    browser.find(".modal", "shifts every one of them")
    browser.click(".modal [name=tz] input")
    browser.fill(".modal [name=tz] input", "UTC")
    browser.click(".o_select_menu_item", "UTC")
    browser.click(".modal button[name=action_apply]")
    browser.find(".o_arrow_button_current", "Approved")
    drive(endpoint, send)
    assert endpoint.settled
    assert not committed.count(SERIAL)
    browser.evaluate("location.reload()")
    browser.find(".alert-danger", "Encrypted messages that wait: 1.")
    browser.screenshot("cams-sealed")
    browser.evaluate(
        "document.querySelector('[name=allowed_networks]').scrollIntoView()"
    )
    browser.screenshot("cams-connection")
    browser.fill("[name=encryption_key] input", KEY)
    browser.click(".o_form_button_save")
    browser.wait(lambda: committed.count(SERIAL) == 1, "the punch that waited")
    gone = "!document.body.innerText.includes('messages that wait')"
    browser.wait(lambda: browser.evaluate(gone), "a form without the warning")
    assert not browser.console
