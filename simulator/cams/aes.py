"""AES-256 in ECB mode with PKCS7 padding and base64, in plain Python.

After FIPS 197. The simulator runs with nothing but Python, and must not share the code it
is there to test. It is slow and leaks its timing: it plays the other side, no more.
"""

import binascii
from base64 import b64decode, b64encode
from functools import lru_cache

BLOCK = 16
KEY_BYTES = 32
ROUNDS = 14


class Unreadable(Exception):
    """The text was not sealed with this key, or not at all."""


def _double(a: int) -> int:
    return (a << 1) ^ (0x11B if a & 0x80 else 0)


def _substitutes() -> bytes:
    """The S-box: the inverse in GF(2^8), then an affine map."""
    powers = [1]
    while len(powers) < 255:
        powers.append(powers[-1] ^ _double(powers[-1]))
    found = [0x63] * 256
    for exponent, value in enumerate(powers):
        inverse = powers[-exponent % 255]
        turned = [(inverse << n | inverse >> (8 - n)) & 0xFF for n in range(5)]
        for part in turned:
            found[value] ^= part
    return bytes(found)


SUBSTITUTE = _substitutes()
RESTORE = bytes(SUBSTITUTE.index(value) for value in range(256))
TWICE = bytes(_double(value) for value in range(256))
# Four columns of four bytes: row r moves r columns to the left.
SHIFT = [(place + 4 * (place % 4)) % BLOCK for place in range(BLOCK)]
SHIFT_BACK = [SHIFT.index(place) for place in range(BLOCK)]


@lru_cache(maxsize=64)
def _round_keys(key: str) -> tuple[bytes, ...]:
    """Return the round keys of a key.

    :raises ValueError: the key has not 32 bytes.
    """
    raw = key.encode()
    if len(raw) != KEY_BYTES:
        raise ValueError("A security key has 32 characters.")
    words = [raw[place : place + 4] for place in range(0, KEY_BYTES, 4)]
    constant = 1
    for place in range(8, 4 * (ROUNDS + 1)):
        word = words[-1]
        if place % 8 == 0:
            word = (word[1:] + word[:1]).translate(SUBSTITUTE)
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = TWICE[constant]
        elif place % 8 == 4:
            word = word.translate(SUBSTITUTE)
        words.append(_xor(word, words[-8]))
    return tuple(b"".join(words[n : n + 4]) for n in range(0, len(words), 4))


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _mix(state: bytes) -> bytes:
    mixed = []
    for place in range(0, BLOCK, 4):
        a, b, c, d = state[place : place + 4]
        every = a ^ b ^ c ^ d
        mixed += (
            a ^ every ^ TWICE[a ^ b],
            b ^ every ^ TWICE[b ^ c],
            c ^ every ^ TWICE[c ^ d],
            d ^ every ^ TWICE[d ^ a],
        )
    return bytes(mixed)


def _unmix(state: bytes) -> bytes:
    """Mixing undone: prepared so, mixing again gives what there was."""
    prepared = bytearray(state)
    for place in range(0, BLOCK, 4):
        for row in (0, 1):
            pair = state[place + row] ^ state[place + row + 2]
            for same in (place + row, place + row + 2):
                prepared[same] ^= TWICE[TWICE[pair]]
    return _mix(bytes(prepared))


def _encrypt_block(state: bytes, keys: tuple[bytes, ...]) -> bytes:
    state = _xor(state, keys[0])
    for key in keys[1:-1]:
        state = _moved(state.translate(SUBSTITUTE), SHIFT)
        state = _xor(_mix(state), key)
    return _xor(_moved(state.translate(SUBSTITUTE), SHIFT), keys[-1])


def _open_block(state: bytes, keys: tuple[bytes, ...]) -> bytes:
    state = _moved(_xor(state, keys[-1]), SHIFT_BACK).translate(RESTORE)
    for key in reversed(keys[1:-1]):
        state = _unmix(_xor(state, key))
        state = _moved(state, SHIFT_BACK).translate(RESTORE)
    return _xor(state, keys[0])


def _moved(state: bytes, places: list[int]) -> bytes:
    return bytes(state[place] for place in places)


def encrypt(text: bytes, key: str) -> str:
    """Return ``text`` encrypted, as base64.

    :raises ValueError: the key has not 32 bytes.
    """
    keys = _round_keys(key)
    fill = BLOCK - len(text) % BLOCK
    padded = text + bytes([fill]) * fill
    blocks = (padded[n : n + BLOCK] for n in range(0, len(padded), BLOCK))
    return b64encode(b"".join(_encrypt_block(block, keys) for block in blocks)).decode()


def decrypt(text: str | bytes, key: str) -> bytes:
    """Undo :func:`seal`.

    :raises Unreadable: it is no base64 of whole blocks, or the padding is wrong.
    :raises ValueError: the key has not 32 bytes.
    """
    keys = _round_keys(key)
    try:
        raw = b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("This is not base64.") from error
    if not raw or len(raw) % BLOCK:
        raise Unreadable("These are no whole blocks.")
    blocks = (raw[n : n + BLOCK] for n in range(0, len(raw), BLOCK))
    padded = b"".join(_open_block(block, keys) for block in blocks)
    fill = padded[-1]
    if not 1 <= fill <= BLOCK or padded[-fill:] != bytes([fill]) * fill:
        raise Unreadable("It was sealed with another key.")
    return padded[:-fill]
