"""The addon's pages open in a real browser."""


def test_attendances_open_without_a_script_error(browser):
    browser.login()
    browser.open("/odoo/attendances")
    browser.find(".o_attendance_gantt_renderer, .o_list_view, .o_view_controller")
    browser.screenshot("attendances")
    assert not browser.console
