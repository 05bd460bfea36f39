"""The formats of Hikvision's events and users, and the tests that guard each."""

from ..runner import Format

_EVENTS = ("hikvision/test_punches.py",)
_ANSWERS = ("hikvision/test_answers.py", "hikvision/test_punches.py")

FORMATS = (
    Format(
        "hikvision",
        "events",
        "hikvision/punches.py",
        ("decode_event", "read_codes", "read_number", "read_pin"),
        _EVENTS,
    ),
    Format("hikvision", "codes", "hikvision/codes.py", ("STATES", "judge"), _EVENTS),
    Format(
        "hikvision", "times", "hikvision/times.py", ("read_zone", "_offset"), _ANSWERS
    ),
    Format(
        "hikvision",
        "users",
        "hikvision/users.py",
        ("write_card", "delete_users", "search_users"),
        ("hikvision/test_people_bodies.py",),
    ),
    Format(
        "hikvision",
        "fingers",
        "hikvision/fingers.py",
        ("write_finger", "decode_fingers", "delete_fingers"),
        ("hikvision/test_people_bodies.py",),
    ),
)
