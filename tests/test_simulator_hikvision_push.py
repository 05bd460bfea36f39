"""The simulated terminal that pushes: what firmwares do, and what they leave out."""

import re
from datetime import datetime, timedelta, timezone

import pytest

from simulator.exchange import drive
from simulator.hikvision import PUSH_FIRMWARES, PushEndpoint
from simulator.hikvision.hosts import RESOURCE
from simulator.memory import Terminal
from simulator.people import User
from tests.fake_hikvision_server import FakeHikvisionServer

PATH = "/biometric/s3cret/hikvision"
NOON = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
PUT = (
    "<HttpHostNotification><id>1</id><url>{path}</url><protocolType>HTTP</protocolType>"
    "<parameterFormatType>JSON</parameterFormatType>"
    "<addressingFormatType>{kind}</addressingFormatType><ipAddress>192.0.2.5</ipAddress>"
    "<hostName>{name}</hostName><portNo>8069</portNo></HttpHostNotification>"
)


def make(firmware="usual", count=3):
    """Return a terminal that is told of its host, with punches a minute apart."""
    endpoint = PushEndpoint(
        Terminal("F1", "Asia/Riyadh", users=[User("00017", "Ada")]),
        PUSH_FIRMWARES[firmware],
    )
    for number in range(count):
        at = NOON + timedelta(minutes=number)
        endpoint.terminal.punch("00017", at, number % 2, 15)
    put(endpoint)
    return endpoint


def put(endpoint, kind="ipaddress", name=""):
    text = PUT.format(path=PATH, kind=kind, name=name)
    return endpoint.hosts.answer("PUT", f"{RESOURCE}/1", text.encode())


def shown(endpoint):
    _status, _kind, body = endpoint.hosts.answer("GET", f"{RESOURCE}/1", b"")
    return dict(re.findall(r"<(\w+)>([^<>]*)</\1>", body.decode()))


@pytest.mark.parametrize("firmware", ["usual", "pictures", "old", "gateway"])
def test_every_form_arrives_as_it_happened(firmware):
    endpoint, server = make(firmware), FakeHikvisionServer(PATH)
    drive(endpoint, server.send, now=NOON)
    assert server.events == {1: 1, 2: 1, 3: 1}
    first = server.values[1]
    assert first["employeeNoString"] == "00017"
    assert first["dateTime"][:19] == "2026-06-01T15:00:00"
    assert first["dateTime"][19:] == ("" if firmware == "old" else "+03:00")
    assert (int(first["majorEventType"]), int(first["subEventType"])) == (5, 75)
    assert server.values[2]["attendanceStatus"] == "checkOut"
    assert server.heartbeats == (firmware != "old")


def test_what_was_not_answered_by_200_comes_again():
    endpoint, server = make(), FakeHikvisionServer(PATH, refusals=[503, 500])
    drive(endpoint, server.send, now=NOON, max_errors=5)
    assert server.events == {1: 1, 2: 1, 3: 1}


def test_old_firmware_loses_it():
    endpoint, server = make("old"), FakeHikvisionServer(PATH, refusals=[503])
    drive(endpoint, server.send, now=NOON, max_errors=5)
    assert server.events == {2: 1, 3: 1}


def test_deaf_firmware_takes_the_settings_without_the_path_and_sends_nothing():
    endpoint, server = make("deaf"), FakeHikvisionServer(PATH)
    assert put(endpoint)[0] == 200
    assert (shown(endpoint)["url"], shown(endpoint)["portNo"]) == ("", "8069")
    drive(endpoint, server.send, now=NOON)
    assert server.events == {}
    status, _kind, body = put(endpoint, "hostname", "odoo.example.com")
    assert (status, b"badXmlContent" in body) == (400, True)


def test_restart_makes_some_firmware_forget_its_host():
    for firmware, goes_on in (("usual", True), ("forgetful", False)):
        endpoint = make(firmware)
        endpoint.hosts.restart()
        assert (endpoint.hosts.used is not None) is goes_on
        assert shown(endpoint)["url"] == PATH


def test_factory_settings_name_no_host():
    endpoint = PushEndpoint(Terminal("F1"))
    status, _kind, body = endpoint.hosts.answer("GET", RESOURCE, b"")
    assert status == 200
    assert body.count(b"0.0.0.0") == 2
    assert endpoint.settled
