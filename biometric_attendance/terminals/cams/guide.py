"""How a terminal behind a CAMS gateway is connected, and whose terminals can be."""

from collections.abc import Mapping

from ..guide import Entry, Greeting, Guide, Maker
from ..reasons import _
from ..text import storable

_WORDS = ("biometric-api", "biometricapi", "cams")

GUIDE = Guide(
    menu=_(
        "Type this into API Monitor. The serial number of this device has to be the "
        "service tag (stgid) of the terminal."
    ),
    entries=("url",),
    secret_path="/cams",
    url="/cams/biometric-api3.0/?stgid=%s",
    key_label=_("AuthToken"),
    picture="cloud",
    summary=_(
        "The gateway of CAMS calls this server for the terminal, over the internet."
    ),
    look_for=_("You have an account at CAMS, with a service tag for the terminal."),
    makers=(
        Maker("CAMS", ("API Monitor", "Web API 3.0")),
        Maker("eSSL"),
        Maker("ZKTeco"),
        Maker("BioMax"),
        Maker("Realtime"),
        Maker("Suprema"),
        Maker("Mantra"),
        Maker("Hikvision"),
    ),
    settings=(Entry("Callback URL", "{url}"),),
    greeting=Greeting(
        "POST",
        "/cams/biometric-api3.0/?stgid=%s",
        {"Content-Type": "application/x-www-form-urlencoded"},
        "request_data="
        "%7B%22ServiceTagId%22%3A%22%s%22%2C%22ApiRequestInfo%22%3A%7B"
        "%22AuthToken%22%3A%22%22%2C%22Operation%22%3A%22RealTimePunchLog%22"
        "%2C%22UserId%22%3A%220%22%2C%22OperationTime%22%3A%220%22%7D%7D",
    ),
    checklist=(
        _("The service tag here is the one of API Monitor, letter by letter."),
        _(
            "The callback URL in API Monitor is the one above, with https:// if it has it."
        ),
        _(
            "The server is reached from the internet: open the callback URL on a phone "
            "without Wi-Fi. Something has to answer."
        ),
        _("Punch once: the gateway calls only when there is something to send."),
    ),
)


def read_misdirected(
    path: str, query: Mapping[str, str], method: str, headers: Mapping[str, str]
) -> str | None:
    """Recognise a gateway whose callback URL has a path that is not this server's."""
    tags = [value for name, value in query.items() if name.lower() == "stgid"]
    is_named = any(word in path.lower() for word in _WORDS)
    if not (tags or (method == "POST" and is_named)):
        return None
    return storable(tags[0] if tags else "")[:64]
