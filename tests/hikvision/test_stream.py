"""The stream of events, cut into parts however it comes."""

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from terminals.hikvision.bodies import read_body
from terminals.hikvision.pushed import decode_documents
from terminals.hikvision.stream import MAX_PART_BYTES, PartSplitter
from tests.hikvision_vectors import alert, json_part, multipart, picture_part

FILLER = {"eventType": "videoloss", "eventState": "inactive"}
XML = (
    b"<EventNotificationAlert><dateTime>2026-03-04T08:00:00Z</dateTime>"
    b"<AccessControllerEvent><major>5</major><minor>75</minor><serialNo>9</serialNo>"
    b"<employeeNoString>7</employeeNoString></AccessControllerEvent>\r\n"
    b"</EventNotificationAlert>"
)
PARTS = [
    json_part(FILLER),
    json_part(alert(1), length=7),
    picture_part(),
    json_part(alert(2, envelope={"currentEvent": False})),
    (["Content-Type: application/xml", "Content-Length: 0"], XML),
    (["Content-Type: application/json"], json.dumps(alert(3), indent=2).encode()),
]


def numbers(parts):
    """Return the numbers of the punches in parts; nothing in them may be refused."""
    found = []
    for part in parts:
        upload = decode_documents(read_body(part))
        assert upload.refused == []
        found += [punch.number for punch in upload.punches]
    return found


def feed(pieces):
    splitter = PartSplitter()
    return [part for piece in pieces for part in splitter.feed(piece)]


def cut(raw, places):
    places = [0, *sorted(places), len(raw)]
    return [raw[start:end] for start, end in pairwise(places)]


@settings(max_examples=200)
@given(st.data())
def test_cuts_at_any_place_make_the_same_punches(data):
    chosen = data.draw(st.lists(st.sampled_from(PARTS), max_size=8))
    line = data.draw(st.sampled_from([b"\r\n", b"\n"]))
    raw = multipart(*chosen, end=data.draw(st.booleans()), line=line)
    places = data.draw(st.lists(st.integers(0, len(raw)), max_size=12))
    whole = feed([raw, b"\r\n"])
    assert numbers(feed([*cut(raw, places), b"\r\n"])) == numbers(whole)
    wanted = {1: "1", 3: "2", 4: "9", 5: "3"}
    events = [
        wanted[place] for each in chosen if (place := PARTS.index(each)) in wanted
    ]
    assert numbers(whole) == events


@pytest.mark.parametrize("place", [1, 4, 5])
def test_event_is_given_before_the_next_part_begins(place):
    raw = multipart(PARTS[place], end=False).rstrip()
    assert len(numbers(feed([raw]))) == 1
    # And not once more when it does.
    assert len(numbers(feed([raw, multipart(PARTS[0])]))) == 1


def test_long_part_is_forgotten_and_what_follows_it_is_not():
    long = picture_part(b"\xff\xd8\xff" + b"x" * (3 * MAX_PART_BYTES))
    raw = multipart(long, PARTS[1])
    splitter, found, held = PartSplitter(), [], 0
    for start in range(0, len(raw), 10_000):
        found += splitter.feed(raw[start : start + 10_000])
        held = max(held, len(splitter._buffer))
    assert numbers(found) == ["1"]
    assert held <= MAX_PART_BYTES + 10_000


@settings(max_examples=300)
@given(st.lists(st.binary(max_size=50) | st.sampled_from([b"--x\r\n", b"\n--x"])))
def test_any_bytes_are_taken(pieces):
    for part in feed(pieces):
        decode_documents(read_body(part))


def test_what_has_no_boundary_is_not_collected():
    splitter = PartSplitter()
    for _piece in range(100):
        assert splitter.feed(b"x" * 1000) == []
    assert len(splitter._buffer) < 1000
