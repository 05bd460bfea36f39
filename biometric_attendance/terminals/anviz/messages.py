"""The sentences of the codes of Anviz terminals."""

from ..reasons import _

MESSAGES: dict[str, str] = {
    "anviz_answers": _(
        "The terminal answers: serial number %(serial)s, %(records)s records."
    ),
    "anviz_host_invalid": _(
        "The address is the terminal's IP address or name alone, such as 192.168.1.218."
    ),
    "anviz_unreachable": _(
        "Nothing answers at this address (%(error)s). Check the address, and that this "
        "server reaches the terminal's network."
    ),
    "anviz_refused": _(
        "The address answers, but nothing listens at port %(port)s. In the terminal's "
        "network menu, set the mode to Server and look for the port, usually 5010."
    ),
    "anviz_timeout": _("The terminal did not answer in time."),
    "anviz_closed": _("The terminal broke off in the middle of its answer."),
    "anviz_other_protocol": _(
        "What answers there does not speak the protocol of Anviz's port 5010."
    ),
    "anviz_frame_short": _("The terminal's answer is too short."),
    "anviz_frame_invalid": _("The terminal's answer makes no sense."),
    "anviz_checksum": _("The checksum of the terminal's answer is wrong."),
    "anviz_rows_incomplete": _("The terminal did not send as many rows as it said."),
    "anviz_records_missing": _(
        "The terminal sent %(read)s of its %(count)s records. It is read anew from the first "
        "one; end other software that reads it."
    ),
    "anviz_row_without_user": _("The record names no user."),
    "anviz_row_unreadable": _("This is no record of an Anviz terminal."),
    "anviz_no_days": _(
        "This terminal knows no days of access. Let the person be removed from it instead."
    ),
    "anviz_pin": _("This terminal takes PINs of digits only, without a 0 in front."),
    "anviz_card": _("This terminal takes card numbers of up to 4294967294."),
    "anviz_password": _("A user's password is up to six digits on this terminal."),
    "anviz_full": _("The terminal has no room for another user."),
    "anviz_no_user": _("The terminal has no user of this PIN."),
    "anviz_user_exists": _("The terminal has a user of this PIN already."),
    "anviz_not_kept": _(
        "The terminal said it was done, and has other values than it was given."
    ),
}
