"""Steps of sessions survive the way over JSON, whatever brand they are of."""

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings, strategies as st

from terminals import BRANDS, errors
from terminals.errors import DeviceRefused, ProtocolError, TransportError
from terminals.reasons import Reason
from terminals.records import CommandResult, DeviceInfo, Punch, Refused, Upload
from terminals.session import (
    ClockReading,
    CommandDone,
    Connected,
    DeviceCommand,
    LiveEvents,
    PageRead,
    ReadyForCommand,
    RowsRead,
    SessionEnd,
    SessionPlan,
    Step,
)
from terminals.source import SourceRead
from terminals.step_json import KINDS, RecordedStep, decode, encode
from tests import adms_vectors, cams_vectors, ebkn_vectors

AT = datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=timezone.utc)
STEPS = (Connected, CommandDone, RowsRead, PageRead, LiveEvents, SessionEnd)


def there_and_back(recorded):
    kind, data = encode(recorded)
    return decode(kind, json.loads(json.dumps(data)))


def same_types(one, other):
    """Whether two equal values are of equal types all the way down."""
    if isinstance(one, Mapping):
        return all(same_types(each, other[key]) for key, each in one.items())
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return all(map(same_types, one, other))
    if is_dataclass(one):
        names = [each.name for each in fields(one)]
        return all(same_types(getattr(one, n), getattr(other, n)) for n in names)
    return True


# Values of any annotation, beyond what terminals send.

TEXT = st.text(st.characters(), max_size=8) | st.just("\ud800\0")
MINUTES = st.integers(-1439, 1439)
ZONES = st.none() | MINUTES.map(lambda n: timezone(timedelta(minutes=n)))
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TIMES = st.datetimes(timezones=ZONES)
LEAVES = (
    st.none() | st.booleans() | NUMBERS | TEXT | TIMES
    | st.dates() | st.times() | st.binary(max_size=9)
)  # fmt: skip
KEYS = TEXT | st.sampled_from(["$datetime", "$object", "$", "$tuple"])
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(KEYS, inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=6,
)
SIMPLE = {
    Any: ANYTHING,
    bool: st.booleans(),
    int: st.integers(),
    str: TEXT,
    bytes: st.binary(max_size=9),
    datetime: TIMES,
    type(None): st.none(),
}


def values_of(hint):
    if hint in SIMPLE:
        return SIMPLE[hint]
    if is_dataclass(hint) or hasattr(hint, "_fields"):
        hints = get_type_hints(hint)
        names = getattr(hint, "_fields", None) or [f.name for f in fields(hint)]
        return st.builds(hint, **{name: values_of(hints[name]) for name in names})
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(values_of, inner))
    if origin is list:
        return st.lists(values_of(inner[0]), max_size=2)
    if origin is tuple:
        return st.lists(values_of(inner[0]), max_size=2).map(tuple)
    return st.dictionaries(TEXT, values_of(inner[1]), max_size=2)


RECORDED = st.sampled_from(STEPS).flatmap(
    lambda step: st.builds(
        RecordedStep,
        step=values_of(step),
        at=st.datetimes(timezones=st.just(timezone.utc)),
        plan=values_of(SessionPlan),
        session=TEXT,
    )
)


@given(RECORDED)
@settings(max_examples=100)
def test_any_step_is_decoded_as_it_was_encoded(recorded):
    decoded = there_and_back(recorded)
    assert decoded == recorded
    assert same_types(recorded, decoded)


def test_each_step_of_a_session_but_the_one_that_waits_can_be_recorded():
    assert set(get_args(Step)) - set(STEPS) == {ReadyForCommand}
    # What a source hands over is tried with its sessions.
    assert {step.name for step in STEPS} | {SourceRead.name} == KINDS


# What terminals send

CALLS = [
    *(
        ("adms", (v["request"].get("query") or {}).get("table") or "", adms_vectors.body(n))
        for n, v in adms_vectors.VECTORS.items()
    ),
    *(("cams", "", cams_vectors.body(name)) for name in cams_vectors.CALLBACKS),
    *(
        ("ebkn", v["request"]["headers"].get("request_code", ""), ebkn_vectors.body(n))
        for n, v in ebkn_vectors.VECTORS.items()
    ),
]  # fmt: skip
TABLES = ("ATTLOG", "OPERLOG", "BIODATA", "ATTPHOTO", "USERINFO", "realtime_glog")


@pytest.mark.parametrize(("brand", "table", "body"), CALLS)
def test_records_of_each_brand_survive(brand, table, body):
    for each in {table, *TABLES}:
        upload = BRANDS[brand].decode(each, body)
        recorded = RecordedStep(RowsRead(upload, each, {"count": 7}, True), AT)
        assert there_and_back(recorded) == recorded


def test_kinds_of_records_all_occur_in_what_terminals_send():
    seen = Upload()
    for brand, _table, body in CALLS:
        for each in TABLES:
            upload = BRANDS[brand].decode(each, body)
            for records in ("punches", "events", "users", "templates", "refused"):
                getattr(seen, records).extend(getattr(upload, records))
    assert all((seen.punches, seen.events, seen.users, seen.templates, seen.refused))


# Examples that say how it looks: others write it too

PUNCH = Punch("0017", datetime(2026, 3, 2, 8), 0, None, "", "40 00")
ROWS = RowsRead(Upload([PUNCH], lines=1), "attlog-row", {"count": 1}, True)


def test_form_of_a_punch():
    kind, data = encode(RecordedStep(ROWS, AT, SessionPlan(read_whole_log=True), "s1"))
    assert kind == "rows_read"
    assert data == {
        "step": {
            "upload": {
                "punches": [["0017", "2026-03-02T08:00:00", 0, None, "", "40 00"]],
                "lines": 1,
            },
            "table": "attlog-row",
            "position": {"count": 1},
            "complete": True,
        },
        "at": "2026-03-02T08:00:00.123456+00:00",
        "plan": {"read_whole_log": True},
        "session": "s1",
    }


def test_form_of_a_connection():
    clock = ClockReading(datetime(2026, 3, 2, 8), AT)
    step = Connected(DeviceInfo(users=3), True, "CJ9", clock)
    assert encode(RecordedStep(step, AT))[1]["step"] == {
        "info": {"users": 3},
        "has_new_punches": True,
        "serial": "CJ9",
        "clock": ["2026-03-02T08:00:00", AT.isoformat()],
    }


def test_values_of_open_type_keep_their_types():
    payload = {"day": date(2026, 3, 2), "at": time(8), "$day": 1, "nested": {"$x": 2}}
    step = CommandDone(
        DeviceCommand("7", "set_user", payload),
        CommandResult("7", -1, "USER", {"a": "b"}, ""),
        Upload(refused=[Refused("x", Reason("pin_format", {"maximum": 9}), PUNCH)]),
        Reason("command_unsupported"),
    )
    assert there_and_back(RecordedStep(step, AT)) == RecordedStep(step, AT)


# The end of a session

ERRORS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, TransportError)
]


@pytest.mark.parametrize("kind", ERRORS)
def test_error_that_ended_a_session_is_raised_again(kind):
    more = (None,) if kind is DeviceRefused else ()
    error = kind("other_terminal", *more, serial="X")
    end = there_and_back(RecordedStep(SessionEnd.of(error), AT)).step
    assert type(end.exception) is kind
    assert end.exception.reason == error.reason


def test_session_that_ended_well_has_no_error():
    end = there_and_back(RecordedStep(SessionEnd.of(None, cut_short=True), AT)).step
    assert (end.exception, end.cut_short) == (None, True)


@pytest.mark.parametrize("name", ["ProtocolError", "Any", "no_such_error", "__doc__"])
def test_unknown_error_is_some_failure_of_the_session(name):
    assert type(SessionEnd(name).exception) is TransportError


# What nobody encoded

GOOD = encode(RecordedStep(ROWS, AT))[1]


def changed(**values):
    return {**GOOD, "step": {**GOOD["step"], **values}}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("ready_for_command", GOOD),
        ("rows", GOOD),
        ([], GOOD),
        ({}, GOOD),
        (None, GOOD),
        ("rows_read", None),
        ("rows_read", []),
        ("rows_read", {**GOOD, "at": "2026-03-02T08:00:00"}),
        ("rows_read", {**GOOD, "at": 7}),
        ("rows_read", {**GOOD, "more": 7}),
        ("rows_read", {"step": GOOD["step"]}),
        ("connected", GOOD),
        ("rows_read", changed(complete=1)),
        ("rows_read", changed(table=None)),
        ("rows_read", changed(position=[])),
        ("rows_read", changed(position={"x": {"$object": []}})),
        ("rows_read", changed(position={"x": {"$tuple": 7}})),
        ("rows_read", changed(position={"x": {"$datetime": "yesterday"}})),
        ("rows_read", changed(position={"x": {"$nothing": 1}})),
        ("rows_read", changed(upload={"punches": {}})),
        ("rows_read", changed(upload={"punches": [["1"]]})),
        ("rows_read", changed(upload={"punches": [[*GOOD["step"], 1, 2, 3, 4, 5, 6]]})),
        ("rows_read", changed(upload={"punches": [["1", "now", 0, 1, "", ""]]})),
        ("rows_read", changed(upload={"punches": [["1", "2026-03-02", True, 1, "", ""]]})),
        ("rows_read", changed(upload={"photos": [{"pin": "", "time": None, "kind": "", "image": "*"}]})),
        ("rows_read", changed(upload={"users": [{"pin": "1", "valid_from": 7}]})),
        ("rows_read", changed(upload={"users": [{"name": "1"}]})),
    ],
)  # fmt: skip
def test_other_json_is_refused(kind, data):
    with pytest.raises(ProtocolError) as caught:
        decode(kind, data)
    assert caught.value.code == "step_unreadable"


def test_nesting_without_end_is_refused():
    deep = inner = {}
    for _ in range(100_000):
        inner["x"] = inner = {}
    with pytest.raises(ProtocolError):
        decode("rows_read", changed(position={"x": deep}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*GOOD, *GOOD["step"], "x"]), inner, max_size=4
        )
    ),
)


@given(
    st.sampled_from(sorted(KINDS)) | JSON,
    JSON,
    st.sampled_from(["step", "at", "plan", ""]),
)
def test_any_json_is_decoded_or_refused(kind, value, place):
    data = {**GOOD, place: value} if place else value
    try:
        decode(kind, data)
    except ProtocolError as error:
        assert error.code == "step_unreadable"


def _places(value, way=()):
    """The way to each value inside a JSON value."""
    yield way
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in inner:
            yield from _places(each, (*way, key))


def _put(value, way, new):
    """A copy of a JSON value with another one at that place."""
    if not way:
        return new
    copy = value.copy()
    copy[way[0]] = _put(value[way[0]], way[1:], new)
    return copy


@given(RECORDED, st.randoms(use_true_random=False))
def test_any_value_of_a_step_may_be_any_other(recorded, chance):
    kind, data = encode(recorded)
    way = chance.choice([*_places(data)])
    for other in (None, [], {}, [[]], [{}], 7, "x", True):
        try:
            decode(kind, _put(data, way, other))
        except ProtocolError as error:
            assert error.code == "step_unreadable"


def test_missing_is_not_a_default_of_any_step():
    assert MISSING not in [each.default for each in fields(SessionEnd)]
