"""Every way terminals differ, read whole: rows, transport, key, frames, segments."""

import pytest

from terminals.errors import DeviceRefused
from tests.zk4370_serving import (
    BY_ROWS,
    TRANSPORTS,
    Collector,
    address,
    firmware,
    logged_rows,
    pass_by,
    serving,
    terminal,
)

KEYS = (0, 524287)  # the sum of this one overflows 32 bits in pyzk
FRAMES = {"one frame": False, "pieces": True}


@pytest.mark.parametrize("rows", BY_ROWS)
@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("split", FRAMES.values(), ids=FRAMES)
def test_log_is_read_whole(rows, transport, key, split):
    made = terminal(400)
    with serving(made, firmware(rows, split=split), key=key) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        assert collector.seen == logged_rows(made)
        assert collector.refused == {}
        assert collector.position.complete
        assert server.complaints == []


@pytest.mark.parametrize("segment", [1, 7, 232, 100_000])
@pytest.mark.parametrize("split", FRAMES.values(), ids=FRAMES)
def test_segments_are_unrelated_to_frames(segment, split):
    made = terminal(100)
    with serving(made, firmware(split=split, inline=0), segment=segment) as server:
        collector = Collector()
        collector.poll(address(server))
        assert collector.seen == logged_rows(made)


@pytest.mark.parametrize("rows", BY_ROWS)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_firmware_without_buffer_is_read(rows, transport):
    made = terminal(200)
    with serving(made, firmware(rows, buffered=False)) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        assert collector.seen == logged_rows(made)


@pytest.mark.parametrize("sizes", [4, 80, 92, 112])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_every_form_of_sizes(sizes, transport):
    """Four bytes say no numbers: that is not "nothing there"."""
    made = terminal(50)
    with serving(made, firmware(sizes=sizes)) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        assert collector.seen == logged_rows(made)


@pytest.mark.parametrize("rows", BY_ROWS)
@pytest.mark.parametrize("punches", [2, 30, 49])
def test_few_rows_without_a_count(rows, punches):
    made = terminal(punches, people=7)
    with serving(made, firmware(rows, sizes=4)) as server:
        collector = Collector()
        collector.poll(address(server))
        assert collector.seen == logged_rows(made)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("code", [None, 2001, 4989])
def test_empty_log(transport, code):
    """Some models answer an error, or an odd code, where there is nothing to read."""
    made = terminal(0)
    with serving(made, firmware(empty_log=code)) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        assert collector.rows == {}
        assert collector.position.complete
        pass_by(made)
        collector.poll(address(server, transport))
        assert collector.seen == logged_rows(made)


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("code", [2001, 4989])
def test_refusal_without_a_count_is_not_an_empty_log(transport, code):
    made = terminal(0)
    with serving(made, firmware(empty_log=code, sizes=4)) as server:
        with pytest.raises(DeviceRefused) as refused:
            Collector().poll(address(server, transport))
        assert refused.value.answer == code


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_pins_with_letters(transport):
    made = terminal(10)
    made.set_user("NB2401004")
    made.punch("NB2401004", made.punches.entries[1].utc)
    with serving(made) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        assert collector.seen == logged_rows(made)
