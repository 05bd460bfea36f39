"""The server as the web client needs it."""

import time

STARTS = "Evented Service (longpolling) running on"
START_TIMEOUT_SECONDS = 60
QUIET = 5  # seconds in which a worker that cannot live is started again many times


def test_attendances_open_without_a_script_error(browser):
    browser.login()
    browser.open("/odoo/attendances")
    browser.find(".o_attendance_gantt_renderer, .o_list_view, .o_view_controller")
    browser.screenshot("attendances")
    assert not browser.console


def _wait_for_start(log, begin):
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while STARTS.encode() not in log.read_bytes()[begin:]:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_the_websocket_worker_lives(stack, server, database):
    """Started once; servers of one database share a log, so only its end counts."""
    _wait_for_start(server.log, 0)
    before = server.log.stat().st_size
    own = stack.server(database, workers=2, cron=0)
    try:
        _wait_for_start(own.log, before)
        time.sleep(QUIET)
        log = own.log.read_bytes()[before:].decode(errors="replace")
    finally:
        own.stop()
    assert log.count(STARTS) == 1
    assert "ImportError" not in log
