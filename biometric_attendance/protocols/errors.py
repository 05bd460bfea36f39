"""What a codec raises. Nothing else leaves a codec."""


class ProtocolError(Exception):
    """Bytes that are not the protocol's.

    :param reason: one sentence for a person, without the offending bytes.
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Forbidden(ProtocolError):
    """A value that must never reach a terminal, such as a control character."""


class Unsupported(ProtocolError):
    """A command this kind of terminal cannot carry out."""
