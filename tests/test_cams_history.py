"""Punches of the past over real sockets, page by page."""

from datetime import datetime, timedelta

import pytest

from terminals.cams.client import Gateway
from terminals.cams.client.history import Position, load_punches
from terminals.cams.codes import LATER
from terminals.errors import DeviceRefused, Incomplete, Unsupported
from tests.cams_gateway import KEY, START, TOKEN, device
from tests.cams_rest import UTC, desk_of, gateway_to, saying

DAY = (datetime(2024, 7, 1), datetime(2024, 7, 2))


@pytest.mark.parametrize("key", ["", KEY])
@pytest.mark.parametrize("dialect", ["v2", "v3"])
@pytest.mark.parametrize("count", [0, 1, 50, 51, 120])
def test_every_punch_of_the_past_comes_page_by_page(dialect, key, count):
    endpoint = device(dialect, punches=count, key=key)
    with gateway_to(desk_of(endpoint), dialect, security_key=key) as gateway:
        uploads = [page.upload for page in load_punches(gateway, *DAY)]
    assert [len(upload.punches) for upload in uploads] == [
        min(50, count - first) for first in range(0, count, 50)
    ]
    times = [punch.time for upload in uploads for punch in upload.punches]
    assert times == [
        (START + timedelta(minutes=n)).replace(tzinfo=None) for n in range(count)
    ]


def test_years_are_asked_for_month_by_month():
    server = desk_of(device("v3", punches=3))
    with gateway_to(server) as gateway:
        pages = list(load_punches(gateway, datetime(2023, 7, 1), datetime(2025, 7, 1)))
    assert sum(len(page.upload.punches) for page in pages) == 3
    assert len(server.asked) > 24


def test_each_page_is_asked_for_when_the_one_before_is_stored():
    server = desk_of(device("v3", punches=120))
    with gateway_to(server) as gateway:
        next(load_punches(gateway, *DAY))
    assert len(server.asked) == 1


@pytest.mark.parametrize("dialect", ["v2", "v3"])
def test_loading_goes_on_from_any_page(dialect):
    since, until = datetime(2024, 5, 20), datetime(2024, 8, 1)
    server = desk_of(device(dialect, punches=120))
    with gateway_to(server, dialect) as gateway:
        whole = list(load_punches(gateway, since, until))
        for number, page in enumerate(whole):
            rest = load_punches(gateway, since, until, page.position)
            assert list(rest) == whole[number + 1 :]
    assert [page.position.read for page in whole] == [50, 100, 0]
    assert whole[-1].position == Position(datetime(2024, 7, 17))


def test_refused_history_says_why():
    server = desk_of(device("v3", loads_punches=False))
    with gateway_to(server) as gateway, pytest.raises(DeviceRefused) as caught:
        list(load_punches(gateway, *DAY))
    assert caught.value.answer == 38


def page(rows, total, offset):
    row = b'{"UserID":"1","LogTime":"2024-07-01 08:00:00"}'
    return (
        b'{"StatusCode":0,"PunchLog":{"ActualRowCount":%d,"OffSet":"%s","Log":[%s]}}'
        % (total, offset, b",".join([row] * rows))
    )


def test_rows_that_were_announced_and_never_came_are_said():
    with gateway_to(saying(page(50, 60, b""))) as gateway:
        loading = load_punches(gateway, *DAY)
        assert len(next(loading).upload.punches) == 50
        with pytest.raises(Incomplete, match="punches_missing"):
            next(loading)


def test_offset_that_stands_still_ends_the_pages():
    server = saying(page(50, 500, b"50"))
    with gateway_to(server) as gateway, pytest.raises(Incomplete):
        list(load_punches(gateway, *DAY))
    assert len(server.asked) == 2


def test_first_generation_cannot_be_asked():
    gateway = Gateway("https://gateway.test/x", "v1", "D1", TOKEN, UTC)
    with pytest.raises(Unsupported):
        list(load_punches(gateway, *DAY))


def test_busy_gateway_says_so():
    """Nothing is repeated here: the code tells the caller to come back later."""
    busy = saying(b'{"StatusCode":37,"Status":"error"}')
    with gateway_to(busy) as gateway, pytest.raises(DeviceRefused) as caught:
        list(load_punches(gateway, *DAY))
    assert caught.value.answer in LATER
    assert len(busy.asked) == 1
