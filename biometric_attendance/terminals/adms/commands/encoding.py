"""Commands in the character set of the terminal."""

#: Values that only people read.
_SHOWN = ("NAME", "MSG")


def encode_text(text: str, encoding: str) -> bytes:
    """Encode a command in the terminal's character set.

    A letter the set does not have becomes ``?``, but for other values than names and
    messages: a PIN with another letter would be another's. Such a command is UTF-8.
    """
    try:
        return b"\t".join(_encode_value(value, encoding) for value in text.split("\t"))
    except UnicodeEncodeError:
        return text.encode()


def _encode_value(value: str, encoding: str) -> bytes:
    name = value.partition("=")[0].rpartition(" ")[2].upper()
    return value.encode(encoding, "replace" if name in _SHOWN else "strict")
