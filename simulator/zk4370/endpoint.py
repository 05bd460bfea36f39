"""A terminal's side of port 4370: its memory, and everybody who talks to it."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from ..entries import Op, StoredPunch
from ..memory import Terminal
from .codes import Event
from .connection import Connection
from .events import punch_data
from .firmware import ZkFirmware
from .log import Log

FIRST_SESSION = 0x2F00


def present() -> datetime:
    return datetime.now(timezone.utc)


class ZkEndpoint:
    """What all conversations with one terminal share.

    :param key: the communication key, 0 for none.
    :param now: the true instant (aware).
    """

    def __init__(
        self,
        terminal: Terminal,
        firmware: ZkFirmware,
        *,
        key: int = 0,
        now: Callable[[], datetime] = present,
    ):
        self.terminal = terminal
        self.firmware = firmware
        self.key = key
        self.now = now
        self.log = Log(terminal.punches, firmware.rows)
        self.connections: list[Connection] = []
        #: By PIN, user records as clients wrote them.
        self.records: dict[str, bytes] = {}
        self.screen: dict[int, str] = {}
        self.doors_opened: list[float] = []
        #: How the next enrolments end: 0 well, 4 and 6 badly, 5 the finger is known.
        self.enrolment = 0
        #: Called when the terminal restarts or switches itself off.
        self.on_restart: Callable[[bool], None] = lambda for_good: None
        self._session = FIRST_SESSION

    # Who talks

    @property
    def taken(self) -> bool:
        """Whether the only client it can bear is there."""
        return bool(self.firmware.single and self.connections)

    def open(self, connection: Connection) -> bool:
        """Begin a session; false where another client has the only one."""
        others = [other for other in self.connections if other is not connection]
        if others and self.firmware.single in ("refuse", "hang"):
            return False
        if self.firmware.single == "kick":
            for other in others:
                other.hang_up()
        if connection not in self.connections:
            self.connections.append(connection)
        self._session = self._session % 0xFFFF + 1
        connection.session = self._session
        connection.is_authorized = not self.key
        return True

    def leave(self, connection: Connection) -> None:
        connection.over, connection.is_authorized = True, False
        if connection in self.connections:
            self.connections.remove(connection)

    # What happens at the terminal

    def wall(self) -> datetime:
        return self.terminal.clock.wall(self.now())

    def punched(self, punch: StoredPunch) -> None:
        """Tell those who want to know at once."""
        self.announce(
            Event.PUNCH,
            punch_data(
                self.firmware.event,
                punch.slot,
                punch.pin,
                punch.local,
                punch.status,
                punch.verify,
            ),
        )

    def announce(self, event: Event, content: bytes = b"") -> None:
        for connection in list(self.connections):
            if connection.wanted & event:
                connection.send_event(event, content)

    def unlock(self, seconds: float) -> None:
        self.doors_opened.append(seconds)
        self.terminal.note(Op.UNLOCKED, self.now())
        self.announce(Event.UNLOCK)

    def shut(self, seconds: int) -> None:
        """Take no notice of people, for so many seconds or (0) until enabled again."""
        if not self.firmware.heeds_disable:
            return
        until = self.now() + timedelta(seconds=seconds)
        never = datetime.max.replace(tzinfo=timezone.utc)
        self.terminal.shut_until = until if seconds else never

    def reopen(self) -> None:
        self.terminal.shut_until = None
