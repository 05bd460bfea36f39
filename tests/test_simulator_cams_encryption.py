"""The simulator's own AES against the standard, another library and the documents."""

import json
from base64 import b64decode

import pytest
from hypothesis import given, strategies as st

from simulator import drive
from simulator.cams import Registration
from simulator.cams.aes import Unreadable, decrypt, encrypt
from tests.cams_gateway import KEY, OTHER_KEY, device, vector
from tests.fake_cams_server import DONE, FakeCamsServer, decrypted, encrypted

keys = st.text(st.characters(max_codepoint=127), min_size=32, max_size=32)


def test_one_block_is_the_standard_s_example():
    key = bytes(range(32)).decode()
    block = bytes.fromhex("00112233445566778899aabbccddeeff")
    ciphertext = b64decode(encrypt(block, key))
    assert ciphertext[:16].hex() == "8ea2b7ca516745bfeafc49904b496089"


@given(st.binary(max_size=100), keys)
def test_another_library_agrees(text, key):
    ciphertext = encrypt(text, key)
    assert ciphertext.encode() == encrypted(text, key)
    assert decrypted(ciphertext, key) == text
    assert decrypt(ciphertext, key) == text


def test_the_third_generation_s_document_is_met():
    documented = vector("A80")
    ciphertext = encrypt(documented["plaintext"].encode(), documented["key"])
    assert ciphertext == documented["request"]["body"]


def test_the_second_generation_encrypts_one_value_only():
    documented = vector("A85")
    whole = documented["request"]["form"]["request_data"]
    info = json.loads(documented["plaintext"])
    endpoint = device("v2", serial=whole["ServiceTagId"], key=documented["key"])
    endpoint.registration.token = info.pop("AuthToken")
    assert endpoint.spelling.body(info) == documented["request"]["raw"].encode()


@pytest.mark.parametrize("text", ["", "no base64!", "AAAA", "A" * 24 + "=" * 8])
def test_what_is_not_encrypted_is_not_decrypted(text):
    with pytest.raises(Unreadable):
        decrypt(text, KEY)


def test_another_key_does_not_open_it():
    with pytest.raises(Unreadable):
        decrypt(encrypt(b"secret", KEY), OTHER_KEY)


def test_a_key_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 characters"):
        Registration(key="short")


def test_neither_token_nor_key_is_shown():
    shown = repr(Registration(token="t0ken", key=KEY, path="/hook/p4th"))
    assert not any(secret in shown for secret in ("t0ken", KEY, "p4th"))


@pytest.mark.parametrize("generation", ["v2", "v3"])
def test_a_key_may_be_changed_while_punches_come(generation):
    endpoint, server = device(generation, 3, key=KEY), FakeCamsServer(keys=[KEY])
    drive(endpoint, server.send)
    endpoint.registration.key, server.keys = OTHER_KEY, [OTHER_KEY, KEY]
    endpoint.resend_all()
    drive(endpoint, server.send)
    assert len(server.seen) == 6
    assert endpoint.settled


@pytest.mark.parametrize("generation", ["v2", "v3"])
@pytest.mark.parametrize(
    ("strict", "answer", "settled"),
    [
        (False, DONE, True),
        (True, DONE, False),
        (False, encrypted(DONE, KEY), True),
        (True, encrypted(DONE, KEY), True),
        (True, encrypted(DONE, OTHER_KEY), False),
        (False, encrypted(b'{"status":"error"}', KEY), False),
    ],
)
def test_acknowledgements_may_be_encrypted(generation, strict, answer, settled):
    endpoint = device(generation, 1, key=KEY, encrypts_answers=strict)
    server = FakeCamsServer(keys=[KEY])
    server.answer = answer
    drive(endpoint, server.send)
    assert endpoint.settled is settled
