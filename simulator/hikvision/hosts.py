"""Where a terminal pushes to: its resource `httpHosts`, and what firmware makes of it."""

import re
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, unescape

RESOURCE = "/ISAPI/Event/notification/httpHosts"
_FIELDS = {
    "url": "url",
    "protocolType": "scheme",
    "parameterFormatType": "form",
    "ipAddress": "address",
    "hostName": "name",
    "portNo": "port",
}
_NAMESPACE = "http://www.isapi.org/ver20/XMLSchema"


@dataclass(frozen=True)
class PushFirmware:
    """How firmwares differ in pushing.

    :param form: ``json``, ``multipart``, ``gateway`` or ``xml``.
    :param part: what the part of the event is called.
    :param heartbeat: seconds between two when nothing happens, 0: none.
    :param sends: it pushes at all; some firmware takes the settings and never does.
    :param keeps_url: what it says of its settings has the path.
    :param keeps_name: it takes names of hosts, not addresses alone.
    :param remembers: after a restart it still uses its stored host.
    :param repeats: it sends again what was not answered by 200; else it is lost.
    :param offset: its times have their offset.
    :param states: pushed events say which key was pressed.
    """

    form: str = "json"
    part: str = "event_log"
    heartbeat: int = 30
    sends: bool = True
    keeps_url: bool = True
    keeps_name: bool = True
    remembers: bool = True
    repeats: bool = True
    offset: bool = True
    states: bool = True


PUSH_FIRMWARES = {
    "usual": PushFirmware(),
    "pictures": PushFirmware(form="multipart", part="AccessControllerEvent"),
    "old": PushFirmware(form="xml", heartbeat=0, repeats=False, offset=False),
    "gateway": PushFirmware(form="gateway"),
    "deaf": PushFirmware(sends=False, keeps_url=False, keeps_name=False, heartbeat=0),
    "forgetful": PushFirmware(remembers=False),
}


@dataclass(frozen=True)
class PushHost:
    """The settings of one host, as they come from the factory."""

    url: str = ""
    scheme: str = "HTTP"
    form: str = "XML"
    address: str = "0.0.0.0"
    name: str = ""
    port: str = "0"

    @property
    def is_set(self) -> bool:
        """Whether there is anybody to push to."""
        return self.port != "0" and (self.address != "0.0.0.0" or bool(self.name))


class PushHosts:
    """The two hosts a terminal knows of.

    :ivar host: the settings it shows.
    :ivar used: those it pushes to; ``None``: it does not.
    :ivar puts: how often somebody has set them.
    """

    def __init__(self, firmware: PushFirmware):
        self.firmware = firmware
        self.host = PushHost()
        self.used: PushHost | None = None
        self.puts = 0

    def restart(self) -> None:
        """Switch the terminal off and on again."""
        self.used = self.host if self.firmware.remembers and self.host.is_set else None

    def forget(self) -> None:
        """Lose the settings, as happens."""
        self.host, self.used = PushHost(), None

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, str, bytes]:
        """Return status, type and body of the answer to a request of the resource."""
        path = path.partition("?")[0]
        if path == RESOURCE and method == "GET":
            inner = self._show(self.host, "1") + self._show(PushHost(), "2")
            text = f"<HttpHostNotificationList>{inner}</HttpHostNotificationList>"
            return 200, "application/xml", _document(text)
        if path != f"{RESOURCE}/1":
            return 403, "application/xml", _status(4, "notSupport")
        if method == "GET":
            return 200, "application/xml", _document(self._show(self.host, "1"))
        if method != "PUT":
            return 405, "application/xml", _status(4, "methodNotAllowed")
        return self._put(body.decode())

    def _put(self, text: str) -> tuple[int, str, bytes]:
        if "<HttpHostNotification" not in text:
            return 400, "application/xml", _status(5, "badXmlFormat")
        values = {}
        for name, field in _FIELDS.items():
            found = re.search(rf"<{name}>([^<]*)</{name}>", text)
            values[field] = unescape(found[1]) if found else ""
        by_name = "<addressingFormatType>hostname<" in text
        if by_name and not self.firmware.keeps_name:
            return 400, "application/xml", _status(5, "badXmlContent")
        if len(values["url"]) > 128:
            return 400, "application/xml", _status(6, "badParameters")
        self.puts += 1
        whole = PushHost(**values)
        self.host = whole if self.firmware.keeps_url else replace(whole, url="")
        self.used = whole if self.firmware.sends and whole.is_set else None
        return 200, "application/xml", _status(1, "ok", "OK")

    def _show(self, host: PushHost, number: str) -> str:
        kind = "hostname" if host.name else "ipaddress"
        return (
            f"<HttpHostNotification><id>{number}</id><url>{escape(host.url)}</url>"
            f"<protocolType>{host.scheme}</protocolType>"
            f"<parameterFormatType>{host.form}</parameterFormatType>"
            f"<addressingFormatType>{kind}</addressingFormatType>"
            f"<ipAddress>{host.address or '0.0.0.0'}</ipAddress>"
            f"<hostName>{escape(host.name)}</hostName><portNo>{host.port}</portNo>"
            "<httpAuthenticationMethod>none</httpAuthenticationMethod>"
            "</HttpHostNotification>"
        )


def _document(text: str) -> bytes:
    text = text.replace(">", f' version="2.0" xmlns="{_NAMESPACE}">', 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def _status(code: int, sub: str, text: str = "Invalid Operation") -> bytes:
    return _document(
        f"<ResponseStatus><requestURL>{RESOURCE}/1</requestURL>"
        f"<statusCode>{code}</statusCode><statusString>{text}</statusString>"
        f"<subStatusCode>{sub}</subStatusCode></ResponseStatus>"
    )
