"""What happens to many terminals at once is one alert, and nothing is left out."""

import pytest
from hypothesis import given, strategies as st

from rules.alerts import DEVICE, PERSON, SITE, Subject, Trouble, fold

ANN, BOB = 1, 2


def at_site(site, count, first=100, person=ANN, site_person=ANN):
    return [
        Trouble(first + number, site, person, site_person) for number in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "size", "folds"),
    [
        (1, 1, False),
        (2, 2, False),
        (3, 3, True),
        (3, 6, True),
        (3, 7, False),
        (200, 200, True),
    ],
)
def test_a_site_is_named_when_half_of_it_is_concerned(count, size, folds):
    alerts = fold(at_site(7, count), {7: size})
    kinds = {subject.kind for subject in alerts}
    assert kinds == ({SITE} if folds else {DEVICE})
    assert len(alerts) == (1 if folds else count)


def test_an_alert_of_a_site_stays_one_until_few_are_left():
    site = Subject(SITE, 7)
    assert fold(at_site(7, 20), {7: 200}, {site}) == {site: list(range(100, 120))}
    left = fold(at_site(7, 2), {7: 200}, {site})
    assert left == {Subject(DEVICE, 100): [100], Subject(DEVICE, 101): [101]}


def test_terminals_without_a_site_are_no_site():
    alerts = fold(at_site(None, 5), {})
    assert {subject.kind for subject in alerts} == {DEVICE}


def test_a_person_who_would_get_many_gets_one():
    ten, eleven = at_site(None, 10), at_site(None, 11)
    assert len(fold(ten, {})) == 10
    assert fold(eleven, {}) == {Subject(PERSON, ANN): list(range(100, 111))}
    others = at_site(None, 2, first=900, person=BOB)
    assert set(fold([*eleven, *others], {})) == {
        Subject(PERSON, ANN),
        Subject(DEVICE, 900),
        Subject(DEVICE, 901),
    }


def test_many_sites_at_once_are_one_for_who_is_told_of_them():
    troubles = [
        trouble
        for site in range(20)
        for trouble in at_site(site, 10, first=100 * site, person=BOB)
    ]
    [(subject, devices)] = fold(troubles, dict.fromkeys(range(20), 10)).items()
    assert subject == Subject(PERSON, ANN)
    assert len(devices) == 200


def test_an_alert_of_a_person_falls_apart_where_few_are_left():
    person = Subject(PERSON, ANN)
    assert set(fold(at_site(None, 4), {}, {person})) == {person}
    assert person not in fold(at_site(None, 3), {}, {person})


TROUBLES = st.lists(
    st.builds(
        Trouble,
        st.integers(1, 60),
        st.sampled_from([None, 1, 2, 3, 4]),
        st.sampled_from([ANN, BOB]),
        st.just(ANN),
    ),
    unique_by=lambda trouble: trouble.device,
)
SUBJECTS = st.sets(
    st.sampled_from(
        [Subject(SITE, 1), Subject(SITE, 2), Subject(PERSON, ANN), Subject(DEVICE, 5)]
    )
)


@given(TROUBLES, SUBJECTS)
def test_each_device_is_in_one_alert(troubles, open_subjects):
    sizes = dict.fromkeys(range(1, 5), 12)
    alerts = fold(troubles, sizes, open_subjects)
    named = [device for devices in alerts.values() for device in devices]
    assert sorted(named) == sorted(trouble.device for trouble in troubles)


@given(TROUBLES, SUBJECTS)
def test_nobody_gets_more_than_a_few(troubles, open_subjects):
    alerts = fold(troubles, dict.fromkeys(range(1, 5), 12), open_subjects)
    assert len(alerts) <= 2 * 10


@given(TROUBLES, SUBJECTS)
def test_the_same_again_and_again_changes_nothing(troubles, open_subjects):
    """An open site among many places of one person falls apart in the run after."""
    sizes = dict.fromkeys(range(1, 5), 12)
    alerts = fold(troubles, sizes, fold(troubles, sizes, open_subjects))
    assert fold(troubles, sizes, alerts) == alerts
