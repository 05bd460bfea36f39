"""AES-256-ECB with PKCS7 padding, by pycryptodome.

It is imported when it is needed: the rest of ring 1 works without any package, and so
do the simulator's programs, which share it.
"""

KEY_BYTES = 32
_FILLERS = b"\0 \r\n\t"


def is_key(secret: bytes) -> bool:
    return len(secret) == KEY_BYTES


def encrypt(plain: bytes, secret: bytes) -> bytes:
    from Crypto.Cipher import AES
    from Crypto.Util.Padding import pad

    return AES.new(secret, AES.MODE_ECB).encrypt(pad(plain, AES.block_size))


def decrypt(sealed: bytes, secret: bytes) -> bytes:
    """What was sealed; anything at all for another key.

    Zeros, blanks or line ends instead of the padding are taken too.

    :raises ValueError: for bytes that are no whole blocks.
    """
    from Crypto.Cipher import AES
    from Crypto.Util.Padding import unpad

    padded = AES.new(secret, AES.MODE_ECB).decrypt(sealed)
    try:
        return unpad(padded, AES.block_size)
    except ValueError:
        return padded.rstrip(_FILLERS)
