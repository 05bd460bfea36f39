"""Instructions for connecting terminals of a brand, as data; sentences are marked."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker whose terminals speak the protocol of a brand.

    :param name: as it is printed on the terminal.
    :param models: models and series people search by; there are more.
    :param menu: where to type the address, if its menu differs from the guide's.
    :param certain: requests of its terminals were recorded, or it documents the protocol.
        Others sell terminals of several protocols: the terminal's menu decides.
    """

    name: str
    models: tuple[str, ...] = ()
    menu: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting of a terminal's menu.

    :param label: what the menu calls it.
    :param value: what to set, with ``{host}``, ``{port}``, ``{https}`` (*ON* or *OFF*),
        ``{named}`` (*ON* where the address is a name, not a number), ``{path}`` and
        ``{url}`` for the parts of the server's address.
    :param optional: not every terminal has it.
    """

    label: str
    value: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Greeting:
    """The first request a terminal makes; ``%s`` in any part is its serial number."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def of(self, serial: str) -> "Greeting":
        """Return the request of the terminal with this serial number."""
        headers = {
            name: text.replace("%s", serial) for name, text in self.headers.items()
        }
        path, body = (text.replace("%s", serial) for text in (self.path, self.body))
        return Greeting(self.method, path, headers, body)


@dataclass(frozen=True, slots=True)
class Guide:
    """Instructions shown to a person who sets up a terminal; sentences are marked.

    :param menu: the menu of the terminal or of the vendor's software to open.
    :param entries: which parts of the address to type, in order: ``host``, ``port``, ``https``
        or ``url``.
    :param secret_path: path to append to a secret address.
    :param url: path a vendor's software on the internet calls, with ``%s`` for the serial
        number. It is appended to Odoo's own address and never to a listener's, which such
        software does not reach. ``""`` for terminals.
    :param key_label: what the vendor calls the communication key, ``""`` for none.
    :param security: warning about a protocol without a key.
    :param directions: what the terminal's function keys mean.
    :param picture: which drawing is shown: ``face``, ``finger``, ``card`` or ``cloud``.
    :param summary: who calls whom, in a few words.
    :param look_for: what in a terminal's menu shows that it speaks this protocol.
    :param makers: whose terminals do.
    :param settings: what to set in the menu, in order.
    :param greeting: the first request of a terminal, to see whether it would arrive;
        ``None`` where terminals do not call.
    :param checklist: what to look at when nothing comes.
    :param advice: what to do about a reason, by its code.
    """

    menu: str = ""
    entries: tuple[str, ...] = ()
    secret_path: str = ""
    url: str = ""
    key_label: str = ""
    security: str = ""
    directions: str = ""
    picture: str = "finger"
    summary: str = ""
    look_for: str = ""
    makers: tuple[Maker, ...] = ()
    settings: tuple[Entry, ...] = ()
    greeting: Greeting | None = None
    checklist: tuple[str, ...] = ()
    advice: Mapping[str, str] = field(default_factory=dict)
