"""Punches loaded from the gateway, page by page."""

from datetime import datetime, timedelta, timezone

import pytest

from simulator import drive
from simulator.cams.times import epoch, stamp
from tests.cams_gateway import KEY, START, device, second, third, vector
from tests.fake_cams_server import FakeCamsServer


def load_second(endpoint, since, until, offset="", **asked):
    values = {"StartTime": epoch(since), "EndTime": epoch(until), "OffSet": offset}
    return second(endpoint, "LoadPunchLog", "", values, **asked)


def load_third(endpoint, since, until, offset="", zone=timedelta(), **asked):
    moments = {"StartTime": stamp(since, zone), "EndTime": stamp(until, zone)}
    if offset:
        moments["OffSet"] = offset
    return third(endpoint, {"Load": {"PunchLog": {"Filter": moments}}}, **asked)


NAIVE = START.replace(tzinfo=None)


def test_pages_of_fifty_in_the_second_generation():
    endpoint, rows, offset, sizes = device("v2", 120), [], "", []
    while True:
        answer = load_second(endpoint, NAIVE, NAIVE + timedelta(days=1), offset)
        found = answer["OperationData"]
        assert answer["ReturnRowCount"] == len(found["Punch"])
        assert found["ActualRowCount"] == 120
        rows += found["Punch"]
        sizes.append(len(found["Punch"]))
        if not (offset := found["OffSet"]):
            break
    assert sizes == [50, 50, 20]
    assert rows[0].keys() == (
        vector("A32")["response"]["body"]["OperationData"]["Punch"][0].keys()
    )
    assert [row["AttendanceTime"] for row in rows] == [
        epoch(NAIVE + timedelta(minutes=n)) for n in range(120)
    ]


def test_pages_of_fifty_in_the_third_generation():
    endpoint = device("v3", 60, key=KEY)
    first = load_third(endpoint, NAIVE, NAIVE + timedelta(days=1))["PunchLog"]
    assert (first["ReturnRowCount"], first["ActualRowCount"]) == ("50", "60")
    rest = load_third(endpoint, NAIVE, NAIVE + timedelta(days=1), first["OffSet"])
    assert len(rest["PunchLog"]["Log"]) == 10
    assert "OffSet" not in rest["PunchLog"]
    assert rest["OperationID"] == "op1"
    known = vector("A60")["response"]["body"]["PunchLog"]["Log"][0].keys()
    assert rest["PunchLog"]["Log"][0].keys() <= known


def test_moments_of_the_third_generation_are_instants():
    endpoint = device("v3", zone="Asia/Kolkata")
    endpoint.terminal.punch("7", datetime(2024, 7, 1, 20, tzinfo=timezone.utc))
    day = datetime(2024, 7, 2)
    here, there = timedelta(hours=5.5), timedelta()
    assert load_third(endpoint, day, day + timedelta(hours=2), zone=here)["PunchLog"][
        "Log"
    ]
    assert not load_third(endpoint, day, day + timedelta(2), zone=there)["PunchLog"][
        "Log"
    ]


@pytest.mark.parametrize(
    ("generation", "load"), [("v2", load_second), ("v3", load_third)]
)
def test_limits_of_loading(generation, load):
    endpoint = device(generation, 3)
    month = timedelta(days=30)
    assert load(endpoint, NAIVE, NAIVE + month)["StatusCode"] == 0
    assert (
        load(endpoint, NAIVE, NAIVE + month + timedelta(seconds=1))["StatusCode"] == 9
    )
    assert load(endpoint, NAIVE, NAIVE - timedelta(1))["StatusCode"] == 9
    assert load(endpoint, NAIVE, NAIVE + month, "many")["StatusCode"] == 14
    endpoint.registration.loads_punches = False
    assert load(endpoint, NAIVE, NAIVE + month)["StatusCode"] == 38
    endpoint.registration.loads_punches, endpoint.online = True, False
    assert load(endpoint, NAIVE, NAIVE + month)["StatusCode"] == 999


def test_only_what_was_not_delivered_may_be_loaded():
    endpoint, server = device("v3", 3, unsent_only=True), FakeCamsServer()
    drive(endpoint, server.send)
    endpoint.terminal.punch("7", START + timedelta(hours=1))
    answer = load_third(endpoint, NAIVE, NAIVE + timedelta(1))
    assert len(answer["PunchLog"]["Log"]) == 1
