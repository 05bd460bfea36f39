"""Users and templates in a terminal's memory, whatever protocol it speaks."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from simulator import (
    ALGORITHMS,
    Algorithm,
    GroundTruth,
    Place,
    Template,
    Terminal,
    User,
)
from simulator.people import ForeignVersion, Full, UnknownKind, UnknownPin

NOON = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
FINGER = Place("7", "finger", 6)
FULL_USER = User("7", "Ada", "4711", 14, "secret", "2", datetime(2024, 1, 1))


def terminal(*users, **limits):
    return Terminal("T1", users=users or [FULL_USER], **limits)


def codes(terminal):
    return [row.code for row in terminal.audit.entries.values()]


@given(
    st.dictionaries(
        st.sampled_from(["name", "card", "password", "group"]), st.text(max_size=9)
    )
)
def test_what_is_not_said_stays(values):
    known = terminal()
    assert known.set_user("7", **values) == replace(FULL_USER, **values)
    assert known.users == {"7": replace(FULL_USER, **values)}


def test_a_full_terminal_still_changes_whom_it_knows():
    known = terminal(user_capacity=1)
    known.set_user("7", name="Grace")
    with pytest.raises(Full):
        known.set_user("8")
    assert [user.name for user in known.users.values()] == ["Grace"]


def test_users_leave_with_their_templates_and_rights():
    known = terminal(FULL_USER, User("8"))
    known.rights = {"7": 1, "8": 1}
    for pin in ("7", "8"):
        known.set_template(Template(Place(pin, "finger", 1), b"x"))
    known.delete_user("7")
    assert [place.pin for place in known.templates] == ["8"]
    assert known.rights == {"8": 1}
    with pytest.raises(UnknownPin):
        known.delete_user("7")


@pytest.mark.parametrize("major", [9, 12])
def test_templates_of_another_version_are_refused(major):
    known = terminal()
    with pytest.raises(ForeignVersion):
        known.set_template(Template(FINGER, b"x", major))
    assert not known.templates
    assert known.set_template(Template(FINGER, b"x", 10)).major == 10


def test_templates_need_a_user_and_a_sensor():
    known = terminal(algorithms={"finger": ALGORITHMS["finger"]})
    with pytest.raises(UnknownPin):
        known.set_template(Template(Place("8", "finger"), b"x"))
    with pytest.raises(UnknownKind):
        known.set_template(Template(Place("7", "palm"), b"x"))


def test_fingers_fill_places_and_faces_persons():
    few = {"finger": Algorithm(10, 0, 2, 9), "face": Algorithm(7, 0, 1, 9)}
    known = terminal(FULL_USER, User("8"), algorithms=few)
    for slot in (0, 1):
        known.set_template(Template(Place("7", "finger", slot), b"x"))
        known.set_template(Template(Place("7", "face", slot), b"x"))
    assert (known.count("finger"), known.count("face")) == (2, 1)
    for kind in few:
        with pytest.raises(Full):
            known.set_template(Template(Place("8", kind, 5), b"x"))
    known.set_template(Template(Place("7", "finger", 1), b"again"))
    assert known.delete_templates("7", "finger", 1) == 1
    known.set_template(Template(Place("8", "finger", 5), b"x"))
    assert known.count("finger") == 2


def test_enrolment_is_seeded_told_and_in_the_audit_log():
    one, two = terminal(), terminal()
    first = one.enrol("7", NOON, "finger", 6)
    assert first == two.enrol("7", NOON, "finger", 6)
    assert len(first.blob) == ALGORITHMS["finger"].size
    assert one.enrol("7", NOON, "finger", 6).blob != first.blob
    assert list(one.changes.pending) == [FINGER]
    assert codes(one) == [6, 6]


def test_menu_actions_leave_a_trace_and_those_of_the_server_none():
    known = terminal()
    known.set_user("8", name="Grace")
    known.set_template(Template(FINGER, b"x"))
    known.clear_log()
    assert not codes(known) and not known.changes.pending
    known.register("8", NOON, name="G")
    known.register("9", NOON)
    known.remove("9", NOON)
    known.clear_log(NOON)
    assert codes(known) == [36, 30, 9, 23]
    assert list(known.changes.pending) == [("8",), ("9",)]


VALID = {
    "2023-12-31 23:59:59": False,
    "2024-01-01 00:00:00": True,
    "2024-01-31 23:59:59": True,
    "2024-02-01 00:00:00": False,
}


@pytest.mark.parametrize("heeds", [True, False])
@pytest.mark.parametrize("local", VALID)
def test_validity_is_of_the_terminal_s_own_time(local, heeds):
    """The last moment counts; Kolkata is five and a half hours ahead."""
    january = User(
        "7",
        valid_from=datetime(2024, 1, 1),
        valid_until=datetime(2024, 1, 31, 23, 59, 59),
    )
    known = Terminal("T1", "Asia/Kolkata", users=[january], heeds_validity=heeds)
    at = datetime.fromisoformat(local).replace(tzinfo=timezone.utc)
    at -= timedelta(hours=5, minutes=30)
    passes = VALID[local] or not heeds
    assert known.may_pass("7", at) is passes
    assert bool(known.attempt("7", at)) is passes
    assert len(known.punches) == passes
    assert codes(known) == ([] if passes else [3])


def test_unknown_pins_and_users_without_a_right_do_not_pass():
    known = terminal(needs_rights=True)
    assert not known.attempt("9", NOON)
    assert not known.attempt("7", NOON)
    known.rights["7"] = 1
    assert known.attempt("7", NOON)
    rows = known.audit.entries.values()
    assert [(row.operator, row.details[0]) for row in rows] == [("0", 58), ("7", 58)]


def test_who_is_added_at_the_menu_passes():
    known = terminal(needs_rights=True)
    known.register("8", NOON)
    assert known.may_pass("8", NOON) and not known.may_pass("7", NOON)


def test_a_reset_forgets_all_but_the_truth():
    known = terminal()
    known.enrol("7", NOON)
    punch = known.punch("7", NOON)
    known.reset(NOON)
    assert not known.users and not known.templates and not known.punches.entries
    assert not known.changes.pending and not known.punches.pending
    assert codes(known) == [22]
    assert list(GroundTruth([known]).punches()) == [("T1", punch)]
    known.punch("7", NOON)
    assert list(known.punches.entries) == [2]


def test_a_change_on_the_way_is_told_again():
    known = terminal()
    known.register("7", NOON, name="A")
    taken = known.changes.take(9, lambda key: True)
    known.register("7", NOON, name="B")
    known.changes.reported(taken)
    assert list(known.changes.pending) == [("7",)]
    known.changes.reported(known.changes.take(9, lambda key: True))
    assert not known.changes.pending
