"""A BioTime server and Odoo: what its terminals recorded becomes attendances, once."""

import json
import time
from datetime import datetime, timedelta, timezone

from demo.attendances import compare
from demo.company import add_employees
from simulator import Workforce
from simulator.biotime import Api, BioTimeServer, Database, Uplink, company

ZONE = "Europe/Paris"
SERIALS = ["BIO1", "BIO2"]


def wait(ready, wanted, seconds=90):
    deadline = time.monotonic() + seconds
    while not (found := ready()):
        assert time.monotonic() < deadline, wanted
        time.sleep(0.5)
    return found


def devices_of(api, source):
    return api.call(
        "biometric.device",
        "search_read",
        domain=[["source_id", "=", source]],
        fields=["name", "serial", "state", "tz"],
    )


def remove_somebody(api, device):
    """Have one of a terminal's users deleted there, and return the user."""
    [user] = api.call(
        "biometric.device.user",
        "search_read",
        domain=[["device_id", "=", device], ["employee_id", "!=", False]],
        fields=["pin"],
        limit=1,
    )
    values = {
        "device_ids": [[6, 0, [device]]],
        "kind": "delete_user",
        "user_id": user["id"],
    }
    wizard = api.call("biometric.command.wizard", "create", vals_list=[values])
    api.call("biometric.command.wizard", "action_queue", ids=wizard)
    return user


def test_punches_of_a_server_become_attendances(server, api, committed, browser):
    now = datetime.now(timezone.utc)
    workforce = Workforce(6, 5, ZONE, first_pin=6001)
    scene = company(SERIALS, workforce, until=now, days=3)
    scene.record()
    database = Database()
    uplink = Uplink(database, scene)
    uplink.upload(now + timedelta(minutes=1))
    expected = sorted(
        (row.serial, row.pin, str(row.punch_time), row.state) for row in database.rows()
    )
    biotime = Api(database, accounts={"odoo": "pw-of-odoo"})
    with BioTimeServer(biotime) as vendor:
        values = {
            "name": "BioTime",
            "brand": "biotime",
            "url": vendor.url,
            "plain": True,
            "username": "odoo",
            "password": "wrong",
            "tz": ZONE,
        }
        [source] = api.call("biometric.source", "create", vals_list=[values])
        refused = api.call("biometric.source", "action_test_connection", ids=[source])
        assert "refused the user name" in refused["params"]["message"]
        api.call(
            "biometric.source", "write", ids=[source], vals={"password": "pw-of-odoo"}
        )
        found = api.call("biometric.source", "action_test_connection", ids=[source])
        assert "2 terminals" in found["params"]["message"]
        devices = wait(lambda: devices_of(api, source), "its terminals")
        assert {(d["name"], d["serial"], d["state"], d["tz"]) for d in devices} == {
            ("Gate 1", "BIO1", "pending", ZONE),
            ("Gate 2", "BIO2", "pending", ZONE),
        }
        browser.login()
        browser.open(f"/odoo/biometric.source/{source}")
        browser.find(".o_form_view [name=url] input")
        browser.screenshot("biotime-source")
        ids = [device["id"] for device in devices]
        employees = add_employees(api, workforce, ids)
        api.call("biometric.device", "action_approve", ids=ids)
        api.call("biometric.source", "action_read_now", ids=[source])
        wait(lambda: sorted(committed.punches(SERIALS)) == expected, "its punches")
        committed.wait_paired()
        outcome = compare(json.loads(scene.ground_truth.as_json()), api, employees)
        assert outcome.is_equal
        assert outcome.right
        user = remove_somebody(api, ids[0])
        wait(lambda: user["pin"] not in database.people_of("BIO1"), "the removal")
        assert database.employees[user["pin"]].name
        api.call("biometric.source", "action_archive", ids=[source])
    assert not browser.console
