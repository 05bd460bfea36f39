"""Sentences for the codes of this brand's errors and refusals."""

from ..reasons import _

MESSAGES = {
    # The connection
    "host_invalid": _("The address is neither an IP address nor the name of a host."),
    "port_invalid": _("The port has to be a number from 1 to 65535."),
    "key_invalid": _("The communication key is a number of up to six digits."),
    "timeout_invalid": _("The time to wait has to be more than nothing."),
    "encoding_unknown": _("There is no code page of the name given for this terminal."),
    "no_answer_at_address": _("Nobody answers at this address."),
    "connection_refused": _(
        "The terminal refused the connection: nothing listens on this port, or another "
        "program is talking to it."
    ),
    "connection_closed": _("The terminal closed the connection."),
    "connection_reset": _("The terminal broke off the connection."),
    "host_unknown": _("No host of this name is known."),
    "no_route": _("There is no way to this address (%(error)s)."),
    "web_server": _("What listens there is a web server, not a terminal's port 4370."),
    "ssh_server": _("What listens there is an SSH server, not a terminal's port 4370."),
    "other_protocol": _("What listens there does not speak the protocol of port 4370."),
    "wrong_key": _("The terminal wants another communication key."),
    "udp_only": _("The terminal answers over UDP only. UDP is turned on now."),
    "answers_with_serial": _("The terminal answers; its serial number is %(serial)s."),
    "answers_without_serial": _(
        "The terminal answers, but does not tell its serial number."
    ),
    "session_over": _("This session with the terminal is over."),
    # Answers
    "answer_to_other_request": _(
        "The terminal answered a question that was not asked."
    ),
    "answer_without_data": _(
        "The terminal says yes, and does not send what was asked for."
    ),
    "answer_oversized": _("The terminal announced more than any terminal holds."),
    "answer_length_differs": _(
        "The terminal's answer has not the length it announced."
    ),
    "answer_makes_no_sense": _("The terminal's answer makes no sense."),
    "table_too_short": _("The terminal's table is shorter than it said."),
    "window_too_short": _("The terminal did not send all it was asked for."),
    "frame_too_short": _("The frame is shorter than its header."),
    "checksum_wrong": _("The checksum of the frame is wrong."),
    "frame_start_length": _("The start of a frame is %(size)s bytes."),
    "frame_length_invalid": _("No frame is %(size)s bytes long."),
    "table_refused": _("The terminal does not hand out this table: %(reply)s."),
    "table_size_missing": _("The terminal does not say how long the table is."),
    "table_size_invalid": _("No terminal holds a table of %(size)s bytes."),
    "announcement_incomplete": _("The terminal does not say how much it sends."),
    # Punches
    "punch_layout_unknown": _(
        "How the terminal writes its %(size)s bytes of punches cannot be told for "
        "certain, so none was read."
    ),
    "rows_incomplete": _("%(size)s bytes are no whole rows of %(width)s."),
    "row_without_user": _("The row names no user."),
    "row_uid_unknown": _(
        "Nobody is at place %(uid)s of the terminal's list of users any more. Who comes to "
        "that place later did not make this punch. If it was the same person, discard "
        "this message, and the punch counts with the next reading of the whole memory."
    ),
    "row_uid_unreadable": _(
        "The terminal's list of users does not tell who is at place %(uid)s."
    ),
    "row_time_invalid": _("The time of the row does not exist."),
    "row_unknown": _("This is no row of a known layout."),
    "six_bytes_invalid": _("The six bytes are no moment that exists."),
    "event_length_unknown": _("No punch told live is %(size)s bytes long."),
    "event_user_unknown": _("The terminal's list of users has nobody for this punch."),
    "event_unknown": _("This is no punch told live."),
    # Users and templates
    "user_layout_unknown": _(
        "How the terminal writes its %(size)s bytes of users cannot be told for "
        "certain, so none was read."
    ),
    "users_incomplete": _("%(size)s bytes are no whole users of %(width)s."),
    "user_without_pin": _(
        "The user at place %(uid)s of the terminal's list has no PIN that can be read."
    ),
    "user_record_invalid": _("This is no record of a user."),
    "user_record_of_other": _("The record belongs to another user or terminal."),
    "uid_exhausted": _("The terminal has no place left for the user."),
    "no_such_user": _("The terminal has no user with this PIN."),
    "user_not_stored": _("The terminal does not store this user."),
    "pin_not_number": _(
        "This terminal takes PINs of digits only, without a 0 in front."
    ),
    "number_too_large": _("This terminal takes a %(field)s of 0 to %(largest)s only."),
    "letters_unknown": _("The %(field)s has letters this terminal does not know."),
    "text_too_long": _("The %(field)s is longer than %(size)s bytes."),
    "fingers_only": _("Over port 4370 only fingers can be read and written."),
    "finger_without_user": _("The finger belongs to no user."),
    "fingers_incomplete": _("The table of fingers ends in the middle of one."),
    "finger_empty": _("The terminal sent an empty finger."),
    "finger_invalid": _("This is no finger a terminal can save."),
    "finger_not_deleted": _("The terminal did not delete the finger."),
    # Commands
    "number_out_of_range": _(
        "The value of %(field)s is not a number of %(least)s to %(most)s."
    ),
    "message_to_all": _("This terminal shows messages to everybody only."),
    "screen_text_too_long": _(
        "A message on this terminal is %(size)s characters at the most."
    ),
    "value_not_plain": _("A value of the command is neither text nor number."),
    "log_not_read": _(
        "The terminal's log was not read to its end yet, so it was not cleared."
    ),
    "log_not_stored": _(
        "The terminal has punches that are not stored yet; its log was not cleared."
    ),
    "log_not_cleared": _(
        "The terminal was to clear its log and still has %(count)s punches."
    ),
    # Enrolment
    "enrolment_needs_number": _(
        "Over UDP only users whose PIN is a number can be enrolled."
    ),
    "enrolment_result_missing": _(
        "The terminal does not say what became of the enrolment."
    ),
    "enrolled": _("The finger was enrolled."),
    "enrolment_failed": _(
        "The finger was not enrolled: the attempts failed or differed."
    ),
    "enrolled_already": _(
        "The finger was not enrolled: it is on the terminal already."
    ),
    "enrolment_late": _("The finger was not enrolled: nobody came in time."),
    # Results
    "busy": _("The terminal was busy."),
    "unauthorized": _("The communication key was wrong."),
    "unknown_to_terminal": _("The terminal does not know this command."),
    "not_ready": _("The terminal was not ready."),
    "values_invalid": _("The terminal could not make sense of the values."),
}
