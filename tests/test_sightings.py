"""Two terminals with one serial number, told from one whose firmware was updated."""

from datetime import datetime, timedelta

import pytest

from rules.sightings import LAST_SEEN_STEP, MAX_SIGHTINGS, judge

NOW = datetime(2026, 3, 2, 8)
GATE = {
    "mac": "00:17:61:12:ba:c5",
    "model": "X903",
    "platform": "ZMM510_TFT",
    "firmware": "ZMM510-NF-Ver1.0.19",
}
OTHER_CARD = {"mac": "00:17:61:99:99:99"}
NEW_FIRMWARE = {"firmware": "ZMM510-NF-Ver1.0.20"}


def without_card(values):
    return {**values, "mac": None}


def contradictions(*messages):
    """Return for each message, sent a minute apart, whether it contradicts."""
    known, found = [], []
    for number, sent in enumerate(messages):
        verdict = judge(known, sent, NOW + timedelta(minutes=number))
        known = verdict.sightings
        found.append(verdict.contradicts)
    return found


CASES = {
    "the same again": ([GATE] * 3, [False] * 3),
    "nothing said": ([GATE, {}, {"mac": None}, {"mac": ""}], [False] * 4),
    "update": ([GATE, {**GATE, **NEW_FIRMWARE}] * 1, [False] * 2),
    "update of the firmware alone": (
        [{"firmware": "1"}, {"firmware": "2"}, {"firmware": "2"}],
        [False] * 3,
    ),
    "three updates": ([{"firmware": str(n)} for n in range(4)], [False] * 4),
    "update that renames the model": (
        [GATE, {**GATE, **NEW_FIRMWARE, "model": "X903 Pro"}],
        [False] * 2,
    ),
    "card in other letters": (
        [GATE, {**GATE, "mac": GATE["mac"].upper()}],
        [False] * 2,
    ),
    "firmware in two forms": (
        [GATE, {"firmware": "Ver 8.0.4.3"}] * 3,
        [False] * 6,
    ),
    "other card": ([GATE, {**GATE, **OTHER_CARD}], [False, True]),
    "other card, and back": ([GATE, {**GATE, **OTHER_CARD}, GATE], [False, True, True]),
    "other card in a message with other values": (
        [GATE, {"mac": OTHER_CARD["mac"], "firmware": "1"}],
        [False, True],
    ),
    "other model without cards": (
        [without_card(GATE), without_card({**GATE, "model": "F18"})],
        [False, True],
    ),
    "other platform without cards": (
        [without_card(GATE), without_card({**GATE, "platform": "ZEM560"})],
        [False, True],
    ),
    "firmware that alternates": (
        [{"firmware": "1"}, {"firmware": "2"}] * 2,
        [False, False, True, True],
    ),
    "protocol version that alternates": (
        [{"push_version": "1"}, {"push_version": "2"}] * 2,
        [False, False, True, True],
    ),
}


@pytest.mark.parametrize(("messages", "expected"), CASES.values(), ids=CASES)
def test_messages_contradict_where_two_terminals_sent_them(messages, expected):
    assert contradictions(*messages) == expected


def test_both_terminals_are_kept_with_their_times():
    other = {**GATE, **OTHER_CARD}
    known = judge([], GATE, NOW).sightings
    known = judge(known, other, NOW + timedelta(hours=1)).sightings
    known = judge(known, GATE, NOW + timedelta(hours=2)).sightings
    hour = timedelta(hours=1)
    assert [(dict(x.values), x.first - NOW, x.last - NOW) for x in known] == [
        (other, hour, hour),
        (GATE, 0 * hour, 2 * hour),
    ]


def test_last_time_is_kept_in_steps():
    known = judge([], GATE, NOW).sightings
    assert judge(known, GATE, NOW + LAST_SEEN_STEP / 2).sightings == known
    [seen] = judge(known, GATE, NOW + LAST_SEEN_STEP).sightings
    assert (seen.first, seen.last) == (NOW, NOW + LAST_SEEN_STEP)


def test_two_known_terminals_that_alternate_change_times_alone_and_seldom():
    other = {**GATE, **OTHER_CARD}
    known = judge([], GATE, NOW).sightings
    known = judge(known, other, NOW).sightings
    for sent in (GATE, other, GATE):
        verdict = judge(known, sent, NOW + LAST_SEEN_STEP / 2, contradicted=True)
        assert verdict.sightings == known
    later = judge(known, GATE, NOW + LAST_SEEN_STEP, contradicted=True).sightings
    assert [item.values for item in later] == [item.values for item in known]
    assert later[0].last == NOW + LAST_SEEN_STEP


def test_list_does_not_grow_without_end():
    known = []
    for number in range(3 * MAX_SIGHTINGS):
        known = judge(known, {"firmware": str(number)}, NOW).sightings
    assert [item.values["firmware"] for item in known] == [
        str(number) for number in range(2 * MAX_SIGHTINGS, 3 * MAX_SIGHTINGS)
    ]
