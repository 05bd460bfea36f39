"""What goes wrong with a terminal, as codes with values; Odoo puts them in words."""

from typing import Any

from .reasons import Reason


class TerminalError(Exception):
    """Something that went wrong with a terminal or with what it sent.

    :param code: of the brand's or the shared ``MESSAGES``.
    :param values: what its sentence names, without keys or biometric data.
    """

    def __init__(self, code: str, /, **values: Any):
        super().__init__(code, values)
        self.code, self.values = code, values

    @property
    def reason(self) -> Reason:
        """The code and its values."""
        return Reason(self.code, self.values)


class ProtocolError(TerminalError):
    """Bytes or values that do not follow the protocol."""


class Forbidden(ProtocolError):
    """A value that must never reach a terminal, such as a control character."""


class Unsupported(ProtocolError):
    """A command this kind of terminal cannot carry out."""


class TransportError(TerminalError):
    """A session with a terminal or gateway that failed. Nothing else leaves a client."""


class Misaddressed(TransportError):
    """The address is invalid or must not be called; nothing was sent."""


class Unreachable(TransportError):
    """The address cannot be reached: unknown name, no route, or no answer."""


class ConnectionRefused(TransportError):
    """The host answers, but nothing listens on the port."""


class WrongKey(TransportError):
    """The terminal wants another communication key."""


class Closed(TransportError):
    """The terminal ended the connection in the middle of something."""


class TimedOut(TransportError):
    """No answer within the timeout, or not all of it before the deadline."""


class Garbled(TransportError):
    """An answer that cannot be decoded."""


class Incomplete(Garbled):
    """An answer that is shorter than it says."""


class OtherProtocol(TransportError):
    """Something listens there that does not speak this protocol."""


class Impossible(TransportError):
    """A request that this terminal cannot carry out in its present state.

    Nothing was changed, and the session goes on.
    """


class DeviceRefused(TransportError):
    """The terminal answered a request with a refusal. The session goes on.

    :param answer: the number it answered with, ``None`` where it named none.
    """

    def __init__(self, code: str, answer: int | None, /, **values: Any):
        super().__init__(code, **values)
        self.answer = answer
