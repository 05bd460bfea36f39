"""The sentences of the codes of the CAMS gateway."""

from ..reasons import _
from .client_messages import MESSAGES as CLIENT_MESSAGES
from .codes import STATUS_MESSAGES

MESSAGES: dict[str, str] = {
    "answer_encrypted": _("No encryption key opens the gateway's answer."),
    "answer_not_json": _("The gateway's answer is no JSON object."),
    "answer_status": _("The gateway answered with HTTP status %(status)s."),
    "body_compressed": _("The body is compressed, which a gateway never does."),
    "body_empty": _("The body is empty."),
    "body_kind_unknown": _("It is nothing a gateway is known to send."),
    "body_too_deep": _("The JSON is nested too deep."),
    "body_too_large": _("The body has more than %(maximum)s bytes."),
    "body_unreadable": _("The body is no form, no JSON object and no ciphertext."),
    "credential_removal": _("This gateway cannot take a %(name)s away."),
    "enroll_finger_only": _("This gateway can only start the enrolment of a finger."),
    "gateway_command_unsupported": _("This gateway cannot carry out this command."),
    "gateway_no_calls": _("This gateway takes no calls."),
    "gateway_no_punches": _("This gateway cannot be asked for punches."),
    "gateway_no_result": _("The gateway did not say what became of it."),
    "gateway_pending": _("The gateway has taken it and will say what became of it."),
    "gateway_refused": _("The gateway refused it with its code %(code)s."),
    "key_length": _("An encryption key has %(length)s characters."),
    "limits_unsupported": _("This gateway cannot limit when somebody is let in."),
    "message_for_everybody": _("This gateway shows messages to one person only."),
    "message_limited": _("This gateway shows a message until it is told to stop."),
    "no_key_opens_it": _("No encryption key of this terminal opens it."),
    "operation_unknown": _("No known operation."),
    "gateway_photo_missing": _("It holds no photo."),
    "privilege_unsupported": _("This gateway knows users and administrators only."),
    "punch_empty": _("It says of nobody how or which way."),
    "punch_pin": _("It has no PIN of 1 to %(maximum)s printable characters."),
    "gateway_punch_time": _("It has no time that exists and is written as documented."),
    "row_not_object": _("It is no object."),
    "template_kind": _("No known kind of template."),
    "template_kind_unsupported": _(
        "This gateway has no word for this kind of template."
    ),
    "gateway_template_missing": _("It holds no template or photo."),
    "time_without_offset": _("The gateway wants times with their offset from UTC."),
    "zone_unknown": _("%(zone)s is not the name of a time zone."),
    **CLIENT_MESSAGES,
    **STATUS_MESSAGES,
}
