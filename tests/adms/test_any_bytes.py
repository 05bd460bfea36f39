"""Any bytes give records, messages or ProtocolError, and nothing else."""

import re
from codecs import BOM_UTF8
from time import process_time

import pytest
from hypothesis import given, settings, strategies as st

from terminals.adms.device_info import decode_info
from terminals.adms.results import decode_results
from terminals.adms.uploads import acknowledge, decode_upload
from terminals.errors import ProtocolError
from terminals.records import DeviceInfo
from terminals.zk_times import decode_zk_time, encode_zk_time
from tests.adms_vectors import VECTORS, body

TABLES = [
    "ATTLOG",
    "OPERLOG",
    "BIODATA",
    "IDCARD",
    "ATTPHOTO",
    "BIOPHOTO",
    "USERPIC",
    "ERRORLOG",
    "options",
    "TABLEDATA",
    "",
]
pieces = st.sampled_from(
    b"\t|\n|\r\n|=|,|&|\0|ID=|PIN=|OPLOG |CMD=|Content=|USER |0|255"
    b"|user |templatev10 |FP |BIODATA |USERPIC |Card=|Tmp=|EndDatetime=|event=|pin=7"
    b"|time=2024-07-28 01:25:24|time_second=|AAAA".split(b"|")
) | st.sampled_from(
    [b"2024-07-28 01:25:24", b"\xff\xd8\xff", "加班".encode("gb18030"), "é".encode()]
)
mixed = st.lists(pieces | st.binary(max_size=6), max_size=60).map(b"".join)
real = st.sampled_from([body(name) for name in VECTORS if body(name)])


@st.composite
def damaged(draw):
    """A real body with one stretch replaced."""
    raw = draw(real)
    start = draw(st.integers(0, len(raw)))
    end = draw(st.integers(start, len(raw)))
    return raw[:start] + draw(st.binary(max_size=8)) + raw[end:]


ROWS = st.sampled_from(
    [
        "1\t2026-03-02 08:00:00\t0\t1",
        "OPLOG 4\t0\t2026-03-02 08:00:00\t0\t0\t0\t0",
        "USER PIN=1\tName=Ann Lee\tPri=14\tPasswd=1\tCard=[15CD5B07]",
        "FP PIN=1\tFID=4\tSize=4\tValid=1\tTMP=AAEC",
        "BIODATA Pin=1\tNo=0\tType=9\tMajorVer=39\tTmp=AAEC",
        "USERPIC PIN=1\tFileName=1.jpg\tSize=4\tContent=AAEC",
        "BIOPHOTO PIN=1\tType=9\tSize=4\tContent=AAEC",
        "ATTPHOTO pin=20181003143617-22.jpg\tsize=4\tphoto=AAEC",
        "IDCARD PIN=2\tIDNum=7\tName=Ann",
        "ERRORLOG ErrCode=D01E0001\tErrMsg=\tCmdId=123",
        "transaction pin=1\teventtype=0\ttime_second=548003688",
        "TYPE=0\tPIN=1\tTMP=5",
    ]
)


@st.composite
def twisted(draw):
    """Return a valid row with separators, columns and case changed."""
    parts = re.split(r"([\t ])", draw(ROWS))
    for _change in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(parts) - 1))
        change = draw(st.sampled_from(["drop", "double", "lower", "upper", "swap"]))
        part = parts[place]
        parts[place] = {
            "drop": "",
            "double": part + part,
            "lower": part.lower(),
            "upper": part.upper(),
            "swap": {" ": "\t", "\t": " "}.get(part, part[::-1]),
        }[change]
    return "".join(parts).encode()


bodies = st.binary() | mixed | damaged() | twisted()


def texts_of(upload):
    for punch in upload.punches:
        yield from (punch.pin, punch.workcode, punch.line)
    for event in upload.events:
        yield from (event.code, event.label, event.operator, event.line, *event.details)
    for refused in upload.refused:
        yield from (refused.line, str(refused.reason))
    for user in upload.users:
        yield from (user.pin, user.line)
        yield from filter(None, (user.name, user.privilege, user.password))
        yield from filter(None, (user.card, user.group))
    for template in upload.templates:
        yield from (template.pin, template.kind, template.text)
    for photo in upload.photos:
        yield from (photo.pin, photo.kind)
    if upload.info:
        yield from upload.info.options
        yield from upload.info.options.values()


def records_of(upload):
    people = (upload.users, upload.templates, upload.photos)
    return (upload.punches, upload.events, upload.refused, *people)


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=150)
@given(raw=bodies)
def test_any_body_gives_records_and_messages(table, raw):
    upload = decode_upload(table, raw)
    for text in texts_of(upload):
        assert "\0" not in text
        text.encode()  # a database can store it
    for refused in upload.refused:
        assert refused.reason
    assert acknowledge(table, upload).startswith(b"OK")
    if raw.removeprefix(BOM_UTF8).strip(b" \t\r\n") and table not in {"options"}:
        assert any(records_of(upload)), "something was lost"
    if table == "ATTLOG":
        assert len(upload.punches) + len(upload.refused) == upload.lines


NAMES = ["user", "templatev10", "biodata", "biophoto", "userpic", "ATTPHOTO", "x", ""]


@pytest.mark.parametrize("table", [*TABLES, "RTLOG", "RTSTATE", "ENROLLINFODATA"])
@settings(max_examples=150)
@given(raw=bodies, name=st.sampled_from(NAMES))
def test_any_rows_of_a_name_are_counted(table, raw, name):
    upload = decode_upload(table, raw, name=name)
    for text in texts_of(upload):
        assert "\0" not in text
        text.encode()
    kept = records_of(upload)
    if raw.removeprefix(BOM_UTF8).strip(b" \t\r\n") and table not in {
        "options",
        "RTSTATE",
    }:
        assert any(kept), "something was lost"
        whole = any(
            refused.reason.code == "table_unknown" for refused in upload.refused
        )
        assert sum(map(len, kept)) >= upload.lines or whole or not table
    named = bool(name) and table == "TABLEDATA"
    answer = acknowledge(table, upload, name=name)
    assert (
        answer == b"%s=%d" % (name.encode(), upload.lines) if named else b"OK" in answer
    )


@given(table=st.text(), raw=bodies)
def test_any_table_is_acknowledged(table, raw):
    assert acknowledge(table, decode_upload(table, raw)).startswith(b"OK")


@given(raw=bodies)
def test_any_body_gives_results(raw):
    for result in decode_results(raw):
        assert result.id
        texts = (result.id, result.echo, result.content, *result.values)
        for text in (*texts, *result.values.values()):
            assert "\0" not in text
            text.encode()


@given(st.text())
def test_any_info_is_read(info):
    assert isinstance(decode_info(info), DeviceInfo)


@given(st.integers())
def test_any_packed_time_is_a_moment_or_refused(packed):
    try:
        assert encode_zk_time(decode_zk_time(packed)) == packed
    except ProtocolError as error:
        assert str(error.reason)


@given(raw=mixed)
def test_line_of_a_punch_reads_as_that_punch(raw):
    """Replay: the kept line alone gives the same punch."""
    for punch in decode_upload("ATTLOG", raw).punches:
        assert decode_upload("ATTLOG", punch.line.encode()).punches == [punch]


@pytest.mark.parametrize(
    "piece", [b"TMP=\n", b"_template_", b"PIN=\t", b"_passwd", b"USER PIN=1\n", b"\t="]
)
def test_no_body_of_a_megabyte_takes_long(piece):
    raw = piece * (2**20 // len(piece))
    started = process_time()
    for table in ("OPERLOG", "TABLEDATA", "RTLOG"):
        decode_upload(table, raw, name="user")
    assert process_time() - started < 20, "not quadratic"
