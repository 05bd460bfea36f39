"""People as they are written, and what a server answers to it."""

import json

import pytest
from hypothesis import given, strategies as st

from terminals.biotime.answers import Response, read_written
from terminals.biotime.employees import (
    encode_employee,
    find_area,
    find_differences,
    pick_without,
    read_areas,
    read_name,
    read_number,
    split_name,
)
from terminals.errors import DeviceRefused, TransportError

ADA = {
    "emp_code": "007",
    "first_name": "Ada",
    "last_name": "King",
    "card_no": "[15CD5B07]",
    "dev_privilege": 0,
    "department": {"id": 4, "dept_name": "Sales"},
    "area": [{"id": 2, "area_name": "HQ"}],
}
AREAS = [
    {"id": 5, "area_code": "5", "area_name": "Yard"},
    {"id": 2, "area_code": "2", "area_name": "HQ"},
    {"id": 7, "area_code": "Yard2", "area_name": "Twice"},
    {"id": 8, "area_code": "8", "area_name": "Twice"},
]


@pytest.mark.parametrize(
    ("payload", "row", "values"),
    [
        ({}, ADA, {}),
        ({"name": "Ada King"}, ADA, {}),
        ({"name": "  Ada   King "}, ADA, {}),
        ({"name": ""}, ADA, {}),
        ({"name": "Ada"}, ADA, {"first_name": "Ada", "last_name": ""}),
        ({"name": "B C D"}, ADA, {"first_name": "B", "last_name": "C D"}),
        ({"card": "123456789"}, ADA, {}),
        ({"card": "0123456789"}, ADA, {}),
        ({"card": "5"}, ADA, {"card_no": "5"}),
        ({"card": ""}, ADA, {"card_no": None}),
        ({"card": ""}, {**ADA, "card_no": None}, {}),
        ({"card": ""}, {}, {}),
        ({"card": "5"}, {}, {"card_no": "5"}),
        ({"privilege": "user"}, ADA, {}),
        ({"privilege": "user"}, {}, {}),
        ({"privilege": ""}, ADA, {}),
        ({"privilege": "enroller"}, ADA, {"dev_privilege": 2}),
        ({"privilege": "manager"}, ADA, {"dev_privilege": 6}),
        ({"privilege": "custom"}, ADA, {"dev_privilege": 10}),
        ({"privilege": "admin"}, {}, {"dev_privilege": 14}),
        ({"privilege": "user"}, {"dev_privilege": 14}, {"dev_privilege": 0}),
        ({"password": "12"}, ADA, {"device_password": "12"}),
        ({"password": ""}, ADA, {"device_password": None}),
    ],
)
def test_only_what_differs_is_written(payload, row, values):
    assert encode_employee({"pin": "007", **payload}, row) == values


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada", ("Ada", "")),
        ("Ada King", ("Ada", "King")),
        ("Ada King Lovelace", ("Ada", "King Lovelace")),
        ("A " + "b" * 25, ("A", "b" * 25)),
        ("A " + "b" * 20 + " " + "c" * 10, ("A " + "b" * 20, "c" * 10)),
        ("A " + "b" * 26, ("A", "b" * 26)),
        ("a" * 30, ("a" * 30, "")),
    ],
)
def test_a_name_is_split_so_that_both_parts_are_short(name, parts):
    assert split_name(name) == parts


@given(st.lists(st.text("abc", min_size=1, max_size=30), min_size=1, max_size=5))
def test_a_name_that_was_split_is_read_as_it_was(words):
    name = " ".join(words)
    first, last = split_name(name)
    assert read_name({"first_name": first, "last_name": last or None}) == name


@pytest.mark.parametrize(
    ("value", "number"),
    [({"id": 4}, 4), ({"id": "4"}, 4), (4, 4), ("4", 4), ("Sales", None), (None, None)],
)
def test_a_number_is_an_object_or_itself(value, number):
    assert read_number(value) == number


@pytest.mark.parametrize(
    ("areas", "numbers"),
    [
        ([], set()),
        ([2, 5], {2, 5}),
        ([{"id": 2}, {"id": 5}], {2, 5}),
        ([{"id": 2}, {"area_name": "HQ"}], None),
        (["HQ"], None),
        ("HQ", None),
        (None, None),
    ],
)
def test_areas_are_known_all_or_not_at_all(areas, numbers):
    assert read_areas({"area": areas}) == numbers


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ({"id": 9, "area_name": "Yard"}, 9),
        ({"area_name": "Yard"}, 5),
        ({"area_code": "Yard2"}, 7),
        ({"area_name": "", "area_code": "8"}, 8),
        ({}, None),
        (" Yard ", 5),
        ("2", 2),
        ("Twice", None),
        ("Gone", None),
        ("", None),
        (9, 9),
        (None, None),
    ],
)
def test_the_area_of_a_terminal(value, number):
    assert find_area(value, AREAS) == number


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({}, []),
        ({"area": [2]}, []),
        ({"area": [2, 5]}, ["area"]),
        ({"area": []}, ["area"]),
        ({"first_name": "Ada", "last_name": "Ki"}, ["last_name"]),
        ({"card_no": "123456789"}, []),
        ({"card_no": None}, ["card_no"]),
        ({"dev_privilege": 0}, []),
        ({"dev_privilege": 14}, ["dev_privilege"]),
        ({"device_password": "1"}, []),
        ({"nickname": "A"}, []),
        ({"department": 4}, []),
        ({"department": 5}, ["department"]),
        ({"emp_code": "7"}, ["emp_code"]),
        ({"emp_code": "7", "dev_privilege": 2}, ["emp_code", "dev_privilege"]),
    ],
)
def test_what_a_row_does_not_show(values, names):
    assert find_differences({**ADA, "device_password": "***"}, values) == names


def test_a_row_may_say_nothing_of_some_values():
    row = {**ADA, "card_no": None, "last_name": None, "department": "Sales"}
    values = {"card_no": None, "last_name": "", "department": 4}
    assert find_differences(row, values) == []


@pytest.mark.parametrize(
    ("taken", "number"), [((), 2), ({2}, 5), ({2, 5, None}, 7), ({2, 5, 7, 8}, None)]
)
def test_the_lowest_area_that_is_free(taken, number):
    assert pick_without(taken, [{"id": None}, *AREAS]) == number


def answer(status, value, kind="application/json"):
    body = value if isinstance(value, str) else json.dumps(value)
    return Response(status, kind, body.encode())


@pytest.mark.parametrize("status", [200, 201])
def test_a_row_that_was_written_is_returned(status):
    assert read_written(answer(status, {"id": 3})) == {"id": 3}


@pytest.mark.parametrize(
    ("response", "code", "words"),
    [
        (
            answer(400, {"emp_code": ["Employee with this emp_code already exists."]}),
            "biotime_pin_taken",
            None,
        ),
        (
            answer(400, {"area": ["Empty."], "device_password": ['"hush" is none.']}),
            "biotime_values_refused",
            "area: Empty.; device_password",
        ),
        (answer(400, {"detail": "No."}), "biotime_values_refused", "detail: No."),
        (answer(400, {"emp_code": None}), "biotime_values_refused", "emp_code:"),
        (answer(400, {"a": [{"b": 1}, "c"]}), "biotime_values_refused", "a: c"),
        (
            answer(400, {"a": "No. " * 99}),
            "biotime_values_refused",
            ("a: " + "No. " * 99)[:200],
        ),
        (answer(400, "no JSON", "text/html"), "biotime_status", None),
        (answer(401, {}), "biotime_token_refused", None),
        (answer(403, {"detail": "IsNotOpenAPI"}), "biotime_no_api", None),
        (answer(403, {"detail": "No permission."}), "biotime_may_not_change", None),
        (answer(404, {"detail": "Not found."}), "biotime_status", None),
        (answer(404, {"detail": "Invalid page."}), "biotime_status", None),
        (answer(404, "", "text/html"), "biotime_web_page", None),
        (answer(405, {}), "biotime_status", None),
        (answer(500, {}), "biotime_status", None),
        (answer(200, "", "text/html"), "biotime_web_page", None),
        (answer(200, [1]), "biotime_unreadable", None),
        (answer(200, {"code": -1, "msg": "Bad."}), "biotime_refused", "Bad."),
    ],
)
def test_refusals_of_what_was_written(response, code, words):
    with pytest.raises(TransportError) as caught:
        read_written(response)
    assert (caught.value.code, caught.value.values.get("words")) == (code, words)


def test_a_status_that_means_nothing_else_is_named():
    with pytest.raises(DeviceRefused) as caught:
        read_written(answer(404, {"detail": "Not found."}))
    assert (caught.value.values, caught.value.answer) == ({"status": 404}, 404)
