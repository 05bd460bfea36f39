"""The settings of where a terminal pushes to: written, read back and compared."""

import pytest

from terminals.errors import ProtocolError
from terminals.hikvision.hosts import (
    PushTarget,
    choose_slot,
    find_differences,
    write_host,
)
from terminals.hikvision.xml_values import read_xml, write_xml
from tests.hikvision_vectors import load

TARGET = PushTarget("192.0.2.5", 8069, False, "/hik/abc123")
UNSET = {"id": "1", "url": "", "ipAddress": "0.0.0.0", "portNo": "0"}


def values_of(text):
    return read_xml(text.encode())[1]


def host(**changes):
    written = {name: str(value) for name, value in write_host(TARGET, "1").items()}
    return {**written, **changes}


def test_what_is_written_is_what_the_vector_wrote():
    vector = load("42")
    assert (
        write_xml("HttpHostNotification", write_host(TARGET, "1")).decode()
        == (vector["request"]["body_text"])
    )


def test_url_that_is_not_kept_is_found():
    vector = load("42")
    kept = values_of(vector["response_2"]["body_text"])
    assert find_differences(kept, TARGET) == vector["expected"]["differs"]


def test_factory_settings_differ_in_all_but_the_protocol():
    [unset] = [values_of(load("05")["response"]["body_text"])["HttpHostNotification"]]
    assert find_differences(unset, TARGET) == ["url", "address", "port"]
    assert choose_slot({"HttpHostNotification": unset}, TARGET) == "1"


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({}, []),
        ({"url": "/"}, ["url"]),
        ({"ipAddress": "192.0.2.6"}, ["address"]),
        ({"portNo": "80"}, ["port"]),
        ({"portNo": 8069}, []),
        ({"protocolType": "HTTPS"}, ["protocol"]),
        ({"url": None, "ipAddress": {}, "portNo": True}, ["url", "address", "port"]),
    ],
)
def test_each_value_that_differs_is_named(changes, differs):
    assert find_differences(host(**changes), TARGET) == differs
    wrapped = {"HttpHostNotification": host(**changes)}
    assert find_differences(wrapped, TARGET) == differs


def test_name_of_a_host_is_written_as_one():
    target = TARGET._replace(host="Odoo.example.com", https=True)
    written = write_host(target, "2")
    assert written["hostName"] == "Odoo.example.com"
    assert written["addressingFormatType"] == "hostname"
    assert written["protocolType"] == "HTTPS"
    assert "ipAddress" not in written
    kept = {**written, "hostName": "odoo.example.com", "ipAddress": "0.0.0.0"}
    assert find_differences(kept, target) == []


def test_address_of_version_6_has_a_place_of_its_own():
    target = TARGET._replace(host="2001:db8::5")
    written = write_host(target, "1")
    assert written["ipv6Address"] == "2001:db8::5"
    assert find_differences({**written, "ipAddress": "0.0.0.0"}, target) == []


OTHER = {"url": "/x", "ipAddress": "192.0.2.9"}


@pytest.mark.parametrize(
    ("hosts", "slot"),
    [
        ([UNSET, {**UNSET, "id": "2"}], "1"),
        ([{**OTHER, "id": "1"}, {**UNSET, "id": "2"}], "2"),
        ([{**UNSET, "id": "1"}, {**host(), "id": "2"}], "2"),
        ([{**OTHER, "id": "1"}, {**OTHER, "id": "2"}], "1"),
        ([{**UNSET, "id": "../x"}, None, "x"], "1"),
        (UNSET, "1"),
        (None, "1"),
    ],
)
def test_place_of_ours_or_a_free_one_is_taken_before_that_of_another(hosts, slot):
    assert choose_slot({"HttpHostNotification": hosts}, TARGET) == slot


def test_host_of_the_machine_with_the_session_is_taken_where_none_is_named():
    values = {"host": "", "port": 8070, "https": False, "path": "/x"}
    assert PushTarget.of(values, "10.0.0.5").host == "10.0.0.5"
    assert PushTarget.of({**values, "host": "a"}, "10.0.0.5").host == "a"


def test_answer_that_declares_entities_is_refused():
    with pytest.raises(ProtocolError):
        values_of('<!DOCTYPE a [<!ENTITY b "c">]><a><url>&b;</url></a>')
