"""The sentences of the codes of BioTime."""

from ..reasons import _

MESSAGES: dict[str, str] = {
    "biotime_answers": _(
        "The server answers: it knows %(terminals)s terminals and %(punches)s punches."
    ),
    "biotime_answers_terminals_only": _(
        "The server answers, and has %(punches)s punches. It does not show its terminals to "
        "this user: they will be named by their serial numbers."
    ),
    "biotime_address_invalid": _(
        "The address is not one that can be called. It is like https://192.168.1.5:8081, "
        "without a user name in it."
    ),
    "biotime_needs_https": _(
        "The address has to begin with https://, unless calls without encryption are allowed."
    ),
    "biotime_ca_invalid": _(
        "The authority's certificate is no certificate in PEM format."
    ),
    "biotime_fingerprint_invalid": _(
        "A fingerprint is 64 hexadecimal digits (SHA-256), with or without colons."
    ),
    "biotime_user_missing": _("The server needs a user name and a password."),
    "biotime_certificate": _(
        "The server's certificate is not trusted: enter the authority that signed it, or its "
        "fingerprint."
    ),
    "biotime_set_back": _(
        "The numbers of the server's punches have fallen from %(before)s to %(now)s: rows "
        "were deleted, or a backup was restored. The last 35 days are read again."
    ),
    "biotime_unreachable": _("The server cannot be reached."),
    "biotime_timeout": _("The server did not answer in time."),
    "biotime_closed": _("The server broke off in the middle of its answer."),
    "biotime_no_http": _("What answers there is no web server."),
    "biotime_too_long": _("The server's answer is longer than %(maximum)s bytes."),
    "biotime_wrong_login": _(
        "The server refused the user name or the password. Correct them before the next "
        "try: it may lock the user."
    ),
    "biotime_no_login": _(
        "Nothing there takes a login of BioTime or EasyTime Pro. Check that the address is "
        "the one of its web pages."
    ),
    "biotime_token_refused": _(
        "The server does not accept the login it has just granted."
    ),
    "biotime_no_api": _(
        "The server's licence has no API. Ask the vendor for a licence with the API, or read "
        "the server's database instead."
    ),
    "biotime_no_right": _(
        "The server's user has no right to this: give it the right to the API, terminals, "
        "transactions and employees, and for commands to areas and departments."
    ),
    "biotime_redirected": _(
        "The server sends callers to another address: type that one."
    ),
    "biotime_web_page": _(
        "The server answered with a web page: it does not know what it was asked for."
    ),
    "biotime_unreadable": _("The server's answer makes no sense."),
    "biotime_no_list": _("The server's answer has no list of rows."),
    "biotime_refused": _("The server refused it with its code %(code)s (%(words)s)."),
    "biotime_status": _("The server answered with HTTP status %(status)s."),
    "biotime_same_page": _(
        "The server sends the same page again and again, whichever is asked for."
    ),
    "biotime_stored": _("The server has stored it, and brings it to its terminals."),
    "biotime_stored_in_area": _(
        "The server has stored it, and brings it to all terminals of this one's area."
    ),
    "biotime_values_refused": _("The server does not take the values (%(words)s)."),
    "biotime_pin_taken": _(
        "The server has somebody of this PIN whom its user does not see: give the role the "
        "right to all areas and departments."
    ),
    "biotime_may_not_change": _(
        "The server's user may not do this: give its role the right to view areas and "
        "departments, and to add and change employees."
    ),
    "biotime_not_kept": _(
        "The server said yes, but does not show it when it is read again (%(names)s)."
    ),
    "biotime_terminal_gone": _("The server has no terminal %(terminal)s any more."),
    "biotime_area_unknown": _(
        "The server does not tell the area of terminal %(terminal)s: give the role the right "
        "to view areas."
    ),
    "biotime_areas_hidden": _(
        "The server does not tell all areas of the person, so none was changed."
    ),
    "biotime_no_empty_area": _(
        "The person has this area alone, and every area has terminals: make one without "
        "terminals at the server, then try again."
    ),
    "biotime_no_department": _(
        "The server shows its user no department for a new person: give the role the right "
        "to view departments."
    ),
    "biotime_no_days": _(
        "The server's API knows no days of access. Let the person be removed from the "
        "terminal instead."
    ),
    "biotime_no_group": _(
        "The server's API knows no access groups of people. Let the person be removed from "
        "the terminal instead."
    ),
    "biotime_row_unreadable": _("The row is no JSON object."),
}
