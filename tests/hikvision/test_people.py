"""Users, cards, fingers, faces and doors of a simulated terminal, over sockets."""

from base64 import b64encode
from datetime import datetime

import pytest

from simulator.people import Place, Template
from terminals.hikvision import BRAND
from tests.hikvision_serving import Host, World, fill, serving, terminal

FINGER = b64encode(b"finger of a terminal" * 20).decode()
JPEG = b"\xff\xd8\xff\xe0" + bytes(1000) + b"\xff\xd9"


@pytest.fixture(params=["new", "old", "odd"])
def world(request):
    return World(terminal(), request.param)


def ends_well(done):
    assert done.problem is None
    well, reason = BRAND.commands.explain(done.result.code, done.command.kind, "isapi")
    assert well, reason
    return done


def test_the_last_day_of_a_new_user_counts_whole(world):
    with serving(world) as server:
        host = Host(server)
        ends_well(
            host.command(
                "set_user",
                pin="A12",
                name="محمد علي",
                card="1234567",
                valid_from="2026-01-01",
                valid_until="2026-06-30",
            )
        )
        user = world.terminal.users["A12"]
        assert user.name == "محمد علي"
        assert user.valid_from == datetime(2026, 1, 1)
        assert user.valid_until == datetime(2026, 6, 30, 23, 59, 59)
        assert world.isapi.people.cards == {"1234567": "A12"}
        assert world.terminal.rights["A12"], "no right at the door"
        assert user.privilege == 0


def test_what_is_not_given_stays_as_it_is(world):
    world.terminal.set_user("00001", privilege=14)
    with serving(world) as server:
        host = Host(server)
        ends_well(host.command("set_user", pin="00001", name="Ada Love"))
        user = world.terminal.users["00001"]
        assert (user.name, user.privilege) == ("Ada Love", 14)
        ends_well(host.command("set_user", pin="00001", privilege="user"))
        assert world.terminal.users["00001"].privilege == 0


def test_limits_are_taken_back_by_empty_ones(world):
    with serving(world) as server:
        host = Host(server)
        ends_well(host.command("set_user", pin="00001", valid_until="2026-06-30"))
        assert world.terminal.users["00001"].valid_until
        ends_well(host.command("set_user", pin="00001", valid_from="", valid_until=""))
        assert world.terminal.users["00001"].valid_until is None


def test_a_new_card_takes_the_place_of_the_lost_one(world):
    with serving(world) as server:
        host = Host(server)
        ends_well(host.command("set_user", pin="00001", card="111"))
        ends_well(host.command("set_user", pin="00001", card="222"))
        assert world.isapi.people.cards == {"222": "00001"}


def test_a_card_of_somebody_else_is_refused_with_a_reason(world):
    with serving(world) as server:
        host = Host(server)
        ends_well(host.command("set_user", pin="00001", card="111"))
        done = host.command("set_user", pin="00002", card="111")
        assert done.problem.code == "hikvision_card_taken"


def test_a_user_is_deleted_and_looked_for_afterwards(world):
    with serving(world) as server:
        host = Host(server)
        ends_well(host.command("delete_user", pin="00001"))
        assert sorted(world.terminal.users) == ["00000", "00002", "00003", "00004"]
        ends_well(host.command("delete_user", pin="nobody"))
        assert len(world.terminal.users) == 4


def test_users_are_read_page_by_page_with_cards_and_limits(world):
    for number in range(65):
        world.terminal.set_user(f"u{number}", name=f"Ada {number}")
    world.terminal.set_user("u7", valid_until=datetime(2026, 6, 30, 23, 59, 59))
    world.isapi.people.cards["777"] = "u7"
    with serving(world) as server:
        upload = Host(server).command("query_users").upload
    users = {user.pin: user for user in upload.users}
    assert len(users) == 70
    assert users["u7"].card == "777"
    assert users["u7"].valid_until == datetime(2026, 6, 30, 23, 59, 59)
    assert (users["u8"].valid_until, users["u8"].card) == ("", "")
    assert not upload.refused


def test_fingers_are_written_read_and_deleted(world):
    with serving(world) as server:
        host = Host(server)
        ends_well(
            host.command(
                "set_template", pin="00001", kind="finger", slot=3, blob=FINGER
            )
        )
        assert Place("00001", "finger", 3) in world.terminal.templates
        [finger] = host.command("templates").upload.templates
        assert (finger.pin, finger.slot, finger.text) == ("00001", 3, FINGER)
        ends_well(host.command("delete_template", pin="00001", kind="finger", slot=3))
        assert not world.terminal.templates


def test_a_finger_of_nobody_is_not_written(world):
    with serving(world) as server:
        done = Host(server).command(
            "set_template", pin="nobody", kind="finger", slot=3, blob=FINGER
        )
    well, reason = BRAND.commands.explain(done.result.code, "set_template", "isapi")
    assert (well, reason.code) == (False, "hikvision_nobody")


def test_all_fingers_of_a_user_can_be_deleted_at_once(world):
    for slot in range(3):
        place = Place("00001", "finger", slot)
        world.terminal.set_template(Template(place, b"x" * 40))
    with serving(world) as server:
        ends_well(Host(server).command("delete_template", pin="00001", kind="finger"))
    assert not world.terminal.templates


def test_somebody_enrols_a_finger_at_the_terminal(world):
    with serving(world) as server:
        host = Host(server)
        done = ends_well(host.command("enroll", pin="00001", kind="finger", slot=1))
        [finger] = done.upload.templates
        assert (finger.pin, finger.slot) == ("00001", 1)
        world.isapi.people.enrols = False
        done = host.command("enroll", pin="00001", kind="finger", slot=2)
        assert done.problem.code == "hikvision_refused"


def test_a_picture_of_a_face_is_written_and_deleted(world):
    picture = b64encode(JPEG).decode()
    with serving(world) as server:
        host = Host(server)
        ends_well(
            host.command(
                "set_template", pin="00001", kind="visible_face", slot=0, blob=picture
            )
        )
        assert world.isapi.people.faces == {"00001": JPEG}
        ends_well(host.command("delete_template", pin="00001", kind="visible_face"))
        assert not world.isapi.people.faces


def test_door_clock_and_restart(world):
    with serving(world) as server:
        host = Host(server)
        ends_well(host.command("unlock", door=2))
        assert world.isapi.doors_opened == [2]
        ends_well(host.command("set_clock", time="2026-03-10 15:30:00"))
        assert world.terminal.clock.wall(world.now) == datetime(2026, 3, 10, 15, 30)
        ends_well(host.command("restart"))
        assert world.isapi.restarts == 1


def test_information_says_how_events_are_kept_and_how_far_back(world):
    fill(world.terminal, 20, every=world.now - world.now.replace(day=9))
    with serving(world) as server:
        info = Host(server).command("information").upload.info
    assert info.options["EventStorage"] == "cycle"
    assert info.options["EventDays"] in ("18", "19")  # some do not sort to the minute
    assert info.user_capacity == world.terminal.user_capacity
    assert info.model == "DS-K1T341AM"


def test_events_of_some_days_are_read_again(world):
    fill(world.terminal, 300, every=world.now - world.now.replace(hour=11))
    with serving(world) as server:
        upload = (
            Host(server)
            .command("query_punches", since="2026-03-08", until="2026-03-09")
            .upload
        )
    days = {punch.time.date().isoformat() for punch in upload.punches}
    assert days == {"2026-03-08", "2026-03-09"}
    assert len(upload.punches) == 48


def test_an_account_without_the_right_fails_one_command_and_no_other(world):
    world.isapi.low_privilege = ("/ISAPI/AccessControl/RemoteControl",)
    with serving(world) as server:
        host = Host(server)
        assert host.command("unlock").problem.code == "hikvision_low_privilege"
        ends_well(host.command("set_user", pin="00001", name="Ada"))


def test_a_connection_test_shows_storage_and_days(world):
    fill(world.terminal, 5)
    with serving(world) as server:
        found = Host(server).diagnose()
    assert found.problem is None
    assert found.answer.code == "hikvision_answers"
    assert found.answer.values["storage"] == "cycle"
    assert found.answer.values["days"] == 0
    assert found.clock.wall
