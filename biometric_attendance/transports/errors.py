"""What a transport raises. Nothing else leaves a transport."""


class TransportError(Exception):
    """A conversation with a terminal that came to nothing.

    :param reason: one sentence for a person, without keys or biometric data.
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Misaddressed(TransportError):
    """The address is none; nothing was sent."""


class Unreachable(TransportError):
    """No way there: unknown name, no route, or nobody picks up."""


class ConnectionRefused(TransportError):
    """Somebody is there, but nothing listens on the port."""


class WrongKey(TransportError):
    """The terminal wants another communication key."""


class Closed(TransportError):
    """The terminal ended the connection in the middle of something."""


class TimedOut(TransportError):
    """No answer within the patience, or not all of it before the deadline."""


class Garbled(TransportError):
    """An answer that makes no sense."""


class Incomplete(Garbled):
    """Less came than was announced."""


class OtherProtocol(TransportError):
    """Something listens there that does not speak this protocol."""


class UdpOnly(TransportError):
    """The terminal answers over UDP and not over TCP."""


class Impossible(TransportError):
    """What was asked cannot be done on this terminal as it is now.

    Nothing was changed, and the session goes on.
    """


class DeviceRefused(TransportError):
    """The terminal understood and said no. The session goes on.

    :param code: the number it answered with.
    """

    def __init__(self, reason: str, code: int):
        super().__init__(reason)
        self.code = code
