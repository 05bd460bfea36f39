"""What ./dev makes of Odoo's package, log and catalogue."""

import io

import pytest

from devkit.catalogue import texts
from devkit.odoo_source import point_inside
from devkit.tiers import OdooLog, odoo_tags, pytest_count

STAMP = "2026-01-02 03:04:05,678 77"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("", "/biometric_attendance"),
        ("TestPush", "/biometric_attendance:TestPush"),
        ("TestPush.test_twice", "/biometric_attendance:TestPush.test_twice"),
        ("test_twice", "/biometric_attendance.test_twice"),
        (
            "TestA,TestB.test_x,/hr:TestC",
            "/biometric_attendance:TestA,/biometric_attendance:TestB.test_x,/hr:TestC",
        ),
    ],
)
def test_an_expression_picks_out_odoo_tests(expression, expected):
    assert odoo_tags(expression) == expected


def test_the_results_of_all_loads_are_added_up():
    reader = OdooLog(io.StringIO())
    for failed, errors, count in ((1, 0, 4), (0, 2, 10)):
        reader.read(
            f"{STAMP} ERROR db odoo.tests.result: {failed} failed, {errors} error(s)"
            f" of {count} tests when loading database 'db'"
        )
    assert reader.count == {"passed": 11, "failed": 3}


def test_warnings_are_shown_with_their_traceback_and_the_rest_is_not(capsys):
    reader = OdooLog(io.StringIO())
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


def test_a_new_test_file_is_announced_once(capsys):
    reader = OdooLog(io.StringIO())
    for test in ("TestA.test_1", "TestA.test_2"):
        logger = "odoo.addons.biometric_attendance.tests.test_push"
        reader.read(f"{STAMP} INFO db {logger}: Starting {test} ... ")
    assert capsys.readouterr().err.split() == ["»", "test_push"]


@pytest.mark.parametrize(
    ("line", "passed", "failed"),
    [
        ("12 passed in 2.42s", 12, 0),
        ("=== 1 failed, 3 passed, 2 skipped, 1 error in 0:01:02 ===", 3, 2),
        ("no tests ran in 0.01s", 0, 0),
    ],
)
def test_numbers_of_the_last_line_of_pytest(line, passed, failed):
    count = pytest_count(line)
    assert (count["passed"], count["failed"]) == (passed, failed)


def test_links_of_packages_lead_into_the_private_folder(tmp_path):
    target = tmp_path / "usr/share/fonts/a.ttf"
    target.parent.mkdir(parents=True)
    target.write_text("font")
    link = tmp_path / "usr/lib/odoo/a.ttf"
    link.parent.mkdir(parents=True)
    link.symlink_to("/usr/share/fonts/a.ttf")
    outside = tmp_path / "usr/lib/odoo/b.ttf"
    outside.symlink_to("/usr/share/fonts/nowhere.ttf")
    point_inside(tmp_path)
    assert link.resolve() == target
    assert str(outside.readlink()) == "/usr/share/fonts/nowhere.ttf"


def test_message_ids_are_compared_whatever_their_line_breaks():
    one = 'msgid ""\n"Send every"\n"thing"\nmsgstr ""\n'
    other = 'msgid "Send everything"\nmsgstr ""\n'
    assert texts(one) == texts(other) == {"Send everything"}
