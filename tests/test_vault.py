"""The vault: what is sealed opens for its owner only, and tells when it was changed."""

import pytest
from hypothesis import given, strategies as st

from rules.vault import KeyRing, VaultError, key_of, new_key_line

OLD, NEW = new_key_line(), new_key_line()
RING = KeyRing.parse(f"# newest first\n{NEW}\n{OLD}\n")


@given(plain=st.binary(max_size=3000), owner=st.binary(max_size=60))
def test_what_is_encrypted_opens_for_its_owner(plain, owner):
    assert RING.decrypt(RING.encrypt(plain, owner), owner) == plain


def test_every_flipped_byte_is_noticed():
    blob = RING.encrypt(b"ridges and valleys", b"owner")
    for place in range(len(blob)):
        changed = bytearray(blob)
        changed[place] ^= 1
        with pytest.raises(VaultError):
            RING.decrypt(bytes(changed), b"owner")


def test_a_blob_of_somebody_else_does_not_open():
    with pytest.raises(VaultError, match="belongs to somebody else"):
        RING.decrypt(RING.encrypt(b"template", b"anna"), b"bert")


def test_an_old_key_still_opens_and_the_new_one_encrypts():
    old = KeyRing.parse(OLD)
    assert RING.decrypt(old.encrypt(b"template", b"anna"), b"anna") == b"template"
    assert key_of(RING.encrypt(b"template", b"anna")) == RING.current


def test_a_missing_key_is_named():
    blob = KeyRing.parse(OLD).encrypt(b"template", b"anna")
    with pytest.raises(VaultError, match="not in the key ring"):
        KeyRing.parse(NEW).decrypt(blob, b"anna")


def test_two_encryptions_of_the_same_differ():
    assert RING.encrypt(b"template", b"anna") != RING.encrypt(b"template", b"anna")


@pytest.mark.parametrize(
    "text",
    ["", "# only a comment", "abc", "12345678:AAAA", pytest.param(NEW[:-3], id="cut")],
)
def test_a_bad_key_ring_is_refused_with_a_sentence(text):
    with pytest.raises(VaultError):
        KeyRing.parse(text)


def test_a_fingerprint_is_that_of_one_template_one_owner_and_one_key():
    received = {
        RING.fingerprint(plain, owner, key_id)
        for plain in (b"left", b"right")
        for owner in (b"anna", b"bert")
        for key_id in RING.keys
    }
    assert len(received) == 8
    assert RING.fingerprint(b"left", b"anna", RING.current) in received
    assert all(len(each) == 64 for each in received)


def test_a_fingerprint_needs_its_key():
    assert RING.fingerprint(b"left", b"anna", b"none") == ""


def test_a_ring_may_be_made_of_a_secret():
    encrypted = KeyRing.derived("one secret", b"parts").encrypt(b"a finger", b"owner")
    assert (
        KeyRing.derived("one secret", b"parts").decrypt(encrypted, b"owner")
        == b"a finger"
    )
    for other in (("another", b"parts"), ("one secret", b"else")):
        with pytest.raises(VaultError):
            KeyRing.derived(*other).decrypt(encrypted, b"owner")
