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
    # The connection
    "hikvision_answers": _(
        "The terminal %(serial)s answers. It keeps its events by the mode %(storage)s, and "
        "they reach %(days)s days back."
    ),
    "hikvision_wrong_login": _(
        "The terminal refused the user name or the password; %(tries)s tries are left. It is "
        "not called again before they are typed anew."
    ),
    "hikvision_last_try": _(
        "One more wrong password would lock the account, so none was sent. Log in to the "
        "terminal's web page, then type user name and password here anew."
    ),
    "hikvision_locked": _(
        "The account is locked for %(minutes)s more minutes after wrong passwords. Wait, or "
        "restart the terminal; no password was sent."
    ),
    "hikvision_not_activated": _(
        "The terminal is not activated: set its first password at its screen or with the "
        "vendor's tool SADP."
    ),
    "hikvision_busy": _(
        "The terminal is busy. It is asked again later; nothing is lost."
    ),
    "hikvision_low_privilege": _(
        "The terminal's user may not do this. Give it the rights to search events and to "
        "manage persons, in the terminal's web page."
    ),
    "hikvision_not_supported": _("This terminal's firmware cannot do this."),
    "hikvision_reboot_required": _(
        "The terminal has to be restarted before it does this."
    ),
    "hikvision_web_page": _(
        "A web page came instead of data: a proxy stands in between, or ISAPI is turned off "
        "in the terminal's network settings."
    ),
    "hikvision_http": _("The terminal answered with the HTTP status %(status)s alone."),
    "hikvision_unreadable": _("The terminal's answer cannot be read."),
    "hikvision_search_failed": _("The terminal ended the search with %(word)s."),
    "hikvision_more_empty": _(
        "The terminal says that more events follow and sends none. Restart it; what was "
        "read is stored, and reading goes on behind it."
    ),
    "hikvision_refused": _("The terminal refused it: %(word)s."),
    # Users
    "hikvision_exists": _("The terminal has a user with this PIN already."),
    "hikvision_nobody": _("The terminal has no user with this PIN."),
    "hikvision_card_taken": _("The terminal has given this card to another user."),
    "hikvision_card_too_long": _("A card number has up to %(maximum)s characters."),
    "hikvision_year": _("The terminal knows no days after the year %(maximum)s."),
    "hikvision_delete_nobody": _(
        "A deletion has to name somebody: terminals take an empty list for everybody."
    ),
    "hikvision_not_kept": _(
        "The terminal said that it was done, but does not show %(name)s as it was written."
    ),
    "hikvision_still_there": _(
        "The terminal said that it was deleted, and still shows it."
    ),
    "hikvision_fingers_only": _(
        "Fingers are enrolled and copied, and pictures of faces; nothing else."
    ),
    "hikvision_template_too_long": _("It has more than %(maximum)s bytes."),
    "hikvision_face_no_jpeg": _("The picture of a face has to be a JPEG."),
    "hikvision_no_face": _(
        "The terminal finds no face in the picture, or its quality is too low."
    ),
    "hikvision_no_finger": _("Nobody put a finger on the terminal in time."),
}
