"""The spool: stored with its position or not at all, kept until Odoo has it."""

import os
import stat

import pytest

from bridge.items import Counts
from bridge.spool import Spool, SpoolFull

DAY = 86_400.0
PUNCH = {"punches": [["7", "2026-03-02T08:00:00"]]}


class Clock:
    """A clock that stands still."""

    def __init__(self, now=1_800_000_000.0):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def spool(tmp_path, clock):
    spool = Spool(tmp_path / "spool.db", clock=clock)
    yield spool
    spool.close()


def again(spool):
    """The spool as the next run of the program finds it."""
    spool.close()
    return Spool(spool.path)


def fill(spool, *devices):
    return [
        spool.add(device, "rows_read", {"n": n}) for n, device in enumerate(devices)
    ]


def test_items_and_positions_are_there_after_a_restart(spool):
    number = spool.add(3, "rows_read", PUNCH, {"count": 1})
    spool.note(3, serial="CJ9")
    instance = spool.instance
    spool = again(spool)
    [item] = spool.take(10)
    assert item[:4] == (number, 3, "rows_read", PUNCH)
    assert spool.position(3) == {"count": 1}
    assert spool.notes(3) == {"serial": "CJ9"}
    assert spool.instance == instance
    spool.close()


def test_position_stays_where_an_item_has_none(spool):
    spool.add(3, "rows_read", PUNCH, {"count": 1})
    spool.add(3, "connected", {})
    assert spool.position(3) == {"count": 1}
    assert spool.position(4) is None


def test_items_are_taken_in_order_until_they_are_done(spool):
    one, two, three = fill(spool, 1, 2, 1)
    assert [item.id for item in spool.take(2)] == [one, two]
    spool.done([one])
    assert [item.id for item in spool.take(9)] == [two, three]


def test_blocked_devices_and_other_kinds_are_left_out(spool):
    one, two, _three = fill(spool, 1, 2, "CJ9")
    call = spool.add("CJ9", "call", {})
    assert [item.id for item in spool.take(9, blocked=["CJ9", 2])] == [one]
    assert [item.id for item in spool.take(9, kinds=["call"])] == [call]
    assert spool.take(9, kinds=[]) == []
    assert [
        item.id for item in spool.take(9, kinds=["rows_read"], blocked=[1, "CJ9"])
    ] == [two]


def test_no_more_is_taken_than_may_be_sent_but_always_one(spool):
    one, two = spool.add(1, "x", {"v": "a" * 500}), spool.add(1, "x", {"v": "b" * 500})
    assert [item.id for item in spool.take(9, max_bytes=600)] == [one]
    assert [item.id for item in spool.take(9, max_bytes=10)] == [one]
    assert [item.id for item in spool.take(9, max_bytes=1_100)] == [one, two]


def test_number_of_an_item_is_never_used_twice(spool):
    [one] = fill(spool, 1)
    spool.done([one])
    spool = again(spool)
    [two] = fill(spool, 1)
    assert two > one
    spool.close()


def test_refused_items_are_kept_aside_with_their_reason(spool):
    one, two = fill(spool, 1, 1)
    spool.quarantine(one, "step_unreadable", "A step cannot be read.")
    [aside] = spool.quarantined()
    assert (aside.item.id, aside.code) == (one, "step_unreadable")
    assert [item.id for item in spool.take(9)] == [two]
    assert spool.counts()[:2] == (1, 1)
    assert spool.release() == 1
    assert [item.id for item in spool.take(9)] == [one, two]


def test_counts(spool, clock):
    assert spool.counts() == Counts(0, 0, None)
    fill(spool, 1, 2, 2)
    clock.now += 60
    fill(spool, 1)
    assert spool.counts() == Counts(4, 0, clock.now - 60)
    assert spool.waiting(2) == 2


# Age


def tick(spool, clock, days, step=DAY / 24):
    """Hours pass, and the spool is looked after in each."""
    removed = 0
    for _ in range(int(days * DAY / step)):
        clock.now += step
        removed += spool.expire()
    return removed


def test_items_are_removed_after_sixty_days(spool, clock):
    spool.expire()
    one, two = fill(spool, 1, 1)
    spool.quarantine(two, "x", "")
    assert tick(spool, clock, 59) == 0
    [three] = fill(spool, 1)
    assert tick(spool, clock, 2) == 2
    assert [item.id for item in spool.take(9)] == [three]
    assert one < three


@pytest.mark.parametrize("jump", [-20 * 365 * DAY, 10 * 365 * DAY])
def test_clock_that_jumps_removes_nothing(spool, clock, jump):
    spool.expire()
    fill(spool, 1)
    for each in (jump, -jump, jump):
        clock.now += each
        fill(spool, 1)
        assert spool.expire() == 0
    assert spool.counts().waiting == 4


# The disk


def test_spool_is_for_its_owner_alone(spool):
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode)
        for path in spool.path.parent.iterdir()
    }
    assert set(modes.values()) == {0o600}


def test_full_disk_stores_neither_item_nor_position(spool):
    fill(spool, 1)
    used = spool._database.execute("PRAGMA page_count").fetchone()[0]
    spool._database.execute(f"PRAGMA max_page_count = {used}")
    with pytest.raises(SpoolFull):
        spool.add(1, "rows_read", {"x": os.urandom(50_000).hex()}, {"count": 9})
    assert spool.position(1) is None
    assert spool.counts().waiting == 1
    spool._database.execute("PRAGMA max_page_count = 1000000")
    spool.add(1, "rows_read", PUNCH, {"count": 9})
    assert spool.position(1) == {"count": 9}


def test_little_free_space_is_noticed_before_the_disk_is_full(tmp_path):
    free = [60_000_000]
    spool = Spool(tmp_path / "spool.db", free_bytes=lambda _folder: free[0])
    assert not spool.is_full()
    free[0] = 40_000_000
    assert spool.is_full()
    spool.close()


@pytest.mark.parametrize("damage", ["text", "middle"])
def test_damaged_file_is_put_aside(spool, damage):
    spool.add(1, "rows_read", {"x": os.urandom(90_000).hex()}, {"count": 1})
    instance = spool.instance
    spool._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    spool.close()
    whole = spool.path.read_bytes()
    broken = b"no database" * 999
    if damage == "middle":
        broken = whole[:4096] + os.urandom(12_288) + whole[16_384:]
    spool.path.write_bytes(broken)
    fresh = Spool(spool.path)
    assert fresh.counts() == Counts(0, 0, None)
    assert fresh.position(1) is None
    assert fresh.instance != instance
    [aside] = spool.path.parent.glob("spool.db.damaged-*")
    assert aside.read_bytes() == broken
    fresh.close()


def test_wiped_spool_holds_nothing_in_any_byte_of_its_files(spool):
    secret = "template-of-somebody"
    spool.add(1, "rows_read", {"x": secret}, {"mark": secret})
    spool.note(1, serial=secret)
    spool.wipe()
    assert spool.counts() == Counts(0, 0, None)
    assert spool.position(1) is None
    spool.close()
    files = list(spool.path.parent.iterdir())
    assert not any(secret.encode() in path.read_bytes() for path in files)
