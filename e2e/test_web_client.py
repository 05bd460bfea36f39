"""The server as the web client needs it."""

import time

STARTS = "Evented Service (longpolling) running on"
QUIET = 5  # seconds in which a worker that cannot live is started again many times


def test_attendances_open_without_a_script_error(browser):
    browser.login()
    browser.open("/odoo/attendances")
    browser.find(".o_attendance_gantt_renderer, .o_list_view, .o_view_controller")
    browser.screenshot("attendances")
    assert not browser.console


def test_the_websocket_worker_lives(stack, server, database):
    """Started once; servers of one database share a log, so only its end counts."""
    before = server.log.stat().st_size
    own = stack.server(database, workers=2, cron=0)
    try:
        time.sleep(QUIET)
        log = own.log.read_bytes()[before:].decode(errors="replace")
    finally:
        own.stop()
    assert log.count(STARTS) == 1
    assert "ImportError" not in log
