"""What of a call proves who sent it, and what of it may be kept."""

import json

import pytest

from terminals import cams
from terminals.calls import CARRYING_KINDS
from terminals.cams.push import PUSH
from tests.cams_vectors import KEY, VECTORS, body

TOKEN = "COJJ7eiiPBGUfmIQPvh2PJWWDLX7OuKs"


def read(name, **query):
    return cams.request.read_call("/x", query, "POST", headers={}, body=body(name))


def test_token_is_the_proof():
    assert PUSH.key_sent(read("A40_v3_cb_punch_documented"), b"") == TOKEN
    assert PUSH.key_sent(read("A56_v3_batch_punchlog"), b"") == ""


def test_ciphertext_proves_nothing_before_it_is_opened():
    call = read("A80_v3_enc_callback", stgid="ZHM11xxxxxxxx")
    assert PUSH.key_sent(call, b"") is None
    opened = cams.request.decrypt(call, ["f" * 32, KEY])
    assert (PUSH.key_sent(opened, b""), opened.encryption_key) == (TOKEN, KEY)
    assert KEY not in repr(opened)


def test_every_kind_of_call_has_a_body():
    names = [name for name in VECTORS if "_cb_" in name or "callback" in name]
    names = [name for name in names if body(name)]
    calls = [read(name) for name in [*names, "A56_v3_batch_punchlog"]]
    shapes = {call.shape for call in calls}
    assert {"form", "request", "realtime", "encrypted", "answer"} <= shapes
    assert {call.kind for call in calls} <= CARRYING_KINDS


@pytest.mark.parametrize("query", [{"stgid": "A1?stgid=A1"}, {"StGid": " A1 "}])
def test_address_names_a_terminal(query):
    assert PUSH.serial_in_query(query) == "A1"


def test_address_without_a_terminal_names_none():
    assert PUSH.serial_in_query({}) == PUSH.serial_in_query({"stgid": "x" * 65}) == ""


def test_what_is_kept_of_a_call_decodes_to_the_same_punch():
    raw = body("A40_v3_cb_punch_documented")
    kept = cams.uploads.without_secrets(raw)
    assert TOKEN not in kept
    [punch] = cams.uploads.decode_upload("", kept.encode()).punches
    assert [punch] == cams.uploads.decode_upload("", raw).punches
    assert TOKEN not in cams.uploads.without_secrets(b"AuthToken=" + TOKEN.encode())


@pytest.mark.parametrize("operation", ["ManuallyUserDeleted", "ManuallyDateModified"])
def test_deletion_says_who_is_gone(operation):
    info = {"Operation": operation, "UserId": "7", "OperationTime": "1556637142"}
    sent = {"ServiceTagId": "ST", "ApiRequestInfo": info}
    [event] = cams.uploads.decode_upload("", json.dumps(sent).encode()).events
    assert event.deleted_pin == ("7" if operation == "ManuallyUserDeleted" else "")
