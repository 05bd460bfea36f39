"""Every recorded or documented body a terminal pushes."""

from datetime import datetime, timedelta

import pytest

from terminals.hikvision import BRAND
from terminals.hikvision.pushed import TABLE
from terminals.hikvision.request import read_call
from tests.hikvision_vectors import body_of, load

PUSHED = ["01", "03", "33", "35", "37", "39", "41"]
VERIFY = {"face": 75, "card": 1, "fingerprint": 38}


def decode(number):
    return BRAND.decode(TABLE, body_of(number))


def expected_punches(number):
    """What the vector says of its punches, in either of the two ways vectors do."""
    expected = load(number)["expected"]
    if "punches" in expected:
        return expected["punches"]
    values = {**expected, "user": expected["employee"], "key": expected["serial"]}
    return [values] if expected["is_punch"] else []


@pytest.mark.parametrize("number", PUSHED)
def test_body_gives_the_punches_its_vector_names(number):
    punches = decode(number).punches
    wanted = expected_punches(number)
    assert len(punches) == len(wanted)
    for punch, values in zip(punches, wanted, strict=True):
        assert punch.pin == values["user"]
        assert punch.number == str(values["key"])
        assert BRAND.directions.get(punch.status) == values["direction"]
        if "wall" in values:
            assert punch.time == datetime.fromisoformat(values["wall"])
            assert punch.offset == values["offset_s"]
            assert punch.verify == VERIFY[values["verify"]]
        if values.get("time_utc"):
            utc = punch.time - timedelta(seconds=punch.offset)
            assert f"{utc.isoformat()}Z" == values["time_utc"]


@pytest.mark.parametrize("number", PUSHED)
def test_body_is_an_upload_without_a_serial_number(number):
    call = read_call("/x", {}, "POST", headers={}, body=body_of(number))
    assert (call.kind, call.serial, call.table) == ("upload", "", TABLE)


@pytest.mark.parametrize("number", PUSHED)
def test_nothing_of_it_is_refused(number):
    assert decode(number).refused == []


def test_heartbeat_brings_nothing():
    call = read_call("/x", {}, "POST", headers={}, body=body_of("20"))
    assert call.kind == "ping"


def test_denied_attempt_of_somebody_known_is_an_event_and_no_punch():
    upload = decode("39")
    [wanted] = load("39")["expected"]["denied"]
    [event] = upload.events
    assert upload.punches == []
    assert (event.operator, event.code) == (wanted["user"], "5/8")
    assert f"serialNo={wanted['key']}" in event.details


@pytest.mark.parametrize("number", ["35", "41"])
def test_ignored_event_still_counts_in_the_sequence(number):
    upload = decode(number)
    [ignored] = load(number)["expected"]["ignored"]
    assert upload.punches == upload.events == []
    assert upload.sequence == [(ignored - 1, ignored)]


def test_network_card_is_read_in_small_letters():
    call = read_call("/x", {}, "POST", headers={}, body=body_of("33"))
    assert call.info.mac == "a4:d5:c2:00:00:02"
