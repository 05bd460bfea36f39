"""Every documented callback, read as it came."""

import json
from datetime import timedelta

import pytest

from terminals.cams.codes import STATUS, VERIFY
from terminals.cams.request import decrypt, read_call
from terminals.cams.results import decode_results
from terminals.cams.uploads import acknowledge, decode_upload
from terminals.errors import ProtocolError
from tests.cams_vectors import CALLBACKS, KEY, VECTORS, body, named, requests_of, wall

PUNCHES = named("A01", "A10", "A11", "A13", "A22", "A4", "A51", "A53")
PUNCHES = [name for name in PUNCHES if not name.startswith("A49")]
ENCRYPTED = named("A80", "A82", "A83", "A85")
OTHERS = named("A15", "A16", "A17", "A18", "A20", "A49", "A54", "A56", "A58")
#: Overtime and meals are comings and goings in the words every brand shares.
DIRECTIONS = {
    "overtime_in": "in",
    "overtime_out": "out",
    "meal_out": "break_out",
    "meal_end": "break_in",
}
OPERATIONS = {"A13": "PunchLog", "A01": "form"}


def read(name, nth=0):
    path, query, raw = requests_of(name)[nth]
    return read_call(path, query, "POST", headers={}, body=raw)


def upload_of(name, nth=0):
    return decode_upload("", requests_of(name)[nth][2])


def test_every_callback_is_read_here():
    assert set(CALLBACKS) == {*PUNCHES, *ENCRYPTED, *OTHERS}


@pytest.mark.parametrize("name", PUNCHES)
def test_punch_is_read(name):
    upload, expected = upload_of(name), VECTORS[name].get("expect", {})
    (punch,) = upload.punches
    assert not upload.refused
    if "user" in expected:
        assert punch.pin == expected["user"]
    if "wall_clock" in expected:
        assert punch.time == wall(expected["wall_clock"])
    if "direction" in expected:
        word = expected["direction"]
        assert STATUS.get(punch.status) == DIRECTIONS.get(word, word)
    if "utc" in expected:
        assert punch.time - timedelta(seconds=punch.offset) == wall(expected["utc"])
    if "input" in expected:
        assert VERIFY[punch.verify] == expected["input"]


@pytest.mark.parametrize("name", PUNCHES)
def test_generation_serial_and_token_are_read(name):
    call, request = read(name), VECTORS[name]["request"]
    request = request.get("sequence", [request])[0]
    if "json" in request:
        sent = request["json"]["RealTime"]
        kind, dialect, serial = "realtime", "v3", sent["SerialNumber"]
        token, table = sent["AuthToken"], "PunchLog"
    elif "request_data" in request["form"]:
        sent = request["form"]["request_data"]
        kind, dialect, serial = "request", "v2", sent["ServiceTagId"]
        table = sent["ApiRequestInfo"]["Operation"]
        token = sent["ApiRequestInfo"]["AuthToken"]
    else:
        sent = request["form"]
        kind, dialect, serial = "form", "v1", sent["stgid"]
        token, table = sent["auth_token"], "form"
    assert (call.shape, call.dialect, call.serial) == (kind, dialect, serial)
    assert (call.key, call.table, call.reference) == (token, table, "")
    assert token not in repr(call)


@pytest.mark.parametrize("name", CALLBACKS)
def test_acknowledgement_is_the_one_the_gateway_waits_for(name):
    response = VECTORS[name]["response"]
    for sent in response if isinstance(response, list) else [response]:
        if sent["status"] != 200 or name.startswith("A49"):
            continue
        dialect = "v1" if name.startswith("A01") else "v2"
        expected = sent["body"]
        if isinstance(expected, dict):
            expected = json.dumps(expected, separators=(",", ":"))
        assert acknowledge(dialect) == expected.encode()


def test_moment_without_offset_is_the_terminals_wall_clock():
    (punch,) = upload_of("A43_v3_cb_logtime_without_offset").punches
    assert punch.offset is None


def test_v2_moment_has_no_offset_since_it_is_a_wall_clock():
    (punch,) = upload_of("A10_v2_cb_punch_documented").punches
    assert punch.offset is None


def test_redelivery_with_another_id_is_the_same_punch():
    first, again = (
        upload_of("A46_v3_cb_duplicate_redelivery", nth).punches[0] for nth in (0, 1)
    )
    assert first[:5] + first[6:] == again[:5] + again[6:], "all but the line"


def test_temperature_and_mask_stay_readable():
    (punch,) = upload_of("A40_v3_cb_punch_documented").punches
    sent = json.loads(punch.line)["RealTime"]
    assert sent["PunchLog"]["Temperature"] == "36.8"
    assert sent["PunchLog"]["FaceMask"] is False
    assert "AuthToken" not in sent


def test_doubled_tag_is_read_once():
    call = read("A51_v3_cb_double_stgid")
    assert call.serial == call.tag == "AYTH00000001"


def test_url_of_the_vendors_own_module_is_understood():
    call = read("A53_v3_cb_vendor_odoo_url")
    assert (call.shape, call.tag) == ("realtime", "ZHM11xxxxxxxx")


def test_late_answer_is_matched_by_its_reference():
    name = "A20_v2_cb_lazy_response_adduser"
    call, (result,) = read(name), decode_results(body(name))
    reference = VECTORS[name]["expect"]["correlates_with"]
    assert call.reference == result.id == reference
    assert (result.code, result.echo) == (0, "AddUser")
    upload = upload_of(name)
    assert not (upload.refused or upload.users or upload.events)


@pytest.mark.parametrize("name", PUNCHES)
def test_callback_nobody_asked_for_is_no_result(name):
    assert decode_results(body(name)) == []


def test_rows_without_token_are_decoded_and_called_an_answer():
    name = "A56_v3_batch_punchlog"
    call, punches = read(name), upload_of(name).punches
    assert (call.shape, call.key, call.serial) == ("answer", "", "")
    expected = VECTORS[name]["expect"]["punches"]
    for punch, sent in zip(punches, expected, strict=True):
        assert punch.pin == sent["user"]
        assert STATUS[punch.status] == sent["direction"]
        assert punch.time - timedelta(seconds=punch.offset) == wall(sent["utc"])


def test_empty_body_is_nobodys():
    with pytest.raises(ProtocolError, match="empty"):
        read("A49_v3_cb_empty_body")


@pytest.mark.parametrize("name", [n for n in ENCRYPTED if not n.startswith("A83")])
def test_encrypted_callback_opens(name):
    encrypted, vector = read(name), VECTORS[name]
    assert encrypted.kind == "encrypted"
    assert encrypted.key is None
    call = decrypt(encrypted, [vector["key"]])
    sent = json.loads(vector["plaintext"])
    token = sent.get("RealTime", sent)["AuthToken"]
    assert call.shape == ("request" if name.startswith("A85") else "realtime")
    assert call.key == token
    (punch,) = decode_upload(call.table, call.body).punches
    assert punch.pin == ("852" if name.startswith("A85") else "2")


def test_encrypted_callback_says_whose_it_is():
    assert read("A80_v3_enc_callback").serial == "ZHM11xxxxxxxx", "of the query"
    assert read("A85_v2_enc_callback").serial == "ST-KY19123123", "of the body"


def test_body_no_key_opens_is_kept_whole_and_opens_later():
    name = "A83_v3_enc_wrong_key"
    assert decrypt(read(name), [VECTORS[name]["key"]]) is None
    (refused,) = upload_of(name).refused
    assert refused.line == body(name).decode()
    assert refused.reason.code == "no_key_opens_it"
    later = read_call("", {}, "POST", headers={}, body=refused.line.encode())
    opened = decrypt(later, [KEY])
    assert decode_upload(opened.table, opened.body).punches[0].pin == "2"


def test_previous_key_still_opens():
    """A58: the key was changed here and not yet in API Monitor."""
    assert VECTORS["A58_v3_cb_encrypted_security_key_rotation"]["response"]
    encrypted = read("A80_v3_enc_callback")
    assert decrypt(encrypted, ["new" + KEY[3:], KEY]).shape == "realtime"
