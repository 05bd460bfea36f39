"""Encryption, against the documented frames and against itself."""

import json

import pytest
from hypothesis import given, strategies as st

from terminals.cams.bodies import read_body
from terminals.cams.encryption import decrypt_body, encrypt_body
from terminals.cams.request import decrypt, read_call
from terminals.cams.uploads import acknowledge, decode_upload
from terminals.errors import ProtocolError
from tests.cams_calls import punch_v3
from tests.cams_vectors import KEY, VECTORS, body

OTHER = "f" * 32
V3, ZEROS, V2 = (
    "A80_v3_enc_callback",
    "A82_v3_enc_callback_zero_padded",
    "A85_v2_enc_callback",
)


def plain_of(name):
    return VECTORS[name]["plaintext"].encode()


def test_our_ciphertext_is_the_documented_one():
    assert encrypt_body(plain_of(V3), KEY) == body(V3)
    encrypted = VECTORS[V2]["request"]["form"]["request_data"]["ApiRequestInfo"]
    assert encrypt_body(plain_of(V2), KEY).decode() == encrypted


@pytest.mark.parametrize("name", [V3, ZEROS])
def test_documented_ciphertext_opens(name):
    assert decrypt_body(body(name), [KEY]) == plain_of(name)


def test_tag_of_v2_stays_beside_what_was_encrypted():
    opened = json.loads(decrypt_body(body(V2), [KEY]))
    assert opened["ServiceTagId"] == "ST-KY19123123"
    assert opened["ApiRequestInfo"] == json.loads(plain_of(V2))


@pytest.mark.parametrize("keys", [[], [OTHER], ["short"], [""], ["é" * 32], ["x" * 33]])
def test_other_keys_open_nothing(keys):
    for name in (V3, ZEROS, V2):
        assert decrypt_body(body(name), keys) is None


def test_either_of_two_keys_opens():
    for keys in ([KEY, OTHER], [OTHER, KEY], ["", KEY]):
        assert decrypt_body(body(V3), keys) == plain_of(V3)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: b'"' + text + b'"',
        lambda text: json.dumps(text.decode()).replace("/", "\\/").encode(),
        lambda text: b"\r\n" + text + b"\r\n",
        lambda text: b"\n".join(text[at : at + 76] for at in range(0, len(text), 76)),
        lambda text: text.replace(b"+", b" "),
        lambda text: b"request_data=" + text.replace(b"+", b"%2B"),
    ],
    ids=["quotes", "escaped", "blanks", "lines", "no plus", "form"],
)
def test_ciphertext_is_found_in_its_wrapping(wrap):
    wrapped = wrap(body(V3))
    assert decrypt_body(wrapped, [KEY]) == plain_of(V3)
    call = read_call("", {"stgid": "Z1"}, "POST", headers={}, body=wrapped)
    assert decrypt(call, [KEY]).serial == "ZHM11xxxxxxxx"


def test_body_in_clear_has_nothing_to_open():
    assert decrypt_body(punch_v3(), [KEY]) is None


def test_serial_of_the_query_holds_where_the_encrypted_body_has_none():
    encrypted = encrypt_body(b'{"RealTime":{"PunchLog":{},"AuthToken":"T"}}', KEY)
    call = read_call("", {"stgid": "Z1"}, "POST", headers={}, body=encrypted)
    assert decrypt(call, [KEY]).serial == "Z1"


def test_what_is_encrypted_within_is_still_limited():
    deep = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    assert decrypt_body(encrypt_body(deep, KEY), [KEY]) is None


def test_acknowledgement_can_be_encrypted():
    encrypted = acknowledge("v3", key=KEY)
    assert decrypt_body(encrypted, [KEY]) == b'{"status":"done"}'


@pytest.mark.parametrize("key", ["", "short", "x" * 33, "é" * 32])
def test_encryption_needs_a_key_of_32_characters(key):
    with pytest.raises(ProtocolError, match="key_length"):
        encrypt_body(b"{}", key)


def test_keys_stay_out_of_messages():
    (refused,) = decode_upload("", body(V3)).refused
    assert KEY not in repr(refused)


keys = st.text("abcdefghijABCDEFGHIJ0123456789", min_size=32, max_size=32)
objects = st.dictionaries(
    st.text(max_size=8),
    st.none() | st.booleans() | st.text(max_size=40),
    max_size=6,
)


@given(sent=objects, key=keys)
def test_what_is_encrypted_opens_again(sent, key):
    plain = json.dumps(sent).encode()
    assert decrypt_body(encrypt_body(plain, key), [OTHER, key]) == plain


@given(sent=objects, key=keys, at=st.integers(0), flip=st.integers(1, 255))
def test_changed_ciphertext_gives_json_or_nothing(sent, key, at, flip):
    encrypted = bytearray(encrypt_body(json.dumps(sent).encode(), key))
    encrypted[at % len(encrypted)] ^= flip
    opened = decrypt_body(bytes(encrypted), [key])
    assert opened is None or isinstance(read_body(opened), dict)
