"""The direction each punch is read by: the key pressed, where keys count, or none."""

from .evidence import NO_EVIDENCE, by_workday, has_both_kinds, keys_pressed

# Why the keys of a workday count, in the order looked at, or do not.
BOTH_PRESSED, PERSON, PEOPLE = "both_pressed", "person", "people"
NO_KEYS, UNPROVEN = "no_keys", "unproven"
COUNTING = (BOTH_PRESSED, PERSON, PEOPLE)


def with_directions(punches, policy, evidence):
    """Each punch with the direction to read it by: ``[(punch, direction)]``.

    :param evidence: ``{workday: Evidence}``, read in smart mode.
    """
    if policy.mode == "first_last":
        return [(punch, None) for punch in punches]
    if policy.mode == "alternate":
        return [(punch, _direction(punch, False)) for punch in punches]
    if policy.mode == "keys":
        return [(punch, punch.direction) for punch in punches]
    directed = []
    for day, of_day in by_workday(punches, policy).items():
        reason = why_keys_count(of_day, evidence.get(day, NO_EVIDENCE))
        keys_count = reason in COUNTING
        directed += [(punch, _direction(punch, keys_count)) for punch in of_day]
    return directed


def why_keys_count(punches, evidence):
    """Why the keys of one workday count in smart mode, or do not.

    Half of the world's terminals send the same key for everything, and such keys say
    nothing. So they count if both an in-kind and an out-kind were pressed on the day, or
    if the person, or nearly everybody at the terminals, is known to press both.

    :param punches: those of the workday.
    :return: one of the codes above.
    """
    if has_both_kinds(punches):
        return BOTH_PRESSED
    if not keys_pressed(punches):
        return NO_KEYS
    if evidence.person_presses_both:
        return PERSON
    return PEOPLE if evidence.people_press_both else UNPROVEN


def _direction(punch, keys_count):
    return punch.direction if keys_count or punch.certain else None
