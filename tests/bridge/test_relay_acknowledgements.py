"""What a program that passes calls on reads from Odoo's answers, for each brand."""

import pytest

from bridge.items import Item
from bridge.relay_link import OdooLink
from bridge.relay_routes import relayed_brands
from bridge.relay_sending import KIND, send_call
from terminals import BRANDS
from terminals.calls import Call, Done, PartKept, Rejected, Response, Unfinished
from terminals.records import Upload

DIALECTS = [
    (key, dialect)
    for key, brand in BRANDS.items()
    if brand.push
    for dialect in brand.dialects
]
#: Outcome to what it means for rows; ``None``: not asked, the caller is not the bridge.
OUTCOMES = [
    (Done(), "stored"),
    (Done(Upload(lines=3)), "stored"),
    (Unfinished(), "later"),
    (Rejected("full"), "later"),
    (Rejected("unknown_device"), "later"),
    (Rejected("state"), "later"),
    (Rejected("address"), "later"),
]


@pytest.mark.parametrize(("brand", "dialect"), DIALECTS)
@pytest.mark.parametrize(("outcome", "state"), OUTCOMES)
@pytest.mark.parametrize("table", ["ATTLOG", "realtime_glog", ""])
def test_an_outcome_is_read_from_its_answer(brand, dialect, outcome, state, table):
    push = BRANDS[brand].push
    call = Call("upload", serial="T1", table=table, dialect=dialect, message="7")
    answer = push.answer(call, outcome)
    assert push.read_acknowledgement(answer).state == state
    assert state != "stored" or push.is_answer(answer)


@pytest.mark.parametrize("brand", [key for key, b in BRANDS.items() if b.push])
@pytest.mark.parametrize("status", [200, 303, 404, 429, 500, 502, 503])
def test_the_page_of_a_server_between_stores_nothing(brand, status):
    push = BRANDS[brand].push
    page = Response(status, {"Content-Type": "text/html"}, b"<html>OK done</html>")
    assert not push.is_answer(page)
    assert push.read_acknowledgement(page).state == "later"


@pytest.mark.parametrize("brand", relayed_brands())
@pytest.mark.parametrize("body", [b"", b"maintenance", b'{"ok": true}', b"OK done"])
def test_what_another_server_says_in_plain_text_stores_nothing(brand, body):
    """Some protocols have an empty body for success: Odoo's answer has a mark."""
    data = {"brand": brand, "method": "POST", "path": "/", "query": "", "headers": {}}
    item = Item(1, 3, KIND, {**data, "body": "", "caller": "192.168.1.9"}, 2)
    other = Response(200, {"Content-Type": "text/plain"}, body)
    link = OdooLink(lambda *_call: other, "token", "instance")
    assert send_call(item, link).state == "later"
    link.stop()


@pytest.mark.parametrize("brand", [key for key, b in BRANDS.items() if b.push])
def test_what_never_will_be_taken_is_refused(brand):
    push = BRANDS[brand].push
    answer = push.answer(None, Rejected("malformed"))
    assert push.read_acknowledgement(answer).state == "refused"


def test_each_part_of_a_message_is_read():
    push = BRANDS["ebkn"].push
    call = Call("upload", serial="T1", dialect="attendance")
    states = [
        push.read_acknowledgement(push.answer(call, PartKept(place))).state
        for place in ("store", "gap", "negative")
    ]
    assert states == ["stored", "refused", "refused"]


def test_gateways_of_the_internet_do_not_call_a_bridge():
    assert {"adms", "ebkn"} <= set(relayed_brands()) <= BRANDS.keys() - {"cams"}
