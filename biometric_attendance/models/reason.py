"""The sentences of reasons, in the language of whoever reads them."""
# pylint: disable=prefer-env-translation

from collections.abc import Mapping

from ..terminals import sentence_of
from ..terminals.reasons import _

#: Codes of what Odoo itself keeps as a reason; a terminal's are in ``terminals``.
MESSAGES = {
    "biometrics_not_kept": _(
        "Fingers, faces and photos are not kept here: have the terminal send them again."
    ),
    "many_lines": _("%(count)s lines: %(first)s"),
    "no_key_opens_it": _("No security key of this terminal opens it."),
    "not_stored": _("It could not be stored: look into the server's log."),
    "of_another_device": _("It is of another terminal: %(serial)s."),
    "other_terminal": _(
        "Another terminal answers at this address: its serial number is %(serial)s."
    ),
    "part_missing": _("A part of the message is missing."),
    "part_negative": _("The number of a part is negative."),
    "sent_with_wrong_key": _("It was sent with a wrong token."),
    "server_error": _("Something went wrong on the server: look into its log."),
}


def sentence(env, reason):
    """Return a reason as a sentence in the reader's language, ``""`` for none.

    :param reason: a ``Reason``, one as it is stored (``Reason.as_dict()``), or text: what a
        terminal said, or a sentence made elsewhere.
    """
    if not reason:
        return ""
    if isinstance(reason, str):
        return env._(reason)
    stored = isinstance(reason, Mapping)
    code = reason["code"] if stored else reason.code
    values = reason.get("values") if stored else reason.values
    text = env._(MESSAGES.get(code) or sentence_of(code))
    if not values:
        return text
    return text % {name: _readable(env, value) for name, value in values.items()}


def _readable(env, value):
    """A value that is a reason itself is a sentence too."""
    is_reason = isinstance(value, Mapping) and "code" in value
    return sentence(env, value) if is_reason else value
