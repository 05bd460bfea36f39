"""The sentences of the codes of EBKN terminals."""

from ..reasons import _

MESSAGES: dict[str, str] = {
    "command_cancelled": _("The command was cancelled."),
    "command_cancelled_unverified": _(
        "The command was cancelled. It may be done all the same; its list of users "
        "shows it."
    ),
    "command_failed": _("The terminal said it failed."),
    "command_failed_unverified": _(
        "The terminal said it failed. It may be done all the same; its list of users "
        "shows it."
    ),
    "command_refused": _("The terminal refused it."),
    "command_refused_unverified": _(
        "The terminal refused it. It may be done all the same; its list of users shows "
        "it."
    ),
    "command_unreadable": _("The command cannot be read any more."),
    "credential_differs": _("The terminal has another %(kind)s, or none."),
    "credential_kind": _("A credential is a password or a card."),
    "credential_letters": _("A password or card is digits and plain letters."),
    "dev_id_missing": _("The request has no dev_id of 1 to 64 printable characters."),
    "done_unverified": _("Done. Reading it back shows whether it is so."),
    "message_empty": _("The message is empty."),
    "message_not_json": _("The message does not begin with a JSON object."),
    "message_too_deep": _("The message is nested too deeply."),
    "message_too_large": _("The message is larger than any terminal sends."),
    "message_unfinished": _("The message's JSON does not end."),
    "message_unreadable": _("The message's JSON cannot be read."),
    "name_differs": _("The terminal has another name: %(name)s."),
    "part_missing": _("A part of the message is missing."),
    "photo_cut": _("The photo is missing or was cut."),
    "pin_nine_digits": _("A PIN of this terminal is a number of up to 9 digits."),
    "privilege_differs": _("The terminal made it the privilege %(privilege)s."),
    "punch_codes": _("The punch's io_mode or verify_mode is not a number."),
    "punch_photo_cut": _("The punch's photo is missing or was cut."),
    "punch_time": _("The punch's time does not exist or is not readable."),
    "record_size": _("No records of %(size)s bytes are known, or they did not come."),
    "record_user_id": _("The record has no user id."),
    "result_cut": _("The result was cut: fewer records came than counted."),
    "template_absent": _("The terminal does not have the template."),
    "template_place_missing": _("This terminal has no place for such a template."),
    "template_version": _(
        "The template is of version %(version)s; this terminal's are of %(own)s."
    ),
    "user_absent": _("The terminal does not have the user."),
    "user_id": _("The message has no user id of 1 to %(maximum)s characters."),
    "user_list_cut": _("The list of its users was cut."),
    "user_present": _(
        "The terminal has this user already: writing anew would delete fingers."
    ),
    "user_still_present": _("The terminal still has the user."),
}
