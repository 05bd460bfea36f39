"""Sentences of why a punch sent as JSON could not be read."""

from ..reasons import _

MESSAGES = {
    "json_row": _("This is no JSON object: %(row)s."),
    "json_user": _(
        "The value “user” has to be the user's id at the reader, up to 64 characters: %(row)s."
    ),
    "json_time": _(
        "The value “at” has to be a time such as 2025-03-03 08:00:00, or one with its offset such "
        "as 2025-03-03T08:00:00+01:00: %(row)s."
    ),
    "json_state": _(
        "The value “direction” has to be in, out, break_out or break_in, or “state” a number from 0 "
        "to 32767: %(row)s."
    ),
    "json_verify": _(
        "The value “verify” has to be finger, face, card, password or palm: %(row)s."
    ),
    "json_event": _(
        "The value “event” has to be the reader's own number of the event, up to 64 characters: "
        "%(row)s."
    ),
}
