"""Dahua's numbers in words.

Sources: the vendor's documents of its HTTP API, enumerations of its SDK, a recorded answer.
A number missing here is kept as it is.
"""

from ..reasons import _

#: State key to direction. The first six are ``AttendanceState``; where that is 0, the reader
#: counts, which is ``Type``.
ENTRY, EXIT = 11, 12
READERS = {"entry": ENTRY, "exit": EXIT}
STATUS = {
    1: "in",
    2: "break_out",
    3: "break_in",
    4: "out",
    5: "in",
    6: "out",
    ENTRY: "in",
    EXIT: "out",
}

#: ``Method`` of records and events: one less than the number in the SDK.
VERIFY = {
    0: (_("password"),),
    1: (_("card"),),
    2: (_("card"), _("password")),
    3: (_("password"), _("card")),
    6: (_("fingerprint"),),
    10: (_("card"), _("fingerprint")),
    14: (_("QR code"),),
    15: (_("face"),),
    17: (_("face"), _("ID card")),
    19: (_("Bluetooth"),),
    21: (_("PIN"), _("password")),
}
#: The door was opened from afar, or by the button inside: nobody passed a reader.
NOBODY_METHODS = frozenset({4, 5})

#: Why somebody was denied, by ``ErrorCode``; of the others only the number is known here.
DENIALS = {
    16: _("Denied: no right to this door"),
}
DENIED = _("Denied")
#: ``Authority`` of users, and the older ``UserType``.
ADMIN, USER = 1, 2
