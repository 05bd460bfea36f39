"""Who a terminal's users may be: proposed where it is sure, else left to people."""

import pytest
from hypothesis import given, strategies as st

from rules.proposals import Found, Known, propose

ANN = Known("ann", badge="0415", pin="7", name="Ann Bell")
BOB = Known("bob", badge="", pin="", name="Bob  Cole")


def user(key="u", pin="", card="", name=""):
    return Found(key, pin, card, name)


@pytest.mark.parametrize(
    ("found", "who", "basis"),
    [
        (user(card="0415", pin="99"), "ann", "badge"),
        (user(pin="0415"), "ann", "badge"),
        (user(pin="7"), "ann", "pin"),
        (user(pin="50", name="ann  bell "), "ann", "name"),
        (user(pin="50", name="BOB COLE"), "bob", "name"),
        (user(card="0415", pin="7", name="Ann Bell"), "ann", "badge"),
    ],
)
def test_a_match_is_proposed_with_what_it_rests_on(found, who, basis):
    assert propose([found], [ANN, BOB]) == {"u": (who, basis)}


@pytest.mark.parametrize(
    "found",
    [
        user(pin="07"),  # not the PIN 7
        user(pin="8", name="Ann"),  # half a name
        user(pin="7", name="Bob Cole"),  # PIN and name disagree
        user(pin="1"),
        user(),  # an empty badge or PIN matches nobody
    ],
)
def test_what_is_not_sure_is_left_empty(found):
    assert propose([found], [ANN, BOB]) == {}


def test_two_people_of_one_name_are_left_to_people():
    twin = ANN._replace(key="twin", badge="", pin="")
    assert propose([user(pin="9", name="Ann Bell")], [ANN, twin]) == {}


def test_two_users_of_one_person_are_left_to_people():
    found = [user("a", pin="7"), user("b", pin="9", name="Ann Bell")]
    assert propose(found, [ANN, BOB]) == {}


WORDS = st.sampled_from(["", "1", "2", "3", "Ann", "Bob"])


@given(
    st.lists(
        st.builds(user, st.integers(), WORDS, WORDS, WORDS), unique_by=lambda u: u.key
    ),
    st.lists(
        st.builds(Known, st.integers(), WORDS, WORDS, WORDS), unique_by=lambda p: p.key
    ),
)
def test_nobody_is_proposed_twice_and_only_who_matches(users, people):
    proposals = propose(users, people)
    chosen = [person for person, _basis in proposals.values()]
    assert len(chosen) == len(set(chosen))
    known = {person.key: person for person in people}
    for each in users:
        if each.key in proposals:
            person = known[proposals[each.key][0]]
            sent = {each.card, each.pin, each.name} - {""}
            assert {person.badge, person.pin, person.name} & sent
