"""An event that is pushed, streamed and read is one punch, in whatever order that happens.

The rule is that of ``rules.numbered_events``, applied as the host does: to the records of a
batch, with those it has stored.
"""

import json
from datetime import datetime, timedelta, timezone

from hypothesis import given, strategies as st

from rules.numbered_events import NO_STATUS, Content, Event, Key, unite
from terminals.hikvision import BRAND
from terminals.hikvision.pushed import TABLE, decode_push
from terminals.hikvision.uploads import TABLE as ROWS
from tests.hikvision_vectors import alert, body_of, json_part, multipart, picture_part
from tests.pairing_random import many

ZONE = timezone(timedelta(hours=3))
START = datetime(2026, 3, 4, 8, tzinfo=ZONE)
STATES = {"in": "checkIn", "out": "checkOut", None: "undefined"}
#: What happened: PIN, seconds after the start, direction of the key. Nobody passes twice
#: in one second, as far as the rule can tell.
HAPPENED = st.lists(
    st.tuples(
        st.sampled_from(["1", "00017", "A12"]),
        st.sampled_from([0, 1, 60, 3600]),
        st.sampled_from(["in", "out", None]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each[:2],
)


def is_direction(status):
    return bool(BRAND.directions.get(status))


def write(number, pin, seconds, state, *, offset=True):
    """Return an event as a push has it."""
    time = (START + timedelta(seconds=seconds)).isoformat()
    return alert(
        number,
        time=time if offset else time[:19],
        employeeNoString=pin,
        attendanceStatus=state,
    )


def pushed(event, data):
    """Return a push of an event, in any form."""
    form = data.draw(st.sampled_from(["json", "parts", "gateway"]))
    if form == "parts":
        return TABLE, multipart(json_part(event), picture_part())
    if form == "gateway":
        event = {"EventNotificationAlert": event}
    return TABLE, json.dumps(event).encode()


def read(event, *, states):
    """Return the row of a search for an event; many say nothing of the key pressed."""
    row = dict(event["AccessControllerEvent"])
    row["major"], row["minor"] = row.pop("majorEventType"), row.pop("subEventType")
    row["time"] = event["dateTime"]
    del row["frontSerialNo"]
    if not states:
        del row["attendanceStatus"]
    return ROWS, json.dumps(row).encode()


def events_of(table, body):
    """Return the punches of a body as the host's rule takes them."""
    upload = BRAND.decode(table, body)
    assert not upload.refused
    for punch in upload.punches:
        offset = 3 * 3600 if punch.offset is None else punch.offset
        instant = punch.time - timedelta(seconds=offset)
        status = NO_STATUS if punch.status is None else punch.status
        key = Key(str(punch.time), status)
        tellings = {key: Content(punch.verify, punch.workcode)}
        yield Event(punch.pin, instant, tellings, frozenset([punch.number]))


def store(batches):
    """Return what is stored after batches came one after the other."""
    stored = []
    for batch in batches:
        came = [event for body in batch for event in events_of(*body)]
        stored = unite([*stored, *came])
    return {
        (event.pin, event.instant, event.number, event.best(is_direction).status)
        for event in stored
    }


@many
@given(HAPPENED, st.randoms(use_true_random=False), st.data())
def test_any_order_of_push_and_poll_with_repetitions_is_one_punch_an_event(
    happened, random, data
):
    ways, expected = [], set()
    for number, (pin, seconds, direction) in enumerate(happened, 1):
        event = write(number, pin, seconds, STATES[direction])
        mute = write(number, pin, seconds, "undefined", offset=data.draw(st.booleans()))
        some = [
            pushed(event, data),
            pushed(mute, data),
            read(event, states=True),
            read(mute, states=False),
        ]
        chosen = data.draw(st.lists(st.sampled_from(some), max_size=3))
        # At least one of them says which key was pressed.
        ways += [data.draw(st.sampled_from([some[0], some[2]])), *chosen]
        status = {"in": 0, "out": 1, None: NO_STATUS}[direction]
        instant = (START + timedelta(seconds=seconds)).astimezone(timezone.utc)
        expected.add((pin, instant.replace(tzinfo=None), str(number), status))
    ways += data.draw(st.lists(st.sampled_from(ways), max_size=4))
    random.shuffle(ways)
    batches = []
    while ways:
        size = data.draw(st.integers(1, len(ways)))
        batches.append(ways[:size])
        ways = ways[size:]
    assert store(batches) == expected


@many
@given(st.permutations([0, 1, 2]))
def test_event_told_without_the_person_first_blocks_nothing(order):
    event = write(7, "00017", 0, "checkIn")
    ways = [
        (TABLE, json.dumps(write(7, "", 0, "checkIn")).encode()),
        (TABLE, json.dumps(event).encode()),
        read(event, states=False),
    ]
    [(pin, _instant, number, status)] = store([[ways[place]] for place in order])
    assert (pin, number, status) == ("00017", "7", 0)


def test_vector_that_is_pushed_and_then_read_is_one_punch():
    whole = json.loads(body_of("01"))
    event = whole["AccessControllerEvent"]
    row = {**event, "major": 5, "minor": 38, "time": whole["dateTime"]}
    for name in ("majorEventType", "subEventType", "attendanceStatus"):
        del row[name]
    ways = [(TABLE, body_of("01")), (ROWS, json.dumps(row).encode())]
    for order in (ways, ways[::-1]):
        assert len(store([[way] for way in order])) == 1


def test_streamed_event_is_the_pushed_one():
    body = json.dumps(write(7, "1", 0, "checkIn")).encode()
    assert decode_push(body).punches == decode_push(multipart(([], body))).punches
