"""What is said of a call that was not received, of a check, and what to do about it."""
# pylint: disable=prefer-env-translation
# They are only marked for translation here; ``explain`` translates them.

from ...terminals.reasons import _

#: Code to what happened.
SENTENCES = {
    # Calls that were not received
    "full": _(
        "%(serial)s called from %(address)s, but it is not listed: more unknown terminals "
        "call from that network than are kept."
    ),
    "path": _(
        "A terminal called from %(address)s at the path %(path)s, which is not one for "
        "terminals."
    ),
    "tls": _("Something at %(address)s spoke HTTPS to the port of plain HTTP."),
    "bypass": _(
        "A terminal called this server itself from %(address)s. Terminals of this kind are "
        "understood only through the listener."
    ),
    "malformed": _("A call from %(address)s could not be read."),
    "key": _(
        "%(serial)s called from %(address)s with another key or token than the one typed "
        "here."
    ),
    "token": _("%(serial)s called from %(address)s, but not at its secret address."),
    "refused": _("%(name)s called from %(address)s and was refused: %(reason)s."),
    "brand": _(
        "%(serial)s called from %(address)s and speaks another protocol: %(brand)s."
    ),
    "foreign": _("%(serial)s called from %(address)s; you typed %(typed)s."),
    # Checks of an address
    "arrived": _("A call to this address arrives in this database."),
    "loopback": _(
        "No terminal reaches %(host)s: for each machine that is the machine itself."
    ),
    "private": _(
        "%(host)s is in a private network, which nobody on the internet reaches."
    ),
    "unknown_name": _("The name %(host)s is not known here."),
    "forbidden": _("%(host)s is no address a terminal could call."),
    "refused_here": _("Nothing listens at %(host)s, port %(port)s."),
    "silent": _("Nothing answers at %(host)s, port %(port)s, within five seconds."),
    "certificate": _(
        "The certificate of %(host)s is not valid, so terminals refuse it."
    ),
    "tls_missing": _("%(host)s speaks no HTTPS at port %(port)s."),
    "garbled": _("What answers at %(host)s, port %(port)s is no web server."),
    "to_https": _("Plain HTTP is redirected to HTTPS (%(location)s)."),
    "redirected": _("Calls are redirected to %(location)s."),
    "no_database": _(
        "The server answers, but finds no database for a terminal's call."
    ),
    "other_database": _(
        "Something answers there, but the call did not come to this database."
    ),
    "listener_missing": _("There is no listener in front of this server."),
    "server_error": _("The server answers with an error (%(status)s)."),
}

#: Code to what to do; that of a brand's guide goes first.
ADVICE = {
    "full": _("Type its serial number below: then it is waited for, and listed."),
    "path": _(
        "Type only the address and the port into the terminal, with nothing behind them."
    ),
    "tls": _(
        "Switch HTTPS off in the terminal's menu, or type the address and port of a server "
        "that speaks HTTPS."
    ),
    "bypass": _("Type the listener's port into the terminal, not the server's."),
    "malformed": _(
        "Look whether the terminal has a serial number, and whether its maker's name is "
        "among those above."
    ),
    "key": _("Compare the key letter by letter, and type it again here or there."),
    "token": _(
        "Type the secret address into the terminal, or drop it on the device's form if the "
        "terminal takes none."
    ),
    "refused": _("Open the device: its form says what to do."),
    "brand": _("If it is yours, go back and choose that kind of terminal."),
    "foreign": _("Compare it with the label. If it is yours, choose it."),
    "loopback": _("Choose the address this server has in your network."),
    "private": _("Choose the name by which this server is reached from the internet."),
    "unknown_name": _(
        "Type the number of the address instead, or mend the name service."
    ),
    "forbidden": _("Choose another address."),
    "refused_here": _("Start what should listen there, or choose another address."),
    "silent": _(
        "Look for a firewall in between. A server with a single worker cannot answer "
        "itself: then try with a second one."
    ),
    "certificate": _(
        "Renew the certificate, or use plain HTTP inside your own network."
    ),
    "tls_missing": _("Choose the address that begins with http://."),
    "garbled": _("Choose another address or port."),
    "to_https": _(
        "No terminal follows that. Let the terminals' paths through on plain HTTP, or set "
        "up the listener (odoo biometric_listener)."
    ),
    "redirected": _("No terminal follows that: choose the address it leads to."),
    "no_database": _(
        "A terminal cannot name a database: leave one alone on the server, or set a "
        "dbfilter (or the listener's --database) that chooses this one."
    ),
    "other_database": _(
        "Set a dbfilter (or the listener's --database) that chooses this database for this "
        "address, or choose another address."
    ),
    "listener_missing": _(
        "Whoever runs this server sets it up with one command: odoo biometric_listener."
    ),
    "server_error": _(
        "Look into the log of the server, or of the proxy in front of it."
    ),
}


def explain(env, code, guide=None, **values):
    """Return ``{code, sentence, advice}`` in the reader's language.

    :param guide: of the brand, whose advice goes first.
    :param values: what the sentence names.
    """
    advice = (guide and guide.advice.get(code)) or ADVICE.get(code)
    text = env._(SENTENCES[code])
    return {
        "code": code,
        "sentence": text % values,
        "advice": env._(advice) if advice else "",
    }
