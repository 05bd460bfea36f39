"""Sentences for the codes of this brand's errors and refusals."""

from ..reasons import _

MESSAGES: dict[str, str] = {
    "hikvision_event_unreadable": _("The event is not a JSON object."),
    "hikvision_time": _("The event's time does not exist or cannot be read."),
    "hikvision_clock_lost": _(
        "The event is from before 2000: the terminal had lost its clock in a power cut. "
        "Enter the punch by hand if it was one, and set a time server in its menu."
    ),
    "hikvision_xml": _("The terminal sent XML that cannot be read."),
}
