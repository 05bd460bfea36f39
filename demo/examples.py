"""What a company has beside good days: a forgotten check-out, a guest whose pass is over."""

import urllib.request
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from . import company
from .api import Api

SERIAL = "DEMO0001"  # of the addon's own demo data, which has people for PINs 1 to 3
IN, OUT = 0, 1
GUEST_PIN, REGULAR_PIN = "900", "901"


def add_examples(api: Api, url: str) -> None:
    """Let one more terminal send what needs a person, then fall silent.

    :param url: of the server, which its terminals call.
    """
    today = datetime.now(ZoneInfo(company.ZONE)).date()
    _add_guests(api, today)
    _push(url, _rows(today - timedelta(days=1), today))


def _rows(yesterday: date, today: date) -> list[str]:
    """Return the lines that the terminal sends, as it writes them."""

    def row(pin: str, day: date, clock: str, state: int) -> str:
        return f"{pin}\t{day} {clock}\t{state}\t1\t0\t0\t0"

    return [
        row("1", yesterday, "08:01:12", IN),  # and no check-out
        row("3", yesterday, "08:04:40", IN),
        row("3", yesterday, "08:04:52", IN),  # pressed twice
        row("3", yesterday, "17:02:03", OUT),
        row("00017", yesterday, "08:11:00", IN),  # nobody's PIN
        row("00017", yesterday, "16:58:00", OUT),
        row(GUEST_PIN, yesterday, "09:30:00", IN),  # whose pass is over
        row(REGULAR_PIN, today, "00:10:00", IN),
        f"2\t{yesterday} 25:61:00\t{IN}\t1\t0\t0\t0",  # no time of day
    ]


def _add_guests(api: Api, today: date) -> None:
    """Give two guests passes: one is over, the other ends in three days."""
    [device] = _search(api, "biometric.device", [["serial", "=", SERIAL]])
    group = {"name": "Guests", "device_ids": [[6, 0, [device]]]}
    [group_id] = api.call("biometric.device.group", "create", vals_list=[group])
    guests = [
        ("Vera Visitor", GUEST_PIN, today - timedelta(days=2)),
        ("Max Member", REGULAR_PIN, today + timedelta(days=3)),
    ]
    for name, pin, last_day in guests:
        [partner] = api.call("res.partner", "create", vals_list=[{"name": name}])
        user = {"device_id": device, "pin": pin, "name": name, "partner_id": partner}
        api.call("biometric.device.user", "create", vals_list=[user])
        granted = {
            "partner_id": partner,
            "group_ids": [[6, 0, [group_id]]],
            "first_day": str(last_day - timedelta(days=10)),
            "last_day": str(last_day),
            "reason": "Visit",
        }
        api.call("biometric.access.pass", "create", vals_list=[granted])


def _search(api: Api, model: str, domain: list) -> list[int]:
    return api.call(model, "search", domain=domain)


def _push(url: str, rows: Iterable[str]) -> None:
    """Send lines of punches as a terminal does."""
    body = "".join(f"{row}\n" for row in rows).encode()
    address = f"{url}/iclock/cdata?SN={SERIAL}&table=ATTLOG&Stamp=1"
    with urllib.request.urlopen(address, body, timeout=60) as answer:
        answer.read()
