"""Read a terminal's sizes, options and versions."""

from dataclasses import asdict

from ...records import DeviceInfo
from ..codes import OPTIONS, Command, Reply
from ..device_info import Sizes, decode_sizes
from .channel import Channel, ends_session_on_error


class DeviceFacts:
    """Requests about the terminal itself. None changes anything."""

    def __init__(self, channel: Channel):
        self.channel = channel

    @ends_session_on_error
    def sizes(self) -> Sizes:
        """How much it holds. Not by pyzk: it takes a short answer for zeros."""
        return decode_sizes(self.channel.execute(Command.SIZES, repeat=True))

    @ends_session_on_error
    def option(self, name: str) -> str | None:
        """One of its settings, ``None`` where it does not know it.

        Not by pyzk: its readers fail on a name in the terminal's own code page.
        """
        request = name.encode() + b"\0"
        answer = self.channel.request(Command.READ_OPTION, request, repeat=True)
        if answer.command != Reply.OK:
            return None
        return self.channel.decode_text(answer.data.partition(b"=")[2])

    @property
    def serial(self) -> str | None:
        return self.option("~SerialNumber")

    @ends_session_on_error
    def read(self) -> DeviceInfo:
        """All of it; the serial number is ``options["~SerialNumber"]``."""
        values = {name: self.option(name) for name in OPTIONS}
        options = {name: value for name, value in values.items() if value}
        version = self.channel.request(Command.VERSION, repeat=True)
        kinds = {"finger": "~ZKFPVersion", "face": "ZKFaceVersion"}
        versions = {kind: options.get(name, "") for kind, name in kinds.items()}
        text = self.channel.decode_text
        return DeviceInfo(
            firmware=text(version.data) if version.command == Reply.OK else None,
            model=options.get("~DeviceName"),
            platform=options.get("~Platform"),
            address=options.get("IPAddress"),
            mac=options.get("MAC"),
            options=options,
            algorithms={k: int(v) for k, v in versions.items() if v.isdecimal()},
            **asdict(self.sizes()),
        )
