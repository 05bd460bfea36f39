"""How much a terminal may send at once."""

import re

import pytest

from terminals import BRANDS
from terminals.adms.options import MAX_POST_BYTES
from terminals.calls import Call, Done, Unfinished
from terminals.records import Upload

PUSH = BRANDS["adms"].push


@pytest.mark.parametrize(
    ("path", "query", "limit"),
    [
        ("/iclock/cdata", {"table": "ATTLOG"}, 2 * MAX_POST_BYTES),
        ("/iclock/cdata", {"TABLE": "operlog"}, 2 * MAX_POST_BYTES),
        ("/iclock/cdata", {}, 2 * MAX_POST_BYTES),
        ("/iclock/cdata", {"table": "attphoto"}, None),
        ("/iclock/fdata", {"table": "ATTLOG"}, None),
        ("/iclock/cdata", {"table": "tabledata", "tablename": "biophoto"}, None),
    ],
)
def test_rows_have_a_limit_near_the_size_told_and_photos_that_of_the_route(
    path, query, limit
):
    assert PUSH.max_body_bytes(path, query) == limit


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(0, [0]), (2, [2]), (3, [0, 2, 1]), (5, [0, 2, 2, 1]), (6, [0, 2, 2, 2])],
)
def test_records_come_in_pieces_of_about_a_size(count, sizes):
    upload = Upload(events=list(range(count)), refused=[])
    pieces = list(upload.pieces(2))
    assert [len(piece.events) for piece in pieces] == sizes
    assert [event for piece in pieces for event in piece.events] == upload.events


@pytest.mark.parametrize("key", [key for key, brand in BRANDS.items() if brand.push])
def test_rows_that_are_left_are_not_acknowledged(key):
    call = Call("upload", "S1", "ATTLOG", message="1", dialect="attendance")
    done, left = (
        BRANDS[key].push.answer(call, outcome)
        for outcome in (Done(Upload(lines=2)), Unfinished())
    )
    assert (left.status, left.headers, left.body) != (
        done.status,
        done.headers,
        done.body,
    )
    sent = f"{left.status} {left.headers} {left.body}"
    assert not re.search("200.*(OK|done)", sent), sent
