"""Sentences for the codes of errors in calls to a gateway."""

from ..reasons import _

MESSAGES = {
    "gateway_answers": _("The gateway answers for this terminal."),
    "gateway_address_invalid": _(
        "The gateway's address is not one that can be called."
    ),
    "gateway_needs_https": _("The gateway's address has to begin with https://."),
    "gateway_certificate": _("The gateway's certificate cannot be trusted."),
    "gateway_timeout": _("The gateway did not answer in time."),
    "gateway_closed": _("The gateway broke off in the middle of its answer."),
    "gateway_unreachable": _("The gateway cannot be reached."),
    "gateway_makes_no_sense": _("The gateway's answer makes no sense."),
    "gateway_compressed": _(
        "The gateway compressed its answer although it was not asked to."
    ),
    "gateway_answer_too_long": _("The gateway's answer is too long."),
    "punches_missing": _("The gateway sent %(count)s punches fewer than it announced."),
}
