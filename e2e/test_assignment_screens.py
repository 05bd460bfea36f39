"""A terminal gives a leaver's PIN to somebody else, and an officer says since when."""

from datetime import datetime, timedelta, timezone

import requests

SERIAL = "REUSED01"
PIN = "17"
USERS = "/odoo/action-biometric_attendance.biometric_device_user_action"
ANOMALIES = "/odoo/action-biometric_attendance.biometric_anomaly_action"
NARROW = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}


def test_a_pin_that_another_person_has_since_it_was_renamed(
    server, browser, api, committed
):
    def send(table, *lines):
        answer = requests.post(
            f"{server.url}/iclock/cdata?SN={SERIAL}&table={table}&Stamp=1",
            data="".join(f"{line}\n" for line in lines),
            timeout=30,
        )
        assert answer.text.startswith("OK"), answer.text

    def rename(name):
        send("OPERLOG", f"USER PIN={PIN}\tName={name}\tPri=0\tPasswd=\tCard=\tGrp=1")

    today = datetime.now(timezone.utc).date()
    days = [today - timedelta(days=ago) for ago in (3, 2)]
    vals = {"name": "Back door", "serial": SERIAL, "tz": "UTC"}
    vals["import_since"] = "2020-01-01 00:00:00"
    [device] = api.call("biometric.device", "create", vals_list=[vals])
    api.call("biometric.device", "action_approve", ids=[device])
    people = [{"name": "Ann Leaver"}, {"name": "Bob Newcomer"}]
    ann, _bob = api.call("hr.employee", "create", vals_list=people)
    user = {"device_id": device, "pin": PIN, "employee_id": ann}
    [user] = api.call("biometric.device.user", "create", vals_list=[user])
    rename("Ann Leaver")
    for day in days:
        send(
            "ATTLOG",
            f"{PIN}\t{day} 08:00:00\t0\t1\t0\t0\t0",
            f"{PIN}\t{day} 17:00:00\t1\t1\t0\t0\t0",
        )
    rename("Bob Newcomer")
    committed.wait_paired()

    browser.login()
    browser.open(f"{USERS}/{user}")
    browser.find(".alert-warning", "Is it another person?")
    browser.screenshot("assignment-renamed")
    browser.click(".alert button[name=action_other_person]")
    browser.find(".modal [name=since]")
    browser.screenshot("assignment-dialog")
    browser.click(".modal [name=span] input[data-value=past]")
    browser.fill(".modal [name=employee_id] input", "Bob")
    browser.click(".o-autocomplete--dropdown-item", "Bob Newcomer")
    browser.click(".modal button[name=action_preview]")
    browser.find(".modal [name=moved]", "Ann Leaver: 4 punches fewer")
    browser.find(".modal .o_data_row", "Removed")
    browser.screenshot("assignment-preview")
    browser.call("Emulation.setDeviceMetricsOverride", **NARROW)
    browser.screenshot("assignment-preview-narrow")
    browser.call("Emulation.clearDeviceMetricsOverride")
    browser.click(".modal button[name=action_back]")
    browser.click(".modal [name=span] input[data-value=time]")
    browser.click(".modal button[name=action_preview]")
    browser.find(".modal .alert", "No stored punch would change.")
    browser.click(".modal button[name=action_apply]")
    browser.find("[name=assignment_ids] .o_data_row", "Bob Newcomer")
    browser.find("[name=assignment_ids] .o_data_row", "The beginning")
    gone = "!document.body.innerText.includes('Is it another person?')"
    browser.wait(lambda: browser.evaluate(gone), "a form without the question")
    browser.screenshot("assignment-history")
    browser.call("Emulation.setDeviceMetricsOverride", **NARROW)
    browser.evaluate("document.querySelector('[name=assignment_ids]').scrollIntoView()")
    browser.screenshot("assignment-history-narrow")
    browser.call("Emulation.clearDeviceMetricsOverride")
    rename("Zoe Third")
    tomorrow = today + timedelta(days=1)
    send("ATTLOG", f"{PIN}\t{tomorrow} 08:00:00\t0\t1\t0\t0\t0")
    browser.open(ANOMALIES)
    browser.find(".o_data_row", "Zoe Third")
    browser.screenshot("assignment-anomalies")
    browser.open(USERS)
    browser.find(".o_data_row", "Zoe Third")
    browser.screenshot("assignment-users")
    assert not browser.console
