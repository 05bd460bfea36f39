"""What ./dev makes of Odoo's package, log and catalogue."""

import io

import pytest

from devkit.catalogue import texts
from devkit.odoo_source import point_inside
from devkit.odoo_tier import Reader, test_tags as tags
from devkit.tally import Tally

STAMP = "2026-01-02 03:04:05,678 77"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("", "/biometric_attendance"),
        ("TestPush", "/biometric_attendance:TestPush"),
        ("TestPush.test_twice", "/biometric_attendance:TestPush.test_twice"),
        ("test_twice", "/biometric_attendance.test_twice"),
    ],
)
def test_an_expression_picks_out_odoo_tests(expression, expected):
    assert tags(expression) == expected


def test_the_results_of_all_loads_are_added_up():
    reader = Reader(io.StringIO(), lambda _text: None)
    for failed, errors, count in ((1, 0, 4), (0, 2, 10)):
        reader.read(
            f"{STAMP} ERROR db odoo.tests.result: {failed} failed, {errors} error(s)"
            f" of {count} tests when loading database 'db'"
        )
    assert reader.tally == Tally(passed=11, failed=3)


def test_warnings_are_shown_with_their_traceback_and_the_rest_is_not(capsys):
    reader = Reader(io.StringIO(), lambda _text: None)
    for line in (
        f"{STAMP} INFO db odoo.modules: loading",
        f"{STAMP} WARNING db odoo.addons.x: careful",
        "Traceback: line of the warning",
        f"{STAMP} INFO db odoo.modules: loaded",
        "a line of the information",
    ):
        reader.read(line)
    shown = capsys.readouterr().err.splitlines()
    assert [line.rpartition(": ")[2] for line in shown] == [
        "careful",
        "line of the warning",
    ]


def test_a_new_test_file_is_announced_once():
    said = []
    reader = Reader(io.StringIO(), said.append)
    for test in ("TestA.test_1", "TestA.test_2"):
        logger = "odoo.addons.biometric_attendance.tests.test_push"
        reader.read(f"{STAMP} INFO db {logger}: Starting {test} ... ")
    assert [text.strip() for text in said] == ["test_push"]


def test_links_of_packages_lead_into_the_private_folder(tmp_path):
    target = tmp_path / "usr/share/fonts/a.ttf"
    target.parent.mkdir(parents=True)
    target.write_text("font")
    link = tmp_path / "usr/lib/odoo/a.ttf"
    link.parent.mkdir(parents=True)
    link.symlink_to("/usr/share/fonts/a.ttf")
    stray = tmp_path / "usr/lib/odoo/b.ttf"
    stray.symlink_to("/usr/share/fonts/nowhere.ttf")
    point_inside(tmp_path)
    assert link.resolve() == target
    assert str(stray.readlink()) == "/usr/share/fonts/nowhere.ttf"


def test_message_ids_are_compared_whatever_their_line_breaks():
    one = 'msgid ""\n"Send every"\n"thing"\nmsgstr ""\n'
    other = 'msgid "Send everything"\nmsgstr ""\n'
    assert texts(one) == texts(other) == {"Send everything"}
