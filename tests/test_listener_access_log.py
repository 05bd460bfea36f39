"""Odoo's own log of requests has no secret of a terminal."""

import logging

import pytest
from hypothesis import given, strategies as st

from listener import hide_secrets
from listener.access_log import LOGGERS, RequestFilter
from terminals import BRANDS, listener_rules
from terminals.push import ListenerRules

TOKEN = "Zk3_-" * 6
FILTER = RequestFilter(listener_rules().values())
#: Path and query of a request to what the log shows of it.
SHOWN = {
    "/iclock/cdata": "/iclock/cdata",
    "/iclock/cdata?SN=A1": "/iclock/cdata?SN=A1&***",
    "/iclock/cdata?SN=A1&pushcommkey=topsecret": "/iclock/cdata?SN=A1&***",
    "/iclock/cdata?pushcommkey=topsecret&sn=A1&x": "/iclock/cdata?sn=A1&***",
    "/iclock/cdata?pushcommkey=top secret&SN=A1": "/iclock/cdata?SN=A1&***",
    "/iclock/cdata?pushcommkey=a HTTP/1.1 secret": "/iclock/cdata?***",
    "/iclock/cdata?SN=A1 b&token=secret": "/iclock/cdata?***",
    '/iclock/cdata?SN=A1"&pushcommkey=topsecret': "/iclock/cdata?***",
    "/ICLOCK/cdata?PUSHCOMMKEY=topsecret": "/ICLOCK/cdata?***",
    f"/biometric/{TOKEN}/iclock/ping?SN=A1": "/biometric/***/iclock/ping?SN=A1&***",
    f"//biometric//{TOKEN}//iclock": "//biometric//***//iclock",
    f"/biometric/{TOKEN}": "/biometric/***",
    "/biometric/short/ebkn": "/biometric/***/ebkn",
    "/biometric/ebkn": "/biometric/ebkn",
    f"/iclock/{TOKEN}/cdata": "/iclock/***/cdata",
    f"/mistyped/biometric/{TOKEN}/x": "/mistyped/biometric/***/x",
    "/cams/biometric-api3.0/?stgid=S1&token=secret": "/cams/biometric-api3.0/?stgid=S1&***",
    f"http://odoo/biometric/{TOKEN}/cams": "http://odoo/biometric/***/cams",
}
OTHERS = [
    "/web/login?redirect=/odoo",
    "/web/assets/1234567890abcdef1234/web.min.js?v=1",
    "/biometric_attendance/static/src/a_component_name.js",
    "/odoo/action-biometric_attendance.action_device?debug=1",
]


@pytest.mark.parametrize(("target", "shown"), SHOWN.items())
@pytest.mark.parametrize(
    "line", ['"GET {} HTTP/1.1" 200 -', '"\x1b[31mPOST {} HTTP/1.0\x1b[0m" 403 12']
)
def test_a_request_of_a_terminal_is_logged_without_secrets(line, target, shown):
    assert FILTER.shown(line.format(target)) == line.format(shown)


@pytest.mark.parametrize("target", OTHERS)
def test_other_requests_are_logged_as_they_are(target):
    line = f'127.0.0.1 - - [30/Nov/2026] "GET {target} HTTP/1.1" 200 -'
    assert FILTER.shown(line) == line


@given(st.text(), st.text())
def test_no_value_of_a_query_gets_into_the_log(before, after):
    line = f'"GET /iclock/cdata?a={before}&pushcommkey=topsecret{after} HTTP/1.1" 200'
    assert "topsecret" not in FILTER.shown(line)


def test_each_path_of_a_brand_is_known():
    for brand in BRANDS.values():
        for path in brand.push.paths if brand.push else ():
            for pattern in path.patterns:
                target = pattern.replace("<string:path_token>", TOKEN)
                line = f'"POST {target}?key=topsecret HTTP/1.1" 200 -'
                assert "topsecret" not in FILTER.shown(line), pattern
                assert TOKEN not in FILTER.shown(line), pattern


def test_a_new_brand_has_its_queries_hidden():
    rules = ListenerRules(locations=("acme/.+",), serial="arg_id")
    line = '"POST /acme/rows?id=T1&key=topsecret HTTP/1.1" 200 -'
    shown = RequestFilter([rules]).shown(line)
    assert shown == '"POST /acme/rows?id=T1&*** HTTP/1.1" 200 -'


@pytest.mark.parametrize("name", LOGGERS)
def test_a_record_is_rewritten_in_whichever_way_it_was_made(name, caplog):
    logger = logging.getLogger(name)
    before = list(logger.filters)
    try:
        hide_secrets(listener_rules().values())
        hide_secrets(listener_rules().values())
        assert len(logger.filters) - len(before) <= 1
        target = "/iclock/cdata?pushcommkey=top%secret"
        with caplog.at_level("INFO", logger=name):
            logger.info('"%s" %s %s', f"GET {target} HTTP/1.1", "200", "-")
            logger.info(f'"GET {target} HTTP/1.1" 200 -')
        assert [record.getMessage() for record in caplog.records] == [
            '"GET /iclock/cdata?*** HTTP/1.1" 200 -'
        ] * 2
    finally:
        logger.filters[:] = before
