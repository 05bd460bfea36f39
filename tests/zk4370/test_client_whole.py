"""The whole log is read where it is not the one read before, and where it is asked for."""

from itertools import islice

from tests.zk4370_serving import (
    Collector,
    address,
    firmware,
    logged_rows,
    pass_by,
    poll_steps,
    serving,
    terminal,
)


def test_log_cleared_and_filled_again_is_read_from_its_first_row(transport):
    made = terminal(300)
    with serving(made) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        collector.rows.clear()
        made.punches.clear()
        pass_by(made, 400)
        collector.poll(address(server, transport))
        assert collector.position.count == 400
        assert collector.seen == logged_rows(made)


def test_log_that_shrank_is_read_from_its_first_row(transport):
    made = terminal(300)
    with serving(made) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        made.punches.clear()
        pass_by(made, 5)
        collector.poll(address(server, transport))
        assert collector.position.count == 5
        assert collector.read == 305


def test_another_model_at_the_address_is_read_anew(transport):
    """The same number of rows of the same width, written in another way."""
    collector = Collector()
    for rows in ("8a", "8b"):
        made = terminal(300, people=7)
        with serving(made, firmware(rows)) as server:
            collector.rows.clear()
            list(collector.poll(address(server, transport), read_whole_log=True))
            assert collector.position.layout == rows
            assert collector.seen == logged_rows(made)


def test_full_log_that_forgets_its_oldest_punch(transport):
    """Its count stands still; the rows read last are looked for and found."""
    made = terminal(1000, capacity=1000, overwrites=True)
    with serving(made) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        everything = logged_rows(made)
        pass_by(made, 20)
        everything += logged_rows(made)[-20:]
        collector.poll(address(server, transport), window=400)
        assert set(collector.seen) == set(everything)
        assert collector.read == 1020


def test_whole_reading_sees_rows_changed_behind_our_back(transport):
    made = terminal(1000)
    with serving(made) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        stored = made.punches.entries
        stored[1], stored[2] = stored[2], stored[1]
        server.endpoint.log.spoilt.add(3)
        assert len(collector.poll(address(server, transport))) == 1
        collector.poll(address(server, transport), read_whole_log=True)
        assert collector.read == 2000
        assert len(collector.refused) == 1


def test_whole_reading_that_was_interrupted_goes_on(transport):
    made = terminal(1000)
    with serving(made) as server:
        collector = Collector()
        collector.poll(address(server, transport))
        for step in islice(
            poll_steps(
                address(server, transport),
                collector.position,
                read_whole_log=True,
                window=300,
            ),
            1,
            3,
        ):
            collector.store(step)
        assert collector.position.count == 600
        collector.poll(address(server, transport), read_whole_log=True, window=300)
        assert collector.read == 2000
        assert collector.position.complete
