"""Sentences for what terminals push, and for how they are told to."""

from ..reasons import _

PUSH_MESSAGES: dict[str, str] = {
    "hikvision_push_unreadable": _(
        "What the terminal pushed is neither JSON nor XML, or was cut off."
    ),
    "hikvision_not_an_event": _(
        "What was pushed is neither an event of a terminal nor a heartbeat, or it does "
        "not say what kind of event it is. A program that passes events on has to pass "
        "on their major and minor codes, too."
    ),
    "hikvision_url_long": _(
        "The address to push to is longer than the %(maximum)s characters a terminal takes."
    ),
    "hikvision_push_name": _(
        "The terminal takes no names of servers, and nothing is known here of the name "
        "%(host)s: give this server an address in numbers."
    ),
}
