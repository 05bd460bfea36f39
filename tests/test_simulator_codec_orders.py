"""What the codec orders, the simulator does, and says so in words the codec has."""

import string
from datetime import date, datetime, timezone

import pytest
from hypothesis import given, settings, strategies as st

from simulator import AdmsEndpoint, SecurityEndpoint, Terminal, User
from terminals import adms
from terminals.adms.messages import MESSAGES
from tests import codec_server

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
UNTIL = datetime(2024, 12, 31, 23, 59, 59)
ADA = User("007", "Ada Lovelace", "4711", 14, "9", "2", None, UNTIL)
SPEAK = {"attendance": AdmsEndpoint, "security": SecurityEndpoint}


def endpoint_of(dialect, *users):
    return SPEAK[dialect](Terminal("T1", "Asia/Kolkata", users=users or [ADA]))


def obey(endpoint, dialect, *orders, **rest):
    return codec_server.obey(endpoint, dialect, *orders, now=NOW, **rest)


@pytest.fixture(params=SPEAK)
def dialect(request):
    return request.param


USER = {"pin": "8", "name": "Grace Hopper", "privilege": "manager", "card": "99"}
LIMITS = {"valid_from": date(2024, 1, 1), "valid_until": date(2024, 1, 31)}
NO_LIMITS = {"valid_from": "", "valid_until": ""}
FINGER = {"pin": "007", "kind": "finger", "slot": 6, "blob": "QUJD", "major": 10}
FACE = {"pin": "007", "kind": "visible_face", "slot": 0, "blob": "QUJD", "major": 58}
ORDERS = [
    ("set_user", USER | LIMITS | {"password": "1", "group": "3"}),
    ("set_user", {"pin": "007"}),
    ("delete_user", {"pin": "007"}),
    ("set_template", FINGER),
    ("set_template", FACE),
    ("set_template", {"pin": "007", "kind": "portrait", "slot": 0, "blob": "QUJD"}),
    ("delete_template", {"pin": "007", "kind": "finger", "slot": 6}),
    ("delete_template", {"pin": "007", "kind": "visible_face"}),
    ("grant_access", {"pin": "007"}),
    ("deny_access", {"pin": "007"}),
    ("query_users", {}),
    ("query_users", {"pin": "007"}),
    ("query_punches", {"since": date(2024, 7, 1), "until": date(2024, 7, 1)}),
    ("enroll", {"pin": "007", "kind": "finger", "slot": 3}),
    ("enroll", {"pin": "007", "kind": "visible_face"}),
    ("enroll", {"pin": "007", "kind": "card"}),
    ("clear_punches", {}),
    ("set_clock", {"time": datetime(2024, 7, 1, 12)}),
    ("introduce", {}),
    ("restart", {}),
    ("unlock", {}),
    ("information", {}),
    ("show_message", {"text": "Hello", "pin": "007"}),
]


def test_every_kind_of_command_is_among_them():
    for dialect, kinds in adms.commands.CAPABILITIES.items():
        missing = kinds - {kind for kind, _ in ORDERS}
        assert missing <= {"address_message"}, dialect


@pytest.mark.parametrize(
    ("order", "dialect"),
    [
        (o, d)
        for d, able in adms.commands.CAPABILITIES.items()
        for o in ORDERS
        if o[0] in able
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_the_simulator_does_what_the_codec_orders(order, dialect):
    results = obey(endpoint_of(dialect), dialect, order).results
    values = [
        adms.results.explain(result.code, order[0], dialect) for result in results
    ]
    assert all(done for done, _ in values), values


REFUSED = [
    ("set_template", FINGER | {"pin": "99"}, "has no user with"),
    ("set_template", FACE | {"major": 39}, "another version"),
    ("set_template", FACE | {"kind": "iris"}, "does not support"),
]


@pytest.mark.parametrize("order", REFUSED, ids=lambda order: order[2])
def test_the_codec_has_words_for_a_refusal(order, dialect):
    kind, payload, words = order
    (result,) = obey(endpoint_of(dialect), dialect, (kind, payload)).results
    done, reason = adms.results.explain(result.code, kind, dialect)
    assert not done and words in MESSAGES[reason.code]


def test_a_user_arrives_as_ordered(dialect):
    endpoint = endpoint_of(dialect)
    obey(endpoint, dialect, ("set_user", USER | LIMITS))
    assert endpoint.terminal.users["8"] == User(
        "8", "Grace Hopper", "99", 6, "", "1", datetime(2024, 1, 1),
        datetime(2024, 1, 31, 23, 59, 59),
    )  # fmt: skip
    obey(endpoint, dialect, ("set_user", {"pin": "8", "name": "G"} | NO_LIMITS))
    user = endpoint.terminal.users["8"]
    assert (user.name, user.card, user.privilege) == ("G", "99", 6)
    assert user.valid_from is user.valid_until is None


TEXT = string.ascii_letters + string.digits + string.punctuation + " éß王"


@settings(max_examples=60)
@given(
    st.text(st.sampled_from(TEXT), min_size=1, max_size=20),
    st.text(st.sampled_from(TEXT), max_size=8),
)
@pytest.mark.parametrize("name", SPEAK)
def test_any_name_and_password_survive_the_way_there_and_back(name, received, password):
    endpoint = endpoint_of(name)
    payload = {"pin": "8", "name": received, "password": password}
    obey(endpoint, name, ("set_user", payload))
    stored = endpoint.terminal.users["8"]
    assert (stored.name, stored.password) == (received, password)
    server = obey(endpoint, name, ("query_users", {"pin": "8"}), polls=2)
    (user,) = server.received("users")
    assert (user.pin, user.name, user.password) == ("8", received, password)
