"""A terminal that pushes over HTTP in ZKTeco's security dialect, as at doors."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from hashlib import md5

from ..memory import Terminal
from .device_info import door_options
from .firmware import SECURITY, Firmware
from .options import HandshakeRefused, ServerOptions, read_block
from .outcome import Outcome
from .push_loop import Answers
from .request_sender import Exchange
from .rows import decode_time
from .security_commands import carry_out
from .security_uploads import SecurityUploads
from .uploader import Order


class SecurityEndpoint(SecurityUploads):
    """The protocol's state machine over a terminal's memory; see :mod:`..exchange`.

    :param key: the communication key set at the terminal, ``""`` for none.
    :param prefix: a path set at the terminal before ``/iclock``, ``""`` for none.
    :param order: in what order to send pending punches; by number unless given.
    :param retry_delay: seconds between handshakes while the server accepts none.
    :param answers: what becomes of the results of commands; all are sent unless given.
    :param sends_users: whether a server that registers it anew gets the users.
    """

    delay_option = "RequestDelay"

    def __init__(
        self,
        terminal: Terminal,
        firmware: Firmware = SECURITY,
        *,
        key: str = "",
        prefix: str = "",
        order: Order | None = None,
        retry_delay: float = 30,
        answers: Answers | None = None,
        sends_users: bool = False,
    ):
        super().__init__(
            terminal,
            firmware,
            prefix,
            order,
            key=key,
            retry_delay=retry_delay,
            answers=answers,
        )
        self.sends_users = sends_users
        self.registry_code = ""

    @property
    def settled(self) -> bool:
        """Whether the server knows all there is to know."""
        due = not self.options or self._state_due or self._changes(1)
        return not due and self.terminal.settled

    @property
    def token(self) -> str:
        """The cookie; without a session it is made of the code and serial alone."""
        session = self.options.values.get("SessionID", "") if self.options else ""
        values = f"{self.registry_code}{self.terminal.serial}{session}".encode()
        return md5(values, usedforsecurity=False).hexdigest()

    def _request(self, method: str, script: str, query: str, body=b""):
        request = super()._request(method, script, query, body)
        if self.registry_code:
            request.headers["Cookie"] = f"token={self.token}"
        return request

    # Handshake

    def _handshake(self) -> Exchange:
        try:
            self.options = yield from self._introduce()
        except HandshakeRefused as refusal:
            self.refusal = str(refusal)
            return False
        self.refusal = ""
        self._state_due = True
        yield from self._ask_the_time()
        return True

    def _introduce(self):
        """Send the first request, and read whether the terminal is registered.

        :raises HandshakeRefused: the server does not take it in.
        """
        query = f"&pushver={self.firmware.push_version}&options=all"
        query += f"&language={self.firmware.language}&DeviceType=acc&PushOptionsFlag=1"
        answer = yield from self._ask(self._request("GET", "cdata", query))
        if answer.status != 200:
            raise HandshakeRefused(f"The server answered {answer.status or 'nothing'}.")
        known = read_block(answer.body)
        if known.get("registry") == "ok" and known.get("RegistryCode"):
            self.registry_code = known["RegistryCode"]
            return ServerOptions(known)
        if answer.body.strip() != b"OK":
            raise HandshakeRefused("The server neither knows it nor lets it register.")
        yield from self._register()
        return (yield from self._fetch_options())

    def _register(self):
        """Register, and read the code that the server gives.

        :raises HandshakeRefused: the server does not want this terminal.
        """
        reported = door_options(self.terminal, self.firmware)
        if self.key:
            reported["authKey"] = self.key
        body = ",".join(f"{key}={value}" for key, value in reported.items()).encode()
        self.registry_code = ""
        answer = yield from self._ask(self._request("POST", "registry", "", body))
        code = read_block(answer.body).get("RegistryCode", "")
        if answer.status != 200 or not re.fullmatch("[0-9A-Za-z]{1,32}", code):
            raise HandshakeRefused(f"Not registered: {answer.status or 'no answer'}.")
        self.registry_code = code
        if self.sends_users:
            self.terminal.changes.add(self.terminal.keys())

    def _fetch_options(self):
        """Fetch the options the server wants the terminal to work by.

        :raises HandshakeRefused: they are no options to live by.
        """
        answer = yield from self._ask(self._request("POST", "push", ""))
        options = read_block(answer.body)
        if answer.status != 200 or not options.get("SessionID"):
            raise HandshakeRefused("The server gave no options after registering it.")
        return ServerOptions(options)

    def _ask_the_time(self):
        answer = yield from self._ask(self._request("GET", "rtdata", "&type=time"))
        found = re.fullmatch(
            rb"DateTime=(\d{1,12}),ServerTZ=([+-]?)(\d\d):?(\d\d)\s*", answer.body
        )
        if answer.status != 200 or not found:
            # It keeps the time it has, and asks again at the next handshake.
            return
        packed, sign, hours, minutes = (part.decode() for part in found.groups())
        ahead = timedelta(hours=int(hours), minutes=int(minutes))
        right: datetime = decode_time(int(packed)) + answer.skew
        right += -ahead if sign == "-" else ahead
        self.terminal.clock.set(answer.at, right)

    # Commands

    def _query(self) -> str:
        return ""

    def _carry_out(self, text: str) -> Outcome:
        return carry_out(self, text)
