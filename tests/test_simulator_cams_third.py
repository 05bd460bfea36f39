"""Calls of the third generation: done at once, without a lazy response."""

from simulator import drive
from simulator.people import Place
from tests.cams_gateway import KEY, TOKEN, device, third, vector
from tests.fake_cams_server import FakeCamsServer

JOHN = {"FirstName": "John", "LastName": "Doe", "UserType": "User"}


def test_the_third_generation_does_it_at_once():
    endpoint = device("v3", key=KEY)
    asked = vector("A62")["request"]["json"]
    known = vector("A62")["response"]["body"]
    answer = third(endpoint, asked, AuthToken=TOKEN, OperationID=asked["OperationID"])
    assert answer == known
    user = asked["Add"]["User"]
    assert endpoint.terminal.users[user["UserID"]].name == "John Doe"
    asked = vector("A64")["request"]["json"]
    answer = third(endpoint, asked, AuthToken=TOKEN)
    assert (answer["Status"], answer["StatusCode"]) == ("done", 0)
    assert endpoint.terminal.users == {}
    server = FakeCamsServer(keys=[KEY])
    drive(endpoint, server.send)
    assert server.requests == []


def test_templates_come_along():
    endpoint = device("v3")
    template = {"Type": "Fingerprint", "UserID": "8", "Data": "QUJDRA=="}
    user = {"UserID": "8", **JOHN, "UserType": "Admin"}
    answer = third(endpoint, {"Add": {"User": user, "Template": [template]}})
    assert answer["StatusCode"] == 0
    assert endpoint.terminal.users["8"].privilege == 14
    assert endpoint.terminal.templates[Place("8", "finger", 0)].blob == b"ABCD"


def test_an_offline_device_cannot_do_it_at_once():
    endpoint = device("v3")
    endpoint.connect(False)
    answer = third(endpoint, {"Add": {"User": {"UserID": "8", **JOHN}}})
    assert answer["StatusCode"] == 999
    assert "8" not in endpoint.terminal.users
