"""Why the keys of a person's workday count or not, in words."""

from ...rules import keys
from ...rules.evidence import NO_EVIDENCE
from ...rules.roster import with_roster
from ..pairing.load import load_day


def explain_keys(env, employee, policy, day):
    """Return in a sentence how the directions of one workday were found.

    By what is known now: punches of others that came since the day was paired count.

    :param policy: :class:`~.rules.policy.Policy`; of other modes than smart there is
        nothing to explain, but for the scheduled hours.
    """
    loaded = load_day(env, employee, policy, day)
    punches = [punch.for_pairing() for punch in loaded.punches]
    directed = keys.with_directions(punches, policy, loaded.evidence)
    if not punches:
        return ""
    if with_roster(directed, policy, loaded.roster) != directed:
        return env._(
            "Read with the scheduled hours: the number of punches without keys is odd."
        )
    if policy.mode != "smart":
        return ""
    evidence = loaded.evidence.get(day, NO_EVIDENCE)
    return _sentence(env, keys.why_keys_count(punches, evidence), evidence)


def _sentence(env, reason, evidence):
    counts = {
        "both": evidence.days_with_both,
        "days": evidence.days,
        "able": evidence.people_with_both,
        "people": evidence.people,
    }
    if reason == keys.BOTH_PRESSED:
        return env._("Keys count: both kinds were pressed on this day.")
    if reason == keys.PERSON:
        return env._(
            "Keys count: both kinds on %(both)s of the last %(days)s days worked.",
            **counts,
        )
    if reason == keys.PEOPLE:
        return env._(
            "Keys count: %(able)s of the %(people)s people at the terminal press both "
            "kinds.",
            **counts,
        )
    if reason == keys.NO_KEYS:
        return env._("No keys were pressed: punches are in and out in turn.")
    if evidence.people:
        return env._(
            "Keys do not count: only one kind was pressed; both kinds on %(both)s of the "
            "last %(days)s days worked, and by %(able)s of the %(people)s people at the "
            "terminal.",
            **counts,
        )
    return env._(
        "Keys do not count: only one kind was pressed; both kinds on %(both)s of the last "
        "%(days)s days worked.",
        **counts,
    )
