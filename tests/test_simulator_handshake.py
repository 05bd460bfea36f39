"""A terminal accepts the answer to its handshake only as firmware does."""

from datetime import datetime, timedelta, timezone

import pytest

from simulator import FIRMWARES, AdmsEndpoint, Terminal, drive
from simulator.adms.options import HandshakeRefused, ServerOptions, atoi, read_options
from tests.fake_server import OPTIONS, FakeServer

NOON = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
GOOD = b"GET OPTION FROM: T1\nServerVer=2.4.1\nDelay=10\n"

REFUSED = {
    "an error status": (503, GOOD),
    "a redirect": (301, GOOD),
    "no answer": (None, b""),
    "an empty body": (200, b""),
    "the minimum for unknown serials": (200, b"OK"),
    "a refusal": (200, b"UNKNOWN DEVICE\nServerVer=2.4.1\n"),
    "a delay": (200, b"RETRY\nServerVer=2.4.1\n"),
    "another serial": (200, GOOD.replace(b"T1", b"T2")),
    "no stamp and no version": (200, b"GET OPTION FROM: T1\nATTLOGStamp=0\n"),
    "a version without its line feed": (200, b"GET OPTION FROM: T1\nServerVer=2.4"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_answer_is_refused(case):
    with pytest.raises(HandshakeRefused):
        read_options("T1", *REFUSED[case])


def test_the_last_line_without_line_feed_is_lost():
    assert "Delay" not in read_options("T1", 200, GOOD[:-1]).values
    assert read_options("T1", 200, GOOD).number("Delay") == 10


@pytest.mark.parametrize("key", ["Stamp", "ServerVer"])
def test_one_of_two_keys_is_enough(key):
    body = f"GET OPTION FROM: T1\n{key}=5\n".encode()
    assert read_options("T1", 200, body).number(key) == 5


@pytest.mark.parametrize(
    ("text", "number"), [("None", 0), ("5:30", 5), ("-3", -3), ("9999", 9999), ("", 0)]
)
def test_numbers_are_read_like_c_does(text, number):
    assert atoi(text) == number


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ("2", 120),
        ("-5", -300),
        ("330", 330),
        ("-210", -210),
        ("5:30", 300),
        ("40", None),
        ("9" * 20, None),
    ],
)
def test_time_zone_is_hours_or_signed_minutes(value, minutes):
    zone = ServerOptions({"TimeZone": value}).zone
    assert zone == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("flag", "punches", "audit"),
    [("1111", True, True), ("10", True, False), ("TransData OpLog", False, True)],
)
def test_trans_flag_has_two_forms(flag, punches, audit):
    options = ServerOptions({"TransFlag": flag})
    assert options.wants("AttLog", 1) is punches
    assert options.wants("OpLog", 2) is audit


def test_the_clock_follows_date_and_time_zone():
    options = [o.replace("TimeZone=0", "TimeZone=330") for o in OPTIONS]
    terminal = Terminal("T1", "Europe/Paris")
    server = FakeServer(options, now=NOON)
    drive(AdmsEndpoint(terminal), server.send, now=NOON)
    assert terminal.clock.wall(NOON) == datetime(2024, 7, 1, 17, 30)


def test_without_time_zone_the_clock_is_left_alone():
    options = [o for o in OPTIONS if not o.startswith("TimeZone")]
    terminal = Terminal("T1", "Europe/Paris")
    drive(AdmsEndpoint(terminal), FakeServer(options, now=NOON).send, now=NOON)
    assert terminal.clock.wall(NOON) == datetime(2024, 7, 1, 14)


def test_after_a_handshake_the_clock_ignores_daylight_saving():
    options = [o.replace("TimeZone=0", "TimeZone=2") for o in OPTIONS]
    terminal = Terminal("T1", "Europe/Paris")
    drive(AdmsEndpoint(terminal), FakeServer(options, now=NOON).send, now=NOON)
    winter = NOON + timedelta(days=180)
    assert terminal.clock.wall(winter).hour == 14, "a real Paris clock would say 13"


def test_handshake_names_key_version_and_prefix():
    server = FakeServer()
    endpoint = AdmsEndpoint(Terminal("T 1"), key="s&cret", prefix="/hidden/")
    drive(endpoint, server.send)
    method, path, query, headers = server.requests[0]
    assert (method, path) == ("GET", "/hidden/iclock/cdata")
    assert query["pushcommkey"] == "s&cret"
    assert query["SN"] == "T 1"
    assert query["options"] == "all"
    assert headers["User-Agent"] == "iClock Proxy/1.09"


@pytest.mark.parametrize("name", FIRMWARES)
def test_every_firmware_gets_through(name):
    server = FakeServer()
    terminal = Terminal("T1")
    terminal.punch("00017", NOON)
    endpoint = AdmsEndpoint(terminal, FIRMWARES[name])
    drive(endpoint, server.send)
    assert endpoint.settled
    assert server.seen == {("00017", "2024-07-01 12:00:00")}
    assert bool(server.received) is FIRMWARES[name].offers_options


def test_a_refused_terminal_keeps_asking_and_keeps_its_punches():
    terminal = Terminal("T1")
    terminal.punch("1", NOON)
    endpoint = AdmsEndpoint(terminal)
    tally = drive(endpoint, lambda *request: (200, {}, b"OK"), max_errors=3)
    assert tally.requests == 3
    assert endpoint.refusal
    assert len(terminal.punches.pending) == 1


@pytest.mark.parametrize(
    "date", ["", "soon", "31/12/2024", "Mon, 99 Nov 2024 10:00:00 GMT"]
)
def test_a_date_that_is_none_does_not_stop_it(date):
    server = FakeServer()

    def send(*request):
        status, _, body = server.send(*request)
        return status, {"Date": date}, body

    terminal = Terminal("T1")
    drive(AdmsEndpoint(terminal), send, now=NOON)
    assert terminal.clock.wall(NOON) == datetime(2024, 7, 1, 12)
