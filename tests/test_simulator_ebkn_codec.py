"""Our codec and the virtual terminals understand each other, family by family."""

import base64
from datetime import datetime, timedelta, timezone

import pytest

from simulator import Template, Terminal, User
from simulator.ebkn import FIRMWARES, EbknEndpoint
from simulator.exchange import drive
from simulator.people import Place
from terminals.ebkn.codes import STATUS, VERIFY
from terminals.ebkn.results import explain
from tests.ebkn_codec_server import EbknCodecServer

NOW = datetime(2026, 9, 29, 13, 14, 17, tzinfo=timezone.utc)
HONEST = [name for name in FIRMWARES if name != "liar"]


def endpoint_of(firmware="hs103", **values):
    users = [User("7", "Ada", privilege=14), User("8", "Ivo", card="55")]
    endpoint = EbknEndpoint(
        Terminal("MESIN01", users=users), FIRMWARES[firmware], **values
    )
    endpoint.terminal.set_template(Template(Place("7", "finger", 3), b"finger"))
    return endpoint


def obey(endpoint, *orders, polls=1, **known):
    server = EbknCodecServer()
    for kind, payload in orders:
        server.order(kind, payload, known)
    drive(endpoint, server.send, now=NOW, polls=polls)
    assert not [u for _, u in server.uploads if u.refused], "all was understood"
    assert not [u for *_, u in server.results if u.refused]
    return server


@pytest.mark.parametrize("firmware", HONEST)
@pytest.mark.parametrize("how", [1, 4, 15])
def test_punches_arrive_as_stored(firmware, how):
    endpoint = endpoint_of(firmware)
    for status in range(4):
        endpoint.terminal.punch("7", NOW + timedelta(minutes=status), status, how)
    punches = obey(endpoint).received("punches")
    words = ["in", "out", "break_out", "break_in"]
    keyed = FIRMWARES[firmware].keyed
    assert [STATUS.get(p.status) for p in punches] == (words if keyed else [None] * 4)
    assert [p.time for p in punches] == [
        datetime(2026, 9, 29, 13, 14 + n, 17) for n in range(4)
    ]
    assert {p.pin for p in punches} == {"7"}
    proof = {1: "fingerprint", 4: "card", 15: "face"}[how]
    assert {VERIFY[p.verify] for p in punches} == {(proof,)}


@pytest.mark.parametrize("firmware", HONEST)
def test_the_log_read_again_is_what_was_pushed(firmware):
    """Or the same passage would count twice."""
    endpoint = endpoint_of(firmware)
    for status in range(4):
        endpoint.terminal.punch("7", NOW - timedelta(hours=status), status, 15)
    span = {"since": "2026-09-01", "until": "2026-09-30"}
    server = obey(endpoint, ("query_punches", span))
    pushed = [p for t, u in server.uploads for p in u.punches]
    read = [p for *_, u in server.results for p in u.punches]
    assert len(read) == len(pushed) == 4
    assert {p[:5] for p in read} == {p[:5] for p in pushed}


@pytest.mark.parametrize("firmware", HONEST)
def test_users_one_by_one_and_listed(firmware):
    server = obey(
        endpoint_of(firmware), ("query_users", {}), ("query_users", {"pin": "7"})
    )
    listed = server.results[0][2].users
    fingers_only = FIRMWARES[firmware].fingers_only
    assert [user.pin for user in listed] == (["7"] if fingers_only else ["7", "8"])
    assert listed[0].privilege == "admin"
    (user,), (finger,) = server.results[1][2].users, server.results[1][2].templates
    assert (user.pin, user.name, user.privilege) == ("7", "Ada", "admin")
    assert (finger.kind, finger.slot, finger.blob) == ("finger", 3, b"finger")


@pytest.mark.parametrize("firmware", HONEST)
def test_a_new_user_is_read_back(firmware):
    user = {"pin": "9", "name": "Zoë", "privilege": "user", "password": "12"}
    endpoint = endpoint_of(firmware)
    server = obey(endpoint, ("set_user", {**user, "card": "777"}), present="no")
    assert server.codes == [("set_user", 0), ("query_users", 0)]
    (received,) = server.received("users")
    assert (received.pin, received.name, received.card) == ("9", "Zoë", "777")
    assert received.password == "12"


def test_a_user_who_was_never_created_is_found_out():
    endpoint = endpoint_of("liar")
    server = obey(endpoint, ("set_user", {"pin": "9", "name": "A"}), present="no")
    assert server.codes == [("set_user", 0)], "asked for one it has not, it is silent"
    assert server.sent == {"1": "set_user", "2": "query_users"}


@pytest.mark.parametrize("firmware", HONEST)
def test_changing_a_user_costs_no_finger(firmware):
    endpoint = endpoint_of(firmware)
    change = {"pin": "7", "name": "Ada L", "privilege": "user", "card": "99"}
    server = obey(endpoint, ("set_user", change))
    kinds = ["rename_user", "set_credential", "set_privilege", "query_users"]
    assert [kind for kind, code in server.codes if code == 0] == kinds
    (received,) = server.received("users")
    assert (received.name, received.privilege, received.card) == ("Ada L", "user", "99")
    assert len(server.received("templates")) == 1


@pytest.mark.parametrize("firmware", HONEST)
def test_a_deletion_is_proved_by_the_list(firmware):
    endpoint = endpoint_of(firmware)
    server = obey(endpoint, ("delete_user", {"pin": "7"}))
    (kind, code), (last, _) = server.codes
    assert (kind, last) == ("delete_user", "query_users")
    assert (
        explain(code, kind, "attendance")[0] is not FIRMWARES[firmware].denies_deletion
    )
    assert "7" not in [user.pin for user in server.results[1][2].users]


@pytest.mark.parametrize("kind", ["finger", "face", "palm"])
def test_templates_go_from_one_terminal_to_another(kind):
    here, there = endpoint_of(), endpoint_of()
    made = here.terminal.enrol("7", NOW, kind)
    (came,) = [t for t in obey(here).received("templates") if t.slot != 3]
    assert (came.kind, came.blob) == (kind, made.blob)
    payload = {"pin": "7", "kind": came.kind, "slot": came.slot, "blob": came.text}
    server = obey(there, ("set_template", payload))
    assert there.terminal.templates[made.place].blob == made.blob
    assert base64.b64encode(made.blob).decode() == came.text
    assert came.blob in [t.blob for t in server.received("templates")], "read back"


def test_enrolment_at_the_terminal_comes_by_itself():
    endpoint = endpoint_of()
    server = obey(
        endpoint, ("enroll", {"pin": "8", "kind": "finger", "slot": 5}), polls=3
    )
    assert server.codes == [("enroll", 0)]
    assert [(t.pin, t.slot) for t in server.received("templates")] == [("8", 5)]


def test_doors_of_one_person():
    endpoint = endpoint_of()
    obey(endpoint, ("deny_access", {"pin": "7"}))
    assert not endpoint.terminal.may_pass("7", NOW)
    obey(endpoint, ("grant_access", {"pin": "7"}))
    assert endpoint.terminal.may_pass("7", NOW)


def test_a_clock_without_power_is_seen_and_set():
    endpoint = endpoint_of("hs101")
    endpoint.lose_power()
    server = obey(endpoint, ("set_clock", {"time": "2026-09-29 13:14:17"}), polls=2)
    assert server.clocks[0] == datetime(2000, 1, 1)
    assert server.clocks[-1].date() == NOW.date()
    assert server.known["fk_bin_data_lib"] == "FKDATAHS101"


def test_counts_and_a_restart():
    server = obey(endpoint_of(), ("information", {}), ("restart", {}))
    assert server.codes == [("information", 0)], "a restart has no result"
    info = server.results[0][2].info
    assert (info.users, info.fingers, info.punches) == (2, 1, 0)
    assert len(server.clocks) == 3


def test_versions_are_told():
    server = obey(endpoint_of("hs101"))
    assert server.known["fp_data_ver"] == "112"
    assert "face_data_ver" not in server.known
