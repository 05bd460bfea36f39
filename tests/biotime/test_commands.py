"""Commands to people of a simulated server, over real sockets."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from simulator.biotime import RELEASES, Employee, Oddities, Reader
from terminals.biotime import BRAND
from terminals.biotime.client import commands as commands_module
from terminals.errors import DeviceRefused, ProtocolError
from terminals.poll import Limits
from terminals.session import CommandDone, DeviceCommand
from terminals.source import CommandUnanswered, SourceCommand
from tests.biotime_serving import NOW, SERIALS, Host, everything, filled, serving

GATE, YARD = SERIALS
ADA = {"pin": "0077", "name": "Ada King"}
SHORT = Limits(timeout=0.5, deadline=60)


def two_areas(count=40):
    """A server whose second terminal is in an area of its own; people are in the first."""
    database = filled(count)
    database.areas[3] = "Yard"
    database.terminals[YARD] = Reader(YARD, "Yard", area="Yard", zone=3)
    return database


def orders(*given, terminal=GATE):
    """Commands from ``(kind, payload)``, or ``(kind, payload, terminal)``."""
    return [
        SourceCommand(
            *(rest or [terminal]), DeviceCommand(str(number), kind, {**payload})
        )
        for number, (kind, payload, *rest) in enumerate(given, 1)
    ]


def carry_out(database, *given, oddities=None, release="9.5", **more):
    """What became of commands: code, or why not; the punches have to be read all the same."""
    with serving(database, oddities=oddities, release=release, **more) as server:
        host = Host(server)
        assert host.read(commands=orders(*given))
    assert host.stored == everything(database)
    return [
        step.problem.code if step.problem else step.result.code for step in host.done
    ]


@pytest.mark.parametrize("release", RELEASES)
def test_a_person_is_added_in_the_area_of_the_terminal(release):
    database = two_areas()
    payload = {**ADA, "card": "123456", "privilege": "admin", "password": "4711"}
    assert carry_out(database, ("set_user", payload, YARD), release=release) == [0]
    assert database.employees["0077"] == Employee(
        "0077", "Ada King", "123456", (3,), 14, "4711", 1
    )
    assert "0077" in database.people_of(YARD)
    assert "0077" not in database.people_of(GATE)


def test_a_person_of_another_terminal_keeps_its_area_and_values():
    database = two_areas()
    before = database.employees["003"]
    given = ("set_user", {"pin": "003", "name": "Ada Lo3"}, YARD)
    assert carry_out(database, given) == [0]
    assert database.employees["003"] == replace(before, areas=(2, 3))


def test_name_and_card_are_changed_and_the_rest_is_left():
    database = two_areas()
    before = database.employees["003"]
    given = ("set_user", {"pin": "003", "name": "Grace Hopper", "card": "99"})
    assert carry_out(database, given) == [0]
    changed = replace(before, name="Grace Hopper", card="99")
    assert database.employees["003"] == changed


def test_a_card_is_taken_away_by_an_empty_one():
    database = two_areas()
    assert carry_out(database, ("set_user", {"pin": "003", "card": ""})) == [0]
    assert database.employees["003"].card == ""


def test_what_is_so_already_is_not_written():
    database = two_areas()
    payload = {"pin": "003", "name": "Ada Lo3", "card": str(0x075BCD15)}
    with serving(database) as server:
        host = Host(server)
        host.read(commands=orders(("set_user", payload)))
        assert host.done[0].result.code == 0
        methods = {method for method, target in server.log if "employees" in target}
    assert methods == {"GET"}


def test_a_person_is_taken_off_a_terminal_by_area_and_kept():
    database = two_areas()
    database.employees["003"] = replace(database.employees["003"], areas=(2, 3))
    given = ("delete_user", {"pin": "003"}, YARD)
    assert carry_out(database, given, given) == [0, 1]
    assert database.employees["003"].areas == (2,)


def test_a_person_of_the_last_area_comes_to_one_without_terminals():
    database = two_areas()
    assert carry_out(database, ("delete_user", {"pin": "003"})) == [0]
    assert database.employees["003"].areas == (1,)
    assert "003" not in database.people_of(GATE) | database.people_of(YARD)
    assert database.employees["003"].name == "Ada Lo3"
    assert carry_out(database, ("set_user", {"pin": "003", "name": "Ada Lo3"})) == [0]
    assert "003" in database.people_of(GATE)


def test_of_an_area_with_other_terminals_that_is_said():
    database = two_areas()
    database.terminals[YARD].area = "HQ"
    given = (("set_user", ADA), ("delete_user", {"pin": "0077"}, YARD))
    gone = ("delete_user", {"pin": "0077"})
    assert carry_out(database, *given, gone) == [2, 2, 1]


def test_where_every_area_has_terminals_nobody_is_taken_off_the_last():
    database = two_areas()
    del database.areas[1]
    given = ("delete_user", {"pin": "003"})
    assert carry_out(database, given) == ["biotime_no_empty_area"]
    assert database.employees["003"].areas == (2,)


def test_nobody_is_taken_off_twice():
    database = two_areas()
    assert carry_out(database, ("delete_user", {"pin": "nobody"})) == [1]


@pytest.mark.parametrize(
    ("payload", "terminal", "pins"),
    [
        ({}, GATE, {f"{number:03d}" for number in range(9)}),
        ({}, YARD, {"009"}),
        ({"pin": "009"}, YARD, {"009"}),
        ({"pin": "009"}, GATE, set()),
        ({"pin": "9"}, YARD, set()),
    ],
)
def test_people_of_a_terminal_are_those_of_its_area(payload, terminal, pins):
    database = two_areas()
    database.employees["009"] = replace(database.employees["009"], areas=(3,))
    with serving(database) as server:
        host = Host(server)
        host.read(commands=orders(("query_users", payload, terminal)))
    [done] = host.done
    assert {user.pin for user in done.upload.users} == pins
    assert done.upload.lines == len(pins)
    assert "SECRET" not in repr(done.upload)


@pytest.mark.parametrize("form", ["object", "number", "name"])
def test_area_of_a_terminal_is_found_however_it_is_named(form):
    database = two_areas()
    oddities = Oddities(area_of_terminal=form)
    given = ("set_user", ADA, YARD)
    assert carry_out(database, given, oddities=oddities) == [0]
    assert database.employees["0077"].areas == (3,)


def test_a_terminal_without_area_hinders_no_other_where_areas_are_hidden():
    database = two_areas()
    database.terminals[YARD].area = "Gone"
    oddities = Oddities(hidden=("/personnel/api/areas/",))
    given = (("set_user", ADA), ("set_user", ADA, YARD))
    codes = carry_out(database, *given, oddities=oddities)
    assert codes == [0, "biotime_no_right"]
    assert "0077" in database.people_of(GATE)


def test_a_server_that_filters_no_people_gets_the_same():
    database = two_areas()
    oddities = Oddities(filters_people=False)
    given = (("set_user", {"pin": "005", "name": "New Name"}), ("set_user", ADA))
    assert carry_out(database, *given, oddities=oddities) == [0, 0]
    assert database.employees["005"].name == "New Name"
    assert database.employees["004"].name == "Ada Lo4"


# What is refused


def test_a_pin_of_somebody_hidden_is_taken():
    database = two_areas()
    database.employees["0077"] = Employee("0077", "Somebody Else", hidden=True)
    given = (("set_user", ADA), ("set_user", {"pin": "003", "name": "X Y"}))
    assert carry_out(database, *given) == ["biotime_pin_taken", 0]
    assert database.employees["0077"].name == "Somebody Else"


def test_an_area_nobody_knows_is_said():
    database = two_areas()
    database.terminals[YARD].area = "Gone"
    given = (("set_user", ADA, YARD), ("set_user", ADA))
    assert carry_out(database, *given) == ["biotime_area_unknown", 0]


def test_a_terminal_that_is_gone_is_said():
    given = (("set_user", ADA, "SYN9"), ("set_user", ADA, ""))
    assert carry_out(two_areas(), *given) == ["biotime_terminal_gone"] * 2


def test_no_department_is_said():
    database = two_areas()
    database.departments.clear()
    database.employees.clear()
    assert carry_out(database, ("set_user", ADA)) == ["biotime_no_department"]


def test_a_user_without_the_right_to_change_is_said_and_reads_on():
    oddities = Oddities(may_change=False)
    given = (("set_user", ADA), ("query_users", {"pin": "003"}))
    codes = carry_out(two_areas(), *given, oddities=oddities)
    assert codes == ["biotime_may_not_change", 0]


def test_a_user_without_the_right_to_people_is_said_and_reads_on():
    oddities = Oddities(hidden=("/personnel/api/employees/",))
    given = ("set_user", ADA)
    assert carry_out(two_areas(), given, oddities=oddities) == ["biotime_no_right"]


def test_a_licence_without_the_api_ends_the_session():
    database = two_areas()
    with (
        serving(database, oddities=Oddities(has_licence=False)) as server,
        pytest.raises(DeviceRefused, match="biotime_no_api"),
    ):
        Host(server).read(commands=orders(("set_user", ADA)))


def test_values_that_are_refused_are_said_in_the_words_of_the_server():
    database = two_areas()
    with serving(database) as server:
        host = Host(server)
        given = {**ADA, "card": "1" * 21}
        assert host.read(commands=orders(("set_user", given), ("set_user", ADA)))
    refused, stored = host.done
    assert refused.problem.values["words"] == (
        "card_no: Ensure this field has no more than 20 characters."
    )
    assert stored.result.code == 0


def test_words_about_a_password_are_not_repeated():
    with serving(two_areas()) as server:
        host = Host(server)
        host.read(commands=orders(("set_user", {**ADA, "password": "hush"})))
    [refused] = host.done
    assert refused.problem.values["words"] == "device_password"


@pytest.mark.parametrize(
    ("ignored", "payload"),
    [
        ("area", {"pin": "003", "name": "Ada Lo3"}),
        ("last_name", {"pin": "003", "name": "Grace Hopper"}),
        ("card_no", {"pin": "003", "card": "99"}),
        ("dev_privilege", {"pin": "003", "privilege": "admin"}),
    ],
)
def test_what_a_server_says_yes_to_and_does_not_store_has_failed(ignored, payload):
    database = two_areas()
    with serving(database, oddities=Oddities(ignores=(ignored,))) as server:
        host = Host(server)
        host.read(commands=orders(("set_user", payload, YARD)))
    [done] = host.done
    assert done.problem.code == "biotime_not_kept"
    assert done.problem.values["names"] == ignored


# What goes wrong


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("busy", "biotime_status"),
        ("web_page", "biotime_web_page"),
        ("failed", "biotime_refused"),
        ("garbage", "biotime_unreadable"),
    ],
)
def test_a_command_that_fails_stops_neither_the_others_nor_the_reading(fault, code):
    database = two_areas()
    with serving(database) as server:
        server.faults.arm("", fault)  # the login, then the first call of a command
        host = Host(server)
        given = (("set_user", ADA), ("set_user", {"pin": "78", "name": "B C"}))
        assert host.read(commands=orders(*given))
    first, second = host.done
    assert (first.problem.code, second.result.code) == (code, 0)
    assert host.stored == everything(database)


def test_a_person_nobody_knows_about_waits_and_the_others_go_on():
    database = two_areas()
    with serving(database) as server:
        server.faults.arm("", "hang_up")
        host = Host(server)
        given = (
            ("set_user", ADA),
            ("delete_user", {"pin": "0077"}, YARD),
            ("query_users", {}),
            ("set_user", {"pin": "78", "name": "B C"}),
        )
        assert host.read(commands=orders(*given))
    assert [(type(step), step.command.id) for step in host.done] == [
        (CommandUnanswered, "1"),
        (CommandDone, "4"),
    ]
    assert "0077" not in database.employees
    assert host.stored == everything(database)


def test_after_two_without_an_answer_the_others_wait():
    database = two_areas()
    with serving(database) as server:
        server.faults.arm("", "hang_up", "hang_up")
        host = Host(server)
        given = [
            ("set_user", {"pin": str(pin), "name": "A B"}) for pin in range(70, 74)
        ]
        assert host.read(commands=orders(*given))
    assert [step.command.id for step in host.done] == ["1", "2"]
    assert host.stored == everything(database)


def test_once_the_time_for_commands_is_over_punches_are_read(monkeypatch):
    monkeypatch.setattr(commands_module, "COMMANDS_SECONDS", 0.0)
    database = two_areas()
    assert carry_out(database, ("set_user", ADA)) == []


def test_a_token_that_expires_is_renewed_for_commands_and_again_to_read():
    database, oddities = two_areas(), Oddities()
    with serving(database, oddities=oddities) as server:
        host = Host(server)
        host.read()
        oddities.token_calls = 3
        server.api.logins.clear()
        assert host.read(commands=orders(("set_user", ADA)))
        assert len(server.api.logins) == 3
    assert [step.result.code for step in host.done] == [0]
    assert database.employees["0077"].name == "Ada King"


def test_without_commands_no_step_is_about_them():
    with serving(two_areas()) as server:
        host = Host(server)
        assert host.read()
    assert host.done == []


def test_a_command_that_is_repeated_after_a_lost_answer_is_done_once():
    database = two_areas()
    with serving(database) as server:
        posts = []

        def lose(method, target):
            if method == "POST" and "employees" in target and not posts:
                posts.append(target)
                server.faults.arm("hang_up")

        server.on_request = lose
        host = Host(server)
        host.read(commands=orders(("set_user", ADA)))
        host.now = NOW
        host.read(commands=orders(("set_user", ADA)))
    assert [type(step) for step in host.done] == [CommandUnanswered, CommandDone]
    assert host.done[1].result.code == 0
    assert database.employees["0077"].areas == (2,)


# What waits in the queue


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("set_user", {**ADA, "valid_until": "2026-03-01"}, "biotime_no_days"),
        ("set_user", {**ADA, "valid_from": "2026-03-01"}, "biotime_no_days"),
        ("set_user", {**ADA, "group": "2"}, "biotime_no_group"),
        ("set_user", {"pin": " 7"}, "pin_format"),
        ("delete_user", {"pin": "7" * 25}, "pin_format"),
        ("set_user", {**ADA, "privilege": "king"}, "privilege_unknown"),
        ("set_user", {"pin": "7", "name": "A\nB"}, "value_control_character"),
        ("unlock", {}, "command_unsupported"),
        ("restart", {}, "command_unsupported"),
    ],
)
def test_what_the_api_cannot_do_is_refused_before_it_is_queued(kind, payload, code):
    with pytest.raises(ProtocolError) as caught:
        BRAND.commands.encode(kind, payload, "rest")
    assert caught.value.code == code


def test_every_kind_it_can_has_a_handler():
    assert set(commands_module._HANDLERS) == BRAND.commands.capabilities["rest"]


@pytest.mark.parametrize(
    ("code", "kind", "expected"),
    [
        (0, "set_user", (True, "biotime_stored")),
        (0, "query_users", (True, "done")),
        (1, "delete_user", (True, "not_there")),
        (2, "set_user", (True, "biotime_stored_in_area")),
        (None, "set_user", (False, "no_result")),
    ],
)
def test_codes_in_words(code, kind, expected):
    succeeded, reason = BRAND.commands.explain(code, kind, "rest")
    assert (succeeded, reason.code) == expected


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["set_user", "delete_user"]),
            st.sampled_from(["003", "0077"]),
            st.sampled_from(SERIALS),
        ),
        max_size=6,
    )
)
def test_after_any_commands_people_are_where_the_last_ones_said(sequence):
    database = two_areas(3)
    database.areas[9] = "Nowhere"
    expected = {("003", GATE)}
    for kind, pin, terminal in sequence:
        change = expected.add if kind == "set_user" else expected.discard
        change((pin, terminal))
    given_orders = [(kind, {"pin": pin}, terminal) for kind, pin, terminal in sequence]
    codes = carry_out(database, *given_orders)
    assert set(codes) <= {0, 1}
    found = {
        (pin, terminal)
        for terminal in SERIALS
        for pin in database.people_of(terminal) & {"003", "0077"}
    }
    assert found == expected
