"""What the gateway answers to calls: its codes, and what it tells of devices."""

import json
from urllib.parse import urlencode

import pytest

from simulator.cams import Call
from tests.cams_gateway import (
    KEY,
    OTHER_KEY,
    TOKEN,
    V2_PATH,
    V3_PATH,
    answered,
    device,
    second,
    third,
    vector,
    vectors,
)

#: How to get each documented code out of a device of the second generation.
SECOND_TROUBLE = {
    2: ({}, {"serial": "nobody"}),
    4: ({"key": KEY}, {"key": OTHER_KEY}),
    5: ({"manages": False}, {}),
    6: ({}, {"operation": "WaterThePlants"}),
    7: ({}, {"AuthToken": "wrong"}),
    9: ({}, {"operation": "LoadPunchLog", "values": {"StartTime": "soon"}}),
    10: ({}, {"pin": ""}),
    14: ({}, {"operation": "AddUser", "values": "Ada"}),
    15: (
        {},
        {
            "operation": "AddUser",
            "values": {"Signature": [{"Type": "Fingerprint", "Template": "?"}]},
        },
    ),
}


@pytest.mark.parametrize("code", SECOND_TROUBLE)
def test_the_second_generation_refuses_by_code(code):
    own, asked = SECOND_TROUBLE[code]
    asked = {"operation": "DeleteUser", **asked}
    answer = second(device("v2", **own), asked.pop("operation"), **asked)
    assert answer["StatusCode"] == code
    names = {v["response"]["body"]["StatusCode"]: v for v in vectors("A33").values()}
    if code in names:
        assert answer["Status"] == names[code]["response"]["body"]["Status"]


def test_a_call_that_cannot_be_read_is_refused():
    endpoint = device("v2")
    for body in (b"", b"request_data=", b"request_data=[1]", b"\xff=\xfe", b"x=1"):
        assert answered(endpoint, Call(V2_PATH, body))["StatusCode"] == 1
    whole = {"request_data": json.dumps({"ServiceTagId": "D1", "ApiRequestInfo": None})}
    answer = answered(endpoint, Call(V2_PATH, urlencode(whole).encode()))
    documented = vector("A33_v2_rest_status_012")["response"]["body"]
    assert answer["Status"] == documented["Status"]


def test_a_plain_call_is_refused_where_a_key_is_set():
    answer = second(device("v2", key=KEY), "SendDeviceInfo", key="")
    documented = vector("A33_v2_rest_status_004")["response"]["body"]
    assert answer["Status"] == documented["Status"]
    answer = third(device("v3", key=KEY), {"Load": {"PunchLog": {}}}, key="")
    assert answer == vector("A67")["response"]["body"]


INFORMATION = {"Load": {"DeviceInformation": "All"}}
#: The same for the third generation.
THIRD_TROUBLE = {
    1: ({}, {"body": b"[1]"}),
    2: ({}, {"serial": "nobody"}),
    3: ({"addresses": frozenset({"10.0.0.1"})}, {}),
    6: ({}, {"values": {"WaterThePlants": {}}}),
    7: ({}, {"AuthToken": "wrong"}),
    9: ({}, {"values": {"Load": {"PunchLog": {"Filter": {}}}}}),
    10: ({}, {"values": {"Delete": {"User": {"UserID": "nobody"}}}}),
    14: ({}, {"values": {"Add": {"User": "Ada"}}}),
    15: (
        {},
        {"values": {"Add": {"User": {"UserID": "1"}, "Template": [{"Type": "X"}]}}},
    ),
    19: ({"key": KEY}, {"key": OTHER_KEY}),
    33: ({"loads_users": False}, {"values": {"Load": {"UserInfo": []}}}),
    35: ({"manages": False}, {"values": {"Delete": {"User": {"UserID": "7"}}}}),
}


@pytest.mark.parametrize("code", THIRD_TROUBLE)
def test_the_third_generation_refuses_by_code(code):
    own, asked = THIRD_TROUBLE[code]
    endpoint, asked = device("v3", **own), dict(asked)
    if "body" in asked:
        answer = answered(endpoint, Call(V3_PATH + "D1", asked["body"]))
    else:
        answer = third(endpoint, asked.pop("values", INFORMATION), **asked)
    assert answer["StatusCode"] == code
    assert answer["Status"] != "done"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_nonsense_is_refused(body):
    assert answered(device("v3"), Call(V3_PATH + "D1", body))["StatusCode"] == 1


def test_generations_do_not_understand_each_other():
    assert third(device("v2"), INFORMATION)["StatusCode"] == 29
    assert second(device("v3"), "SendDeviceInfo")["StatusCode"] == 11


def test_one_call_at_a_time():
    body = json.dumps({**INFORMATION, "AuthToken": TOKEN}).encode()
    call = Call(V3_PATH + "D1", body, busy=True)
    documented = vector("A69_v3_rest_status_37")["response"]["body"]
    answer = answered(device("v3"), call)
    assert {key: answer[key] for key in documented} == documented


def test_the_device_tells_of_itself():
    endpoint = device("v2", zone="Asia/Kolkata", manages=False)
    answer = second(endpoint, "SendDeviceInfo", "")
    assert answer["OperationData"]["TimeZone"] == "UTC+05:30"
    services = answer["OperationData"]["Services"]
    assert [service["ServiceName"] for service in services] == ["AttendanceAPI"]
    known = vector("A65")["response"]["body"]
    answer = third(device("v3"), vector("A65")["request"]["json"], AuthToken=TOKEN)
    assert answer["DeviceInformation"] == known["DeviceInformation"]


def test_users_may_be_loaded_where_it_is_enabled():
    answer = third(device("v3"), {"Load": {"UserInfo": []}})
    (user,) = answer["UserInfo"]
    assert (user["UserID"], user["FirstName"], user["UserType"]) == ("7", "Ada", "User")
