"""Sending to an Odoo that loses answers, is full, is busy, or is not Odoo at all."""

import random
from contextlib import contextmanager

import pytest

from bridge.backoff import Backoff
from bridge.errors import OdooAway
from bridge.odoo import OdooClient
from bridge.sending import LEASE_SECONDS, STOP_SECONDS, Sender
from bridge.spool import Spool
from tests.bridge.fake_odoo import TOKEN, FakeOdoo, error, serving
from tests.bridge.helpers import drain, fill, impatient


@pytest.fixture
def odoo():
    return FakeOdoo()


@pytest.fixture
def spool(tmp_path):
    spool = Spool(tmp_path / "spool.db")
    yield spool
    spool.close()


@contextmanager
def client_of(odoo, token=TOKEN):
    with serving(odoo) as url:
        client = OdooClient(url, token, insecure_lan=True, timeout=5)
        yield client
        client.close()


def numbers(odoo, device=1):
    """The numbers of a device's items, each at its first arrival."""
    return list(dict.fromkeys(n for d, n, _kind in odoo.items if d == device))


def test_everything_is_sent_in_order_and_leaves(odoo, spool):
    sent = fill(spool, 250, devices=(1, 2))
    with client_of(odoo) as client:
        drain(impatient(spool, client), spool)
    assert numbers(odoo, 1) == sent[::2]
    assert numbers(odoo, 2) == sent[1::2]
    assert len(odoo.items) == 250
    assert odoo.batches == [100, 100, 50]


FAULTS = [
    "lost",
    "cut",
    "garbage",
    "partly",
    "early",
    500,
    503,
    429,
    (503, {"Retry-After": "0"}),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_loses_nothing(odoo, spool, fault):
    sent = fill(spool, 20)
    odoo.faults.append(fault)
    with client_of(odoo) as client:
        assert drain(impatient(spool, client), spool) >= 1
    assert numbers(odoo) == sent


def test_many_faults_in_any_order_lose_nothing(odoo, spool):
    chance = random.Random(11)
    sent = fill(spool, 400, devices=(1, 2, 3))
    odoo.faults.extend(chance.choice(FAULTS) for _ in range(200))
    odoo.max_items = 7
    with client_of(odoo) as client:
        drain(impatient(spool, client), spool)
    for device in (1, 2, 3):
        assert numbers(odoo, device) == sent[device - 1 :: 3]
    assert spool.counts()[:2] == (0, 0)


def test_device_with_items_left_out_has_a_pause_and_others_go_on(odoo, spool):
    sent = fill(spool, 4)
    odoo.faults.append("partly")
    with client_of(odoo) as client:
        sender = Sender(spool, client, backoff=lambda: Backoff(chance=lambda: 1.0))
        sender.drain()
        [other] = fill(spool, 1, devices=(2,))
        sender.drain()
    assert numbers(odoo, 1) == sent[:1]
    assert numbers(odoo, 2) == [other]


def test_too_much_at_once_is_halved(odoo, spool):
    sent = fill(spool, 100)
    odoo.max_items = 13
    with client_of(odoo) as client:
        assert drain(impatient(spool, client), spool) == 1
    assert numbers(odoo) == sent
    assert max(odoo.batches) <= 13


def test_one_that_is_too_large_alone_is_put_aside(odoo, spool):
    fill(spool, 3)
    odoo.max_items = 0
    with client_of(odoo) as client:
        drain(impatient(spool, client), spool)
    assert [each.code for each in spool.quarantined()] == ["large"] * 3


def test_refused_item_is_put_aside_and_the_next_is_stored(odoo, spool):
    sent, seen = fill(spool, 5), []
    odoo.poisoned = {str(sent[2])}
    with client_of(odoo) as client:
        drain(
            impatient(spool, client, on_sent=lambda item: seen.append(item.id)), spool
        )
    [aside] = spool.quarantined()
    assert (aside.item.id, aside.code) == (sent[2], "step_unreadable")
    assert numbers(odoo) == [*sent[:2], *sent[3:]]
    assert sorted(seen) == sent


def test_refusal_that_passes_leaves_the_item_waiting(odoo, spool):
    [number] = fill(spool, 1)
    full = {"id": str(number), "result": "refused", "code": "messages_full"}
    take = odoo.take
    odoo.take = lambda _body: (200, {"results": [full]})
    with client_of(odoo) as client:
        Sender(spool, client, backoff=lambda: Backoff(chance=lambda: 1.0)).drain()
        assert spool.counts()[:2] == (1, 0)
        odoo.take = take
        drain(impatient(spool, client), spool)
    assert numbers(odoo) == [number]


def test_answer_that_takes_too_long_is_asked_of_fewer_items(odoo, spool):
    fill(spool, 40)
    with client_of(odoo) as client:
        sender = impatient(spool, client)
        late = OdooAway("timed out")
        late.__cause__ = TimeoutError()

        def time_out(*_args):
            raise late

        with pytest.MonkeyPatch.context() as slow:
            slow.setattr(client, "json", time_out)
            for _ in range(3):
                sender.drain()
        drain(sender, spool)
    assert odoo.batches[0] == 12


@pytest.mark.parametrize(
    "answer", [(401, "token"), (403, "right"), (403, "network"), (426, "protocol")]
)
def test_refused_token_stops_loudly(odoo, spool, caplog, answer):
    fill(spool, 3)
    status, code = answer
    odoo.refusal = status, error(code, "Not you.")
    with client_of(odoo) as client:
        sender = impatient(spool, client)
        assert sender.drain() == STOP_SECONDS
        sender.drain()
    assert "Not you." in sender.stopped
    assert [r.levelname for r in caplog.records] == ["CRITICAL"]
    assert len([1 for path, *_ in odoo.calls if path == "steps"]) == 2
    assert spool.counts().waiting == 3


def test_token_that_is_accepted_again_sends_again(odoo, spool):
    fill(spool, 3)
    odoo.refusal = 401, error("token", "Revoked.")
    with client_of(odoo) as client:
        sender = impatient(spool, client)
        sender.drain()
        odoo.refusal = None
        sender.drain()
    assert sender.stopped == ""
    assert spool.counts().waiting == 0


def test_another_computer_with_the_token_is_waited_for(odoo, spool):
    fill(spool, 1)
    odoo.refusal = 403, error("lease", "Another computer has it.")
    with client_of(odoo) as client:
        sender = impatient(spool, client)
        assert sender.drain() == LEASE_SECONDS
    assert sender.stopped == ""


@pytest.mark.parametrize("status", [429, 503])
def test_pause_is_the_one_asked_for(odoo, spool, status):
    fill(spool, 1)
    odoo.faults.append((status, {"Retry-After": "77"}))
    with client_of(odoo) as client:
        assert Sender(spool, client).drain() == 77.0


def test_nobody_at_the_address(spool):
    fill(spool, 1)
    client = OdooClient("http://127.0.0.1:9", TOKEN, insecure_lan=True)
    sender = Sender(spool, client)
    sender.drain()
    assert sender.problem
    assert spool.counts().waiting == 1


def test_pauses_grow_to_a_quarter_of_an_hour_and_begin_anew():
    longest = Backoff(chance=lambda: 1.0)
    pauses = [longest.fail() for _ in range(12)]
    assert pauses[:4] == [1.0, 2.0, 4.0, 8.0]
    assert pauses[-1] == 900.0
    longest.succeed()
    assert longest.fail() == 1.0
    assert longest.fail(retry_after=10**9) == 900.0


def test_pauses_are_spread():
    chance = random.Random(5)
    first = {Backoff(chance=chance.random).fail() for _ in range(50)}
    assert len(first) == 50
    assert all(0 <= pause <= 1.0 for pause in first)
