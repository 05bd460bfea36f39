"""Names in the character set of the terminal's language, read and written."""

from codecs import BOM_UTF8

import pytest

from terminals.adms.commands import encode_command, encode_commands
from terminals.adms.device_info import decode_options
from terminals.adms.languages import encoding_of_language
from terminals.adms.request import read_call
from terminals.adms.results import decode_results
from terminals.adms.uploads import decode_upload

NAMES = {
    "cp1256": "محمد علي",
    "cp1251": "Жанна Щукина",
    "cp874": "สมชาย ใจดี",
    "cp1254": "Gülşen Öğüş",
    "cp1253": "Γιώργος",
    "cp1255": "דוד",
    "cp1250": "Łukasz Žižka",
    "cp1252": "Müller Günther",
    "big5": "王小明",
    "gbk": "王小明",
    "shift_jis": "田中",
    "euc_kr": "김철수",
}
EVERY = pytest.mark.parametrize(("encoding", "name"), NAMES.items(), ids=NAMES)


def user_row(name, pin="7"):
    return f"USER PIN={pin}\tName={name}\tPri=0\tCard=\tGrp=1\n"


def named(body, encoding):
    upload = decode_upload("OPERLOG", body, encoding=encoding)
    assert upload.refused == []
    return [user.name for user in upload.users]


@EVERY
def test_name_is_read_in_the_set_of_the_terminal(encoding, name):
    assert named(user_row(name).encode(encoding), encoding) == [name]


@EVERY
def test_unicode_is_read_whatever_the_set(encoding, name):
    assert named(user_row(name).encode(), encoding) == [name]


@EVERY
def test_lines_of_both_kinds_are_each_read(encoding, name):
    body = user_row(name).encode() + user_row(name, "8").encode(encoding)
    assert named(body, encoding) == [name, name]


def test_chinese_is_read_without_a_set_as_before():
    assert named(user_row("王小明").encode("gbk"), "utf-8") == ["王小明"]


def test_byte_the_set_does_not_have_is_read_as_before():
    body = user_row("x").encode().replace(b"x", "王".encode("gbk") + b"\xdb\xa2")
    assert named(body, "cp874") == named(body, "utf-8")


@EVERY
def test_pin_with_letters_of_a_punch_is_read_in_the_set(encoding, name):
    line = f"{name}\t2025-03-03 08:00:00\t0\t1\n"
    upload = decode_upload("ATTLOG", line.encode(encoding), encoding=encoding)
    assert [punch.pin for punch in upload.punches] == [name]


@EVERY
def test_table_nobody_knows_is_kept_in_the_set(encoding, name):
    upload = decode_upload("NEWS", name.encode(encoding), encoding=encoding)
    assert [item.line for item in upload.refused] == [name]


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("ATTLOG", "1\t2025-03-03 08:00:00\t0\t1\n"),
        ("OPERLOG", "USER PIN=1\tName=Ada\n"),
        ("OPERLOG", "OPLOG 4\t0\t2025-03-03 08:00:00\t0\t0\t0\t0\n"),
        ("options", "~DeviceName=X903,MAC=00:17:61:12:ba:c5\n"),
        ("tabledata", "user uid=1\tpin=1\tname=Ada\n"),
    ],
)
def test_mark_of_unicode_before_the_first_row_changes_nothing(table, row):
    plain = decode_upload(table, row.encode(), name="user")
    marked = decode_upload(table, BOM_UTF8 + row.encode(), name="user")
    assert marked == plain
    assert plain.refused == []


def test_mark_of_unicode_before_the_first_row_of_another_set():
    body = BOM_UTF8 + user_row("Жанна").encode("cp1251")
    assert named(body, "cp1251") == ["Жанна"]


def test_mark_of_unicode_before_a_result():
    [result] = decode_results(BOM_UTF8 + b"ID=1&Return=0&CMD=DATA\n")
    assert (result.id, result.code) == ("1", 0)


@pytest.mark.parametrize(
    ("number", "encoding"),
    [
        ("83", "gbk"),
        ("84", "big5"),
        ("66", "cp1256"),
        ("65", "cp1256"),
        ("82", "cp1251"),
        ("76", "cp874"),
        ("116", "cp1254"),
        ("90", "cp1250"),
        (" 82 ", "cp1251"),
        ("69", None),
        ("73", None),
        ("", None),
        ("9999", None),
        ("ru", None),
    ],
)
def test_language_suggests_a_set_where_its_names_need_one(number, encoding):
    assert encoding_of_language(number) == encoding
    info = decode_options(f"~DeviceName=X903,Language={number}".encode()).info
    assert info.encoding == encoding
    query = {"SN": "A1", "options": "all", "language": number}
    call = read_call("/iclock/cdata", query, "GET")
    assert (call.info.encoding if call.info else None) == encoding


def test_language_and_counts_in_one_request():
    query = {"SN": "A1", "language": "82", "INFO": "Ver 8,5,3,42,10.0.0.7"}
    info = read_call("/iclock/getrequest", query, "GET").info
    assert (info.encoding, info.users) == ("cp1251", 5)


@EVERY
def test_name_is_written_in_the_set_of_the_terminal(encoding, name):
    text = encode_command("set_user", {"pin": "7", "name": name}, "attendance")
    sent = encode_commands([("1", text)], encoding=encoding)
    assert sent == f"C:1:DATA UPDATE USERINFO PIN=7\tName={name}\n".encode(encoding)
    assert encode_commands([("1", text)]) == sent.decode(encoding).encode()


def test_letter_the_set_does_not_have_is_a_question_mark():
    text = encode_command("set_user", {"pin": "7", "name": "Łuk"}, "attendance")
    sent = encode_commands([("1", text)], encoding="cp1251")
    assert sent == b"C:1:DATA UPDATE USERINFO PIN=7\tName=?uk\n"


def test_message_with_a_letter_the_set_does_not_have():
    text = "DATA UPDATE SMS MSG=Łuk\tTAG=254"
    sent = encode_commands([("1", text)], encoding="cp1251")
    assert sent == b"C:1:DATA UPDATE SMS MSG=?uk\tTAG=254\n"


def test_pin_with_a_letter_the_set_does_not_have_stays_itself():
    text = encode_command("set_user", {"pin": "Ł7", "name": "Ж"}, "attendance")
    sent = encode_commands([("1", text)], encoding="cp1251")
    assert sent == "C:1:DATA UPDATE USERINFO PIN=Ł7\tName=Ж\n".encode()
