"""The server as the web client needs it."""


def test_attendances_open_without_a_script_error(browser):
    browser.login()
    browser.open("/odoo/attendances")
    browser.find(".o_attendance_gantt_renderer, .o_list_view, .o_view_controller")
    browser.screenshot("attendances")
    assert not browser.console


def test_the_websocket_worker_lives(server):
    """Odoo renews it by its limits now and then; one that cannot start never runs."""
    log = server.log.read_text(errors="replace")
    assert 1 <= log.count("Evented Service (longpolling) running on") <= 3
    assert "ImportError" not in log
