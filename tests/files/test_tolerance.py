"""What programs write around punches, and what people change before they import them."""

from io import BytesIO

import pytest

from terminals.errors import ProtocolError
from terminals.files.inspection import inspect
from terminals.files.layout import Layout, signature
from terminals.files.proposal import MAX_VALUES, QUESTIONS, with_answer
from terminals.files.reading import read, read_line
from terminals.files.source import MAX_LINES_QUOTED, RowsSource, TextSource
from tests.files.opening import asked, inspected, rows_of, source_of, values_of

ROW = "17\t2026-11-23 08:00:00\t1\t0\t1\t0"
IN = ("17", "2026-11-23 08:00:00", 0)
OUT = ("17", "2026-11-23 17:00:00", 1)
BODY = "17,2026-11-23 08:00:00,In\n17,2026-11-23 17:00:00,Out\n"
TABLE = f"PIN,Time,State\n{BODY}"


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        f"Attendance report\n\n{TABLE}",
        f"Report,2026-11-23 08:00:00,,\nPrinted,by,Ann\n{TABLE}",
        f"# comment\n{TABLE}",
        f"sep=,\n{TABLE}",
        TABLE.replace(",", ";"),
        "sep=|\n" + TABLE.replace(",", "|"),
        TABLE.replace("\n", "\r\n"),
        TABLE.replace("\n", "\r"),
        TABLE.replace("\n", "\n\n"),
        TABLE + "PIN,Time,State\n",
        TABLE.replace("17,", '"17",'),
        TABLE.replace("17,", "17 ,"),
        TABLE.replace("\n", ",\n"),
        TABLE + ",,\n",
        TABLE.replace("PIN", "P.I.N."),
        TABLE.replace("Time", "\u65e5\u671f\u65f6\u95f4"),
        "PIN,Name,Time,State\n" + BODY.replace("17,", '17,"Bell, Ann",'),
        "PIN,Name,Time,State\n" + BODY.replace("17,", '17,"Bell,\nAnn",'),
        "PIN,Name,Time,State\n" + BODY.replace("17,", '17,5" pipe,'),
    ],
)
def test_the_same_two_punches(text):
    assert values_of(text) == [IN, OUT]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_unicode_shows_itself(encoding):
    text = TABLE.replace("17", "\u00dc17").encode(encoding)
    assert {pin for pin, _time, _state in values_of(text, encoding="cp1252")} == {
        "\u00dc17"
    }


def test_other_character_sets_are_as_a_person_says():
    text = TABLE.replace("17", "\u00dc17").encode("cp1252")
    assert {row[0] for row in values_of(text, encoding="cp1252")} == {"\u00dc17"}
    assert {row[0] for row in values_of(text, fixed={"encoding": "cp1252"})} == {
        "\u00dc17"
    }
    assert {row.refused.code for row in rows_of(text)} == {"row_pin"}


def test_quotes_that_are_not_closed_cost_one_row():
    lines = [f'{n % 2},"2026-11-23 08:00:00' if n == 1 else f"{n % 2},2026-11-23 08:00:00"
             for n in range(3 * MAX_LINES_QUOTED)]  # fmt: skip
    rows = rows_of("PIN,Time\n" + "\n".join(lines))
    assert [row.number for row in rows] == list(range(2, 2 + len(lines)))
    assert [row.number for row in rows if row.refused] == [3]


def test_number_is_that_of_the_first_line():
    text = (
        'PIN,Name,Time\n17,"Bell,\nAnn",2026-11-23 08:00\n\n18,Bob,2026-11-23 09:00\n'
    )
    assert [row.number for row in rows_of(text)] == [2, 5]
    assert rows_of(text)[0].line == '17,"Bell,\nAnn",2026-11-23 08:00'


def test_blanks_in_place_of_tabs_with_halves_of_the_day():
    text = "17 23/11/2026 8:00 AM 1 0 15\n17 23/11/2026 5:00 p. m. 1 1 15\n"
    assert values_of(text) == [IN, OUT]


def test_row_of_another_number_of_blanks_is_refused():
    text = "17 2026-11-23 08:00:00 Ann\n18 2026-11-23 08:00:00 Ann Bell\n" * 2
    text += "17 2026-11-23 08:00:00 Ann\n"
    assert [bool(row.refused) for row in rows_of(text)] == [
        False,
        True,
        False,
        True,
        False,
    ]


def test_row_of_more_columns_than_the_header_is_refused():
    text = "Time,Name,PIN\n2026-11-23 08:00,Bell, Ann,17\n2026-11-23 08:00,Bob,18"
    rows = rows_of(text)
    assert [row.refused and row.refused.code for row in rows] == ["row_width", None]


@pytest.mark.parametrize(
    ("row", "punches"),
    [
        (ROW, 1),
        (ROW + "\t0\t0\t0\t0\t0\t0", 1),
        (ROW + "\t0\t12:30", 1),
        (f"{ROW}        18\t2026-11-23 08:01:00\t1\t0", 0),
        (f"{ROW}\t18\t2026-11-23 08:01:00", 0),
        ("17\t2026-11-23 08:00\t1\t0 18\t2026-11-23 08:01", 0),
        (f"{ROW}\t2026-11-23 08:00:00", 0),
    ],
)
def test_merged_rows_are_told_by_a_second_moment(row, punches):
    (decoded,) = rows_of(row)
    assert len(decoded.punches) == punches
    assert punches or decoded.refused.code == "line_merged"


def test_rows_of_several_devices():
    text = f"{ROW}\nSN=AAA1111111\n{ROW}\nCheckSum=1\nSN: BBB2222222\n{ROW}\n"
    name = "CCC3333333_attlog.dat"
    assert [row.device for row in rows_of(text, name)] == [
        "CCC3333333",
        "AAA1111111",
        "BBB2222222",
    ]
    found = inspected(text, name)
    assert found.devices == {"CCC3333333": 1, "AAA1111111": 1, "BBB2222222": 1}
    behind = list(read(source_of(text, name), found.layout, start=3))
    assert [row.device for row in behind] == ["BBB2222222"]


@pytest.mark.parametrize(
    ("name", "serial"),
    [
        ("1_attlog.dat", ""),
        ("12345_attlog.dat", ""),
        ("attlog.dat", ""),
        ("attlog_blanks.txt", ""),
        ("CEXA194460123_attlog.dat", "CEXA194460123"),
        ("C:\\usb\\CEXA194460123_attlog.dat", "CEXA194460123"),
        ("AttLog_3485154901201.dat", "3485154901201"),
    ],
)
def test_serial_in_the_name_of_the_file(name, serial):
    assert inspected(ROW, name).layout.serial == serial


def test_device_chosen_by_a_person():
    found = inspected(ROW, "1_attlog.dat", fixed={"serial": "AAA1111111"})
    assert found.devices == {"AAA1111111": 1}


@pytest.mark.parametrize(
    ("column", "values", "device", "question"),
    [
        ("Device SN", ["1", "2"], True, False),
        ("Terminal", ["AAA1111111", "BBB2222222"], True, False),
        ("Terminal", ["1", "1"], False, False),
        ("Terminal", ["1", "2"], False, True),
        ("Terminal", ["Gate", "Door"], False, True),
    ],
)
def test_column_of_the_device(column, values, device, question):
    rows = "".join(f"17,2026-11-23 08:00:00,{value}\n" for value in values)
    found = inspected(f"PIN,Time,{column}\n{rows}")
    assert ("device" in found.layout.columns) is device
    assert asked(found) == (["device"] if question else [])
    if question:
        split = inspected(f"PIN,Time,{column}\n{rows}", answers={"device": "2"})
        assert split.devices == dict.fromkeys(values, 1)


def test_worksheet():
    rows = [
        ["Report"],
        [],
        ["No.", "AC-No.", "Date", "Time", "State"],
        ["1", "17", "2026-11-23 00:00:00", "08:00:00", "C/In"],
        ["2", "17", "2026-11-23 00:00:00", "17:00:00", "C/Out"],
        ["", "", "", "", ""],
        ["3", "17.0", "2026-11-24 00:00:00", "08:00\tx\n", "C/In"],
    ]
    source = RowsSource("book.xlsx", lambda: rows)
    found = inspect(source, fixed={"pin_width": 0})
    layout = found.layout
    assert (layout.encoding, layout.delimiter, layout.rows_above) == ("", "", 3)
    decoded = list(read(source, layout))
    assert [row.number for row in decoded] == [4, 5, 7]
    assert [(p.pin, str(p.time), p.status) for row in decoded for p in row.punches] == [
        IN,
        OUT,
    ]
    assert decoded[2].line == "3\t17.0\t2026-11-24 00:00:00\t08:00 x \tC/In"
    for row in decoded:
        assert read_line(row.line, layout)[2:] == row[2:]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n \n", "file_empty"),
        (b"PIN,Time\n", "file_empty"),
        (b"\0\1\2\3", "file_not_text"),
        (b"PK\3\4", "file_workbook"),
        (b"Name,Colour\nAnn,red\n", "file_unknown"),
        (b"PIN,Date\n17,2026-11-23\n18,2026-11-24\n", "file_no_clock"),
        (b"PIN,Date\n" + b"17,2026-11-23 00:00:00\n" * 9, "file_no_clock"),
    ],
)
def test_file_that_holds_no_punches(content, code):
    with pytest.raises(ProtocolError, match=code):
        inspected(content)


def test_person_may_change_everything():
    text = "x|y|z|w\n9|17|23/11/2026 08:00|30\n9|18|04/05/2026 08:00|31\n"
    found = inspected(
        text,
        fixed={
            "delimiter": "|",
            "header_row": 0,
            "date_order": "month",
            "columns": {"pin": 3, "time": 2, "state": None},
        },
    )
    assert asked(found) == []
    assert found.layout.header == ()
    assert [row.refused and row.refused.code for row in found.sample] == [
        "line_time",
        "line_time",
        None,
    ]
    assert found.sample[2].punches[0].pin == "31"
    assert str(found.sample[2].punches[0].time) == "2026-04-05 08:00:00"


def test_header_chosen_by_a_person():
    text = "a,b\nPIN,Time\nx,y\nBadge,When\n17,2026-11-23 08:00:00\n"
    found = inspected(text, fixed={"header_row": 4})
    assert (found.layout.rows_above, found.layout.header) == (4, ("Badge", "When"))
    assert found.punch_count == 1


def test_columns_that_are_not_there_are_not_taken():
    found = inspected(TABLE, fixed={"columns": {"pin": 99, "time": -1, "state": 77}})
    assert found.layout.columns == {"pin": 0, "time": 1, "state": 2}


def test_time_of_day_chosen_for_the_time_stays_beside_its_day():
    text = "PIN,Date,One,Two\n17,2026-11-23,08:00,17:00\n"
    found = inspected(text)
    assert asked(found) == ["time"]
    assert values_of(text, answers={"time": "2"}) == [
        ("17", "2026-11-23 08:00:00", None)
    ]


@pytest.mark.parametrize("code", QUESTIONS)
def test_answer_to_every_question_is_a_decision(code):
    fixed = with_answer({}, code, "1")
    assert fixed != {}
    both = with_answer(fixed, "pin", "3")
    assert both["columns"]["pin"] == 3
    assert with_answer({}, "device", "") == {"columns": {"device": None}}


def test_unknown_word_costs_the_direction_alone():
    text = TABLE.replace("Out", "Sideways")
    assert values_of(text) == [IN, (*OUT[:2], None)]
    found = inspected(text)
    assert found.unknown_words == ("Sideways",)
    assert "Sideways" in found.sample[1].punches[0].line


def test_numbers_of_a_status_are_asked_about():
    text = (
        "user_id,timestamp,status\n17,2026-11-23 08:00:00,1\n18,2026-11-23 09:00:00,1\n"
    )
    assert asked(inspected(text)) == ["state"]
    assert {state for *_row, state in values_of(text, answers={"state": ""})} == {None}
    answers = {"state": "2", "state_codes": "zk"}
    assert {state for *_row, state in values_of(text, answers=answers)} == {1}


@pytest.mark.parametrize(
    ("pins", "known", "options", "kept"),
    [
        (["00000017", "00000018"], (), ["1", "0"], "17"),
        (["00000017", "00000018"], ["17"], [], "17"),
        (["00000017", "00000018"], ["00000017"], [], "00000017"),
        (["00000017", "00000018"], ["00017"], [], "00017"),
        (["17", "18"], (), [], "17"),
    ],
)
def test_zeros_that_terminals_may_not_show(pins, known, options, kept):
    rows = "".join(f"{n}\t{pin}\t2026-11-23 08:00:00\n" for n, pin in enumerate(pins))
    text = f"No\tEnNo\tDateTime\n{rows}"
    found = inspected(text, known_pins=known)
    assert [o.value for q in found.questions for o in q.options] == options
    assert found.sample[0].punches[0].pin == kept


def test_zeros_that_a_spreadsheet_program_removed():
    found = inspected(TABLE, known_pins=["00017", "00018", "99"])
    (question,) = found.questions
    assert question.code == "pin_width"
    assert question.options == (("0", "17"), ("5", "00017"))
    assert inspected(TABLE, known_pins=["17", "00018"]).questions == ()
    assert inspected(TABLE, known_pins=["99"]).questions == ()


def test_small_letters_of_att2000_have_no_direction():
    text = "Badgenumber,CHECKTIME,CHECKTYPE\n17,2026-11-23 08:00:00,I\n17,2026-11-23 17:00:00,o"
    assert [state for *_row, state in values_of(text)] == [0, None]


def test_events_that_are_no_punches():
    text = (
        "Person ID,Time,Result\n17,2026-11-23 08:00:00,Success\n"
        "18,2026-11-23 08:01:00,Failed\n17,2026-11-23 08:02:00,Door\n"
    )
    codes = [row.refused and row.refused.code for row in rows_of(text)]
    assert codes == [None, "line_denied", "line_event"]


def test_words_of_events_that_are_not_known_are_asked_about():
    text = "Date,User,Event,Device ID\n2026-11-23 08:00:00,17(Ann),Xyz,544430390\n"
    found = inspected(text)
    assert asked(found) == ["event"]
    assert values_of(text, answers={"event": ""}) == [
        ("17", "2026-11-23 08:00:00", None)
    ]


def test_end_before_the_beginning():
    text = "PIN,Date,In,Out\n17,2026-11-23,22:00,06:00\n"
    found = inspected(text)
    assert asked(found) == ["out_next_day"]
    assert found.refused[0].refused.code == "line_end_first"
    night = values_of(text, answers={"out_next_day": "1"})
    assert night == [("17", "2026-11-23 22:00:00", 0), ("17", "2026-11-24 06:00:00", 1)]
    assert asked(inspected(text, answers={"out_next_day": "0"})) == []


def test_day_without_any_moment_is_neither_punch_nor_refused():
    text = "PIN,Date,In,Out\n17,2026-11-23,08:00,17:00\n17,2026-11-24,-,Absent\n"
    found = inspected(text)
    assert (found.row_count, found.punch_count, found.refused_count) == (2, 2, 0)


def test_layouts_of_one_kind_of_file_have_one_signature():
    first = inspected(TABLE)
    other = inspected(TABLE.replace("17", "23"), answers={"date_order": "day"})
    assert first.signature == other.signature == signature(first.layout)
    assert len(first.signature) <= 64
    assert inspected(TABLE.replace(",", ";")).signature != first.signature
    assert inspected(TABLE.replace("PIN", "Badge")).signature != first.signature
    assert inspected(ROW).signature != inspected(ROW + "\t0").signature


def test_layout_of_another_version_is_read():
    assert Layout.from_dict({"kind": "glg", "colour": "red"}) == Layout(kind="glg")


def test_file_is_opened_anew_each_time():
    opened = []

    def opening():
        opened.append(1)
        return BytesIO(TABLE.encode())

    source = TextSource("a.csv", opening)
    layout = inspect(source).layout
    before = len(opened)
    list(read(source, layout))
    assert len(opened) == before + 1


def test_values_shown_of_a_column_are_bounded():
    rows = "".join(f"A{n},2026-11-23 08:00:00\n" for n in range(MAX_VALUES + 10))
    found = inspected(f"PIN,Time\n{rows}")
    assert len(found.pins) == MAX_VALUES
    assert all(len(column.values) <= MAX_VALUES for column in found.columns)
    assert found.row_count == MAX_VALUES + 10
    assert [column.name for column in found.columns] == ["PIN", "Time"]
    assert [column.number for column in found.candidates["pin"]] == [0]


def test_column_of_names_is_not_taken_for_the_pin():
    rows = "Ann Bell,2026-11-23 08:00:00\nBob,2026-11-23 09:00:00\nAnn Bell,2026-11-23 10:00:00\n"
    for text in (
        f"Badge,Time\n{rows}",
        f"Employee,Time\n{rows}",
        rows,
        rows.replace(",", "\t"),
    ):
        assert asked(inspected(text)) == ["pin"]


def test_first_column_without_header_is_asked_about_where_another_may_be_the_pin():
    text = (
        "9,2026-11-23 08:00:00,17\n4,2026-11-23 08:00:00,18\n9,2026-11-23 09:00:00,17\n"
    )
    assert asked(inspected(text)) == ["pin"]


def test_time_when_a_row_was_stored_is_not_taken_for_the_punch():
    text = "PIN,Created At\n17,2026-11-23 08:00:00\n"
    assert asked(inspected(text)) == ["time"]
    assert values_of(text, answers={"time": "1"}) == [
        ("17", "2026-11-23 08:00:00", None)
    ]


def test_numbers_of_a_direction_are_asked_about():
    text = "PIN,Time,Direction\n17,2026-11-23 08:00:00,1\n17,2026-11-23 17:00:00,0\n"
    assert asked(inspected(text)) == ["state_codes"]
    assert [s for *_row, s in values_of(text)] == [None, None]
    assert [s for *_row, s in values_of(text, answers={"state_codes": "one_in"})] == [
        0,
        1,
    ]
    assert asked(inspected(text.replace("Direction", "Punch State"))) == []


def test_beginnings_and_ends_with_numbers_stand_before_those_without():
    text = (
        "PIN,Date,First In,Last Out,In 1,Out 1,In 2,Out 2\n"
        "17,2026-11-23,08:00,17:00,08:00,12:00,13:00,17:00\n"
    )
    assert [(time[11:16], state) for _pin, time, state in values_of(text)] == [
        ("08:00", 0),
        ("12:00", 1),
        ("13:00", 0),
        ("17:00", 1),
    ]


def test_more_beginnings_and_ends_than_a_row_may_hold_refuse_the_file():
    names = ",".join(f"In {n},Out {n}" for n in range(1, 9))
    clocks = ",".join(f"{n + 7:02}:00,{n + 7:02}:30" for n in range(1, 9))
    with pytest.raises(ProtocolError, match="file_many_moments"):
        inspected(f"PIN,Date,{names}\n17,2026-11-23,{clocks}\n")


def test_two_ways_to_begin_a_day_are_asked_about():
    text = "PIN,Date,Check In,Time In,Out\n17,2026-11-23,08:00,08:03,17:00\n"
    assert asked(inspected(text)) == ["time"]


def test_terminals_told_by_numbers_are_asked_about():
    text = "No\tTMNo\tEnNo\tDateTime\n1\t1\t17\t2026-11-23 08:00\n2\t2\t18\t2026-11-23 08:00\n"
    assert asked(inspected(text)) == ["device"]
