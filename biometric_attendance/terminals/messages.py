"""The sentences of the codes all brands share; ``%(name)s`` is one of a reason's values."""

from .files.messages import MESSAGES as FILE_MESSAGES
from .reasons import _
from .web import MESSAGES as WEB_MESSAGES

MESSAGES: dict[str, str] = {
    "address_forbidden": _(
        "Neither a terminal nor a gateway can be at this address: it is of this "
        "machine's own link, of a group, or where a cloud keeps a machine's secrets."
    ),
    "address_is_this_server": _(
        "This address is the server itself. For tests, biometric_allow_loopback = True "
        "in Odoo's configuration file allows it."
    ),
    "bridge_error": _("The bridge failed in this session. Its log says why."),
    "bridge_cannot_poll": _(
        "The bridge cannot call this kind of terminal. Update the bridge, or take the "
        "bridge out of the device's form."
    ),
    "step_unreadable": _(
        "A step of a session cannot be read: %(expected)s was expected."
    ),
    "command_kind_unknown": _("There is no command %(kind)s."),
    "command_unsupported": _("This kind of terminal cannot carry out this command."),
    "value_missing": _("The command needs a value for %(name)s."),
    "value_unknown": _("The command has no value %(name)s."),
    "value_type": _("The value of %(name)s is neither text nor number."),
    "value_control_character": _(
        "The value of %(name)s has a control character in it."
    ),
    "value_too_long": _("The value of %(name)s is too long for a terminal."),
    "value_range": _("The value of %(name)s is not a number of 0 to %(maximum)s."),
    "control_character": _("A value for a terminal has a control character in it."),
    "time_unreadable": _("A day or time does not exist or is not YYYY-MM-DD HH:MM:SS."),
    "time_has_zone": _("Times are given in the terminal's own time."),
    "time_year": _("This time format holds the years 2000 to 2099 only."),
    "time_day": _("The packed time names a day that does not exist."),
    "pin_format": _("A PIN is 1 to %(maximum)s characters without blanks around."),
    "privilege_unknown": _("There is no privilege %(privilege)s on this terminal."),
    "row_pin": _("The row has no PIN of 1 to %(maximum)s printable characters."),
    "row_time": _("The time does not exist or is not written YYYY-MM-DD HH:MM:SS."),
    "row_codes": _("The state or the verification code is not a number."),
    "row_width": _(
        "The row has more than %(maximum)s columns: two rows may have merged."
    ),
    "push_not_kept": _(
        "The terminal accepted where to push, but does not keep it (%(names)s): it will "
        "not push. Its punches are read as before."
    ),
    "record_too_long": _("It is too long to be stored."),
    "options_too_long": _(
        "These settings are more, or longer, than is stored of a terminal."
    ),
    "table_unknown": _("Table %(table)s is not known."),
    "template_cut": _("A template is missing, unnamed or was cut."),
    "deadline_passed": _("The session with the terminal took longer than allowed."),
    "digest_wrong_login": _(
        "The terminal refused the user name or the password. It is not called again before "
        "they are typed anew: several wrong tries would lock the account."
    ),
    "digest_user_invalid": _("The user name has a control character in it."),
    "digest_not_offered": _(
        "What answers there does not ask for a login by digest, so no password was sent."
    ),
    "digest_always_stale": _(
        "The terminal calls each login too old. Restart it, and set its clock."
    ),
    "done": _("Done."),
    "no_answer_in_time": _("The terminal did not answer in time."),
    "no_result": _("The terminal did not say what became of it."),
    "not_there": _("It was not there any more."),
    "one_door": _("This terminal has one door only."),
    "refused": _("The terminal refused it."),
    "template_not_base64": _("The template is not base64 text."),
    "refused_with_code": _("The terminal refused it with its code %(code)s."),
    **FILE_MESSAGES,
    **WEB_MESSAGES,
}
