"""A person imports files of five layouts: what is asked, what is shown, what is stored."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from demo.company import add_devices
from e2e.test_polling_screens import choose

NEW = "/odoo/action-biometric_attendance.biometric_file_import_action/new"
DEVICES = {"FILE001": "File gate", "FILE002": "File shed"}
ATTLOG = "SN=FILE002\r\n" + "".join(
    f"     7001\t2026-10-{day:02} 08:00:00\t1\t0\t1\t0\r\n" for day in range(1, 20)
)
ATTLOG += "     7002\t2026-02-31 08:00:00\t1\t0\t1\t0\r\n"
GLG = "No\tTMNo\tEnNo\tName\tINOUT\tMode\tDateTime\r\n" + "".join(
    f"{day:06}\t1\t{7000 + day % 3:08}\tPerson\t{day % 2}\t1\t2026/10/{day:02} 08:{day:02}:00\r\n"
    for day in range(1, 16)
)
TWO_PINS = "uid,user_id,timestamp,status,punch\n" + "".join(
    f"{day % 3 + 1},{7100 + day % 3},2026-10-{day:02} 17:00:00,1,1\n"
    for day in range(1, 13)
)
UNDECIDED = "Badge;Date;Time\n" + "".join(
    f"{7201 + day % 4};{day:02}/{day % 5 + 1:02}/2026;08:00\n" for day in range(1, 11)
)


def workbook() -> bytes:
    """Return a workbook with a title, an empty row, and cells of days and times."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Attendance of October"])
    book.active.append([])
    book.active.append(["Employee ID", "Date and Time", "State"])
    for day in range(12):
        moment = datetime(2026, 10, 1, 8, 30) + timedelta(days=day)
        book.active.append([7301 + day % 2, moment, "C/In"])
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def devices(api):
    """Two terminals whose files they are."""
    return add_devices(api, DEVICES, "UTC")


@pytest.fixture
def give(browser, devices, tmp_path):
    """Choose a terminal and a file in the form, and have it read."""
    browser.login()

    def given(name: str, content: str | bytes, device: str = "") -> None:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        browser.open(NEW)
        if device:
            browser.fill("[name=device_id] input", device)
            browser.click(".o-autocomplete--dropdown-item", device)
        choose(browser, ".o_form_view input[type=file]", path)
        browser.find("[name=file] input[type=text]", name)
        browser.click("button[name=action_read]")
        browser.find(".o_form_view [name=preview] td")

    return given


def pictures(browser, name: str) -> None:
    """Keep pictures of a screen of 1366 and of 390 pixels."""
    for width, height, mobile in ((390, 1400, True), (1366, 900, False)):
        browser.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=mobile,
        )
        browser.evaluate("new Promise(done => setTimeout(done, 600))")
        browser.screenshot(f"{name}-{width}")
        assert browser.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth"
        ), f"{name} is wider than {width}"


def import_it(browser, new: int) -> None:
    browser.click("button[name=action_import]", "Import")
    browser.find(".alert-success", f"New: {new}.")


def test_a_log_of_another_terminal(give, browser, committed, tmp_path: Path):
    give("1_attlog.dat", ATTLOG, "File gate")
    browser.find("[name=serial_ids]", "FILE002")
    pictures(browser, "file-attlog")
    assert not browser.evaluate(
        "[...document.querySelectorAll('button[name=action_import]')]"
        ".some(e => e.checkVisibility())"
    )
    browser.click("[name=action_use_proposed]")
    browser.find("[name=device_id] input", "File shed")
    import_it(browser, 19)
    assert (committed.count("FILE001"), committed.count("FILE002")) == (0, 19)
    pictures(browser, "file-attlog-done")
    browser.click("button[name=action_open_unreadable]")
    browser.find(".o_data_row", "2026-02-31")
    assert not browser.console


def test_a_log_of_fk_terminals(give, browser, committed):
    give("GLG_001.TXT", GLG, "File gate")
    asked = "Boolean(document.querySelector('[name=action_choose]')?.checkVisibility())"
    while browser.evaluate(asked):
        pictures(browser, "file-glg-question")
        answer(browser)
    if browser.evaluate(
        "[...document.querySelectorAll('[name=action_use_chosen]')]"
        ".some(e => e.checkVisibility())"
    ):
        browser.click("[name=action_use_chosen]")
    pictures(browser, "file-glg")
    import_it(browser, 15)
    assert not browser.console


def answer(browser, text: str = "") -> None:
    """Choose an answer to the question, and wait until it is not asked any more."""
    asked = browser.evaluate("document.querySelector('[name=question]').textContent")
    rows = "[name=option_ids] .o_kanban_record"
    browser.find(rows, text)
    browser.evaluate(
        f"[...document.querySelectorAll('{rows}')].find(e =>"
        f" e.textContent.includes('{text}')).querySelector('[name=action_choose]').click()"
    )
    question = "document.querySelector('[name=question]')?.textContent"
    browser.wait(
        lambda: browser.evaluate(question) != asked, "the next question or none"
    )


def test_two_columns_that_may_be_the_pin(give, browser, committed):
    give("punches.csv", TWO_PINS, "File shed")
    before = committed.count("FILE002")
    pictures(browser, "file-two-pins")
    answer(browser, "user_id")
    browser.find("[name=preview]", "7101")
    import_it(browser, 12)
    assert committed.count("FILE002") == before + 12
    browser.click("button[name=action_withdraw]")
    browser.click(".modal-footer button", "Ok")
    browser.find(".alert-warning", "do not count")
    pictures(browser, "file-withdrawn")
    browser.click("button[name=action_restore]")
    browser.find(".alert-success", "New: 12.")
    assert not browser.console


def test_a_workbook(give, browser, committed):
    give("october.xlsx", workbook(), "File gate")
    browser.find("[name=preview]", "2026-10-01 08:30:00")
    pictures(browser, "file-workbook")
    import_it(browser, 12)
    assert not browser.console


def test_day_and_month_that_cannot_be_told(give, browser, committed):
    give("dates.csv", UNDECIDED, "File gate")
    pictures(browser, "file-dates")
    answer(browser, "Month first")
    browser.find("[name=preview]", "2026-01-02")
    # What is changed is shown at once.
    browser.click("[name=date_order] input")
    browser.click(".o_select_menu_item", "Day first")
    browser.find("[name=preview]", "2026-02-01")
    import_it(browser, 10)
    browser.open("/odoo/action-biometric_attendance.biometric_file_import_action")
    browser.find(".o_data_row", "dates.csv")
    pictures(browser, "file-imports")
    assert not browser.console


def test_a_long_file_is_stored_by_the_job_and_the_form_follows(
    give, browser, committed
):
    before = committed.count("FILE001")
    rows = (
        f"{7400 + number % 40}\t2026-09-{number // 200 + 1:02} "
        f"{number % 200 // 10:02}:{number % 10:02}:00\t1\t0\t1\t0\n"
        for number in range(4000)
    )
    give("2_attlog.dat", "".join(rows), "File gate")
    browser.click("button[name=action_import]", "Import")
    browser.find(".o_arrow_button_current", "Imported")
    browser.find(".alert-success", "New: 4,000.")
    assert committed.count("FILE001") == before + 4000
    assert not browser.console
