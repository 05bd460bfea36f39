"""The communication key, as a client proves that it knows it."""

MASK = b"ZKSO"


def scramble(key: int, session: int, ticks: int) -> bytes:
    """Return the four bytes a client with this key sends in this session."""
    backwards = sum((key >> bit & 1) << (31 - bit) for bit in range(32))
    sum_bytes = ((backwards + session) % (1 << 32)).to_bytes(4, "little")
    masked = [byte ^ mask for byte, mask in zip(sum_bytes, MASK, strict=True)]
    first, second, _lost, fourth = masked[2:] + masked[:2]
    return bytes([first ^ ticks, second ^ ticks, ticks, fourth ^ ticks])


def is_proof(proof: bytes, key: int, session: int) -> bool:
    """Whether these bytes come from a client with the key; their third is its ticks."""
    return len(proof) == 4 and proof == scramble(key, session, ticks=proof[2])
