"""EBKN terminals: what they tell of people, in blocks where it is long."""

from simulator import Template, Workforce, drive
from simulator.ebkn import company
from simulator.people import Place
from tests.fake_ebkn_server import FakeEbknServer, take
from tests.test_simulator_ebkn import NOW, UNTIL, endpoint_of, live


def test_somebody_enrolled_is_told_whole_in_blocks():
    server, endpoint = FakeEbknServer(), endpoint_of()
    endpoint.terminal.register("9", NOW, name="Ada", card="55")
    endpoint.terminal.enrol("9", NOW, "finger", 6)
    endpoint.terminal.enrol("9", NOW, "face")
    live(endpoint, server)
    ((document, blocks),) = server.people
    assert document["user_name"] == "Ada"
    assert [e["backup_number"] for e in document["enroll_data_array"]] == [6, 12, 11]
    assert [len(block) for block in blocks] == [800, 20_000, 2]
    numbers = [
        take(headers, "blk_no")
        for _, _, headers, _ in server.requests
        if take(headers, "request_code") == "realtime_enroll_data"
    ]
    assert numbers == ["1", "2", "0"]
    assert endpoint.settled


def test_a_block_that_is_refused_starts_again_from_the_first():
    server = FakeEbknServer(refusals=["OK", "OK", "ERROR_ADD_BLOCK_DATA"])
    endpoint = endpoint_of()
    endpoint.terminal.enrol("7", NOW, "face")
    live(endpoint, server)
    assert len(server.people) == 1
    assert endpoint.settled


def test_a_photo_of_a_user_is_told_too():
    server, endpoint = FakeEbknServer(), endpoint_of()
    endpoint.terminal.set_template(Template(Place("7", "portrait"), b"jpeg"))
    endpoint.terminal.register("7", NOW, name="Ada")
    live(endpoint, server)
    ((document, blocks),) = server.people
    assert (document["user_photo"], blocks) == ("BIN_1", [b"jpeg"])


def test_people_who_are_on_the_terminal_may_be_told():
    scene = company(["T1"], Workforce(3), until=UNTIL, sends_users=True)
    server = FakeEbknServer()
    drive(scene.endpoints[0], server.send, now=UNTIL)
    assert len(server.people) == 3
