"""Records too long to be stored are refused whole; options are stored as far as they fit."""

import json

import pytest

from terminals import BRANDS
from terminals.limits import (
    MAX_EVENT_BYTES,
    MAX_LINE_LENGTH,
    MAX_OPTION_LENGTH,
    MAX_OPTION_NAME_LENGTH,
    MAX_OPTIONS,
    MAX_OPTIONS_LENGTH,
    MAX_WORKCODE_LENGTH,
    TOO_LONG,
    fitting_options,
)
from tests.files.opening import decode_file

ROW = "7\t2026-03-02 08:00:00\t0\t1\t"
#: Of a USB stick, whose third column is the number of the terminal.
FILE_ROW = "7\t2026-03-02 08:00:00\t1\t0\t1\t"


def decoded(body, table="ATTLOG", brand="adms"):
    return BRANDS[brand].decode(table, body.encode())


@pytest.mark.parametrize(
    ("code", "punches"),
    [
        ("x" * MAX_WORKCODE_LENGTH, 1),
        ("x" * (MAX_WORKCODE_LENGTH + 1), 0),
        ("y" * 2**20, 0),
    ],
)
def test_a_work_code_too_long_is_refused_whole(code, punches):
    for upload in (
        decoded(ROW + code),
        decode_file("f", f"{FILE_ROW}{code}".encode()),
    ):
        assert len(upload.punches) == punches
        assert len(upload.refused) == 1 - punches
        for refused in upload.refused:
            assert len(refused.line) >= len(code) or "not kept" in refused.line
            assert refused.reason == TOO_LONG
        assert upload.lines == 1, "acknowledged all the same: it is kept as a message"


def test_a_refused_row_leaves_the_others_punches():
    upload = decoded(f"{ROW}1\n{ROW}{'x ' * MAX_LINE_LENGTH}\n{ROW}2\n")
    assert [punch.workcode for punch in upload.punches] == ["1", "2"]
    assert upload.refused[0].line == f"{ROW}{'x ' * MAX_LINE_LENGTH}"


def test_a_gateways_punch_that_is_megabytes_long_is_refused():
    punch = {
        "Type": "CheckIn",
        "UserId": "7",
        "LogTime": "2026-03-02 08:00:00 GMT +0000",
    }
    for more, punches in (("", 1), ("x " * 2**19, 0)):
        body = {"RealTime": {"SerialNumber": "S", "PunchLog": {**punch, "More": more}}}
        upload = decoded(json.dumps(body), "", "cams")
        assert (len(upload.punches), len(upload.refused)) == (punches, 1 - punches)


@pytest.mark.parametrize("letter", ["x ", "é"])
def test_an_event_that_no_index_can_hold_is_refused(letter):
    for count, events in ((10, 1), (MAX_EVENT_BYTES // 2, 0)):
        row = f"ERRORLOG ErrCode=1\tErrMsg={letter * count}"
        upload = decoded(row, "ERRORLOG")
        assert (len(upload.events), len(upload.refused)) == (events, 1 - events)
        assert [refused.line for refused in upload.refused] == [row] * (1 - events)


def test_options_are_stored_until_they_are_too_many_or_too_long():
    long, named = "x" * (MAX_OPTION_LENGTH + 1), "n" * (MAX_OPTION_NAME_LENGTH + 1)
    sent = {"a": "1", "b": long, named: "1"}
    assert fitting_options({"b": "2"}, sent) == (
        {"b": "2", "a": "1"},
        {"b": long, named: "1"},
    )
    many = {str(number): "" for number in range(MAX_OPTIONS + 5)}
    options, others = fitting_options({}, many)
    assert (len(options), len(others)) == (MAX_OPTIONS, 5)
    assert fitting_options(options, {"0": "new"})[0]["0"] == "new"


def test_options_of_many_posts_do_not_grow_without_end():
    options = {}
    for post in range(100):
        sent = {f"{post}/{number}": "x" * MAX_OPTION_LENGTH for number in range(9)}
        options, _others = fitting_options(options, sent)
    assert sum(map(len, [*options, *options.values()])) <= MAX_OPTIONS_LENGTH


def test_an_option_that_becomes_shorter_is_stored_though_all_are_too_long():
    known = {"a": "x" * MAX_OPTIONS_LENGTH, "b": "1"}
    assert fitting_options(known, {"a": "x" * 500})[0]["a"] == "x" * 500
    assert fitting_options(known, {"b": "22"}) == (known, {"b": "22"})
