"""The sentences of the codes of Dahua's terminals."""

from ..reasons import _

MESSAGES: dict[str, str] = {
    "dahua_answers": _("The terminal answers; its serial number is %(serial)s."),
    "dahua_locked": _(
        "The terminal has locked the account after wrong passwords. It opens again after "
        "about half an hour: find out who else logs in with it, or make a user for Odoo "
        "alone."
    ),
    "dahua_web_page": _(
        "What answers there sends a web page instead of data: it is no Dahua terminal, or "
        "its CGI is turned off. Turn CGI on under Network, Service."
    ),
    "dahua_not_supported": _("The terminal's firmware does not know this request."),
    "dahua_bad_request": _(
        "The terminal could make nothing of the request: its firmware does not know it, or "
        "does not take one of the values."
    ),
    "dahua_no_right": _(
        "The terminal's user has no right to this: put it into the group of administrators."
    ),
    "dahua_status": _("The terminal answered with HTTP status %(status)s (%(words)s)."),
    "dahua_not_done": _("The terminal did not do it (%(words)s)."),
    "dahua_no_clock": _("The terminal does not tell its time."),
    "dahua_time_base_unknown": _(
        "Nobody knows yet whether this terminal writes times in UTC or by its own clock, so "
        "nothing was read. Let somebody punch now, or choose it as the dialect of the device."
    ),
    "dahua_times_disagree": _(
        "The terminal's newest record fits neither its clock nor UTC. Set the time zone in "
        "the terminal and on the device's form alike."
    ),
    "dahua_range_ignored": _(
        "The terminal sends the same records whatever time is asked for, and not all of "
        "them. Update its firmware."
    ),
    "dahua_clock_lost": _(
        "The terminal's clock was not set when this was recorded. Correct the punch by hand."
    ),
    "dahua_no_time": _("The record does not tell its time."),
    "dahua_row_unreadable": _("The row is no JSON object."),
    "dahua_stream_unreadable": _("The terminal's live events make no sense."),
    "dahua_no_such_user": _("The terminal has no user of this PIN."),
    "dahua_not_kept": _(
        "The terminal said it was done, and has other values than it was given."
    ),
    "dahua_users_incomplete": _(
        "The terminal does not send all of its users, so nothing was concluded from them."
    ),
    "dahua_name_too_long": _("This terminal takes names of up to %(size)s bytes."),
    "dahua_card_format": _(
        "A card number is up to 32 digits, hexadecimal where the terminal shows it so."
    ),
    "dahua_password_format": _("A user's password is up to 8 digits on this terminal."),
    "dahua_door_seconds": _(
        "How long a door stays open is set in the terminal, not by the command."
    ),
}
