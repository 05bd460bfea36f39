"""What the form of a device says is wrong, and what to do: ``{code: sentence}``.

``trouble_<key>`` says what is wrong, ``trouble_<key>_advice`` what to do, see
:data:`~.troubles.TROUBLES`.
"""
# pylint: disable=prefer-env-translation
# They are only marked for translation here; ``reason.sentence`` translates them.

from ...terminals.reasons import _

MESSAGES = {
    "trouble_archived": _("This device is archived: its calls are refused."),
    "trouble_archived_advice": _(
        "The terminal keeps its punches. Unarchive the device to receive them again."
    ),
    "trouble_listener": _(
        "Terminals of this brand cannot call Odoo itself, and nothing stands before it for "
        "them."
    ),
    "trouble_listener_advice": _(
        "Whoever runs this server sets that up with one command: odoo biometric_listener."
    ),
    "trouble_pending": _("This terminal waits for the approval of an administrator."),
    "trouble_pending_advice": _("It keeps its punches until then."),
    "trouble_called": _(
        "This terminal called, but is not trusted yet: it keeps its punches until it is "
        "approved."
    ),
    "trouble_called_advice": _(
        "Compare the serial number with its label, then choose Approve."
    ),
    "trouble_not_called": _("This terminal has not called yet."),
    "trouble_not_called_advice": _(
        "Type the address below into its menu. You may approve it already."
    ),
    "trouble_untested": _("This terminal is polled, and not approved yet."),
    "trouble_untested_advice": _(
        "Type its network address below and save, choose Test Connection, then choose Approve."
    ),
    "trouble_gateway_not_called": _(
        "The gateway has not called for this terminal yet."
    ),
    "trouble_gateway_not_called_advice": _(
        "Copy the callback URL below into the gateway's software, type the %(key)s from "
        "there under Technical, then choose Approve."
    ),
    "trouble_gateway_called": _(
        "The gateway called for this terminal, which is not approved yet."
    ),
    "trouble_gateway_called_advice": _(
        "Type the %(key)s of this terminal under Technical, as the gateway's software shows "
        "it, then choose Approve."
    ),
    "trouble_replaced": _(
        "Two terminals seem to call with this serial number since %(since)s. The punches of "
        "both are stored here. %(who)s"
    ),
    "trouble_replaced_advice": _(
        "If two terminals have the number, have the vendor give one of them another. If it "
        "is one that was repaired or got its firmware of before, choose It Is One Terminal."
    ),
    "trouble_refused": _(
        "A call with this serial number was refused on %(at)s: %(reason)s."
    ),
    "trouble_refused_advice": _(
        "Correct the terminal's settings, or the proof under Technical. If neither is "
        "wrong, somebody else uses the serial number."
    ),
    "trouble_not_stored": _(
        "What the terminal sent on %(at)s is not stored: %(reason)s."
    ),
    "trouble_failed_advice": _(
        "Nothing is lost: whoever runs this server finds the mistake in its log. Replay the "
        "message after an update of this app."
    ),
    "trouble_full_advice": _(
        "The terminal keeps what it has: replay or discard some of its unreadable lines."
    ),
    "trouble_large_advice": _(
        "The terminal keeps what it has: raise the Largest Upload in the settings."
    ),
    "trouble_work_failed": _("%(failure)s"),
    "trouble_work_failed_advice": _(
        "Whoever runs this server finds the mistake in its log."
    ),
    "trouble_unreadable": _(
        "The terminal could not be read since %(since)s: %(error)s"
    ),
    "trouble_unreadable_advice": _(
        "Nothing is lost: its punches are read as soon as it answers. It is polled again at "
        "%(next)s; Test Connection says whether it answers now."
    ),
    "trouble_polled_now_advice": _(
        "Nothing is lost: its punches are read as soon as it answers. It is being polled "
        "again now."
    ),
    "trouble_gateway": _("The gateway could not be called since %(since)s: %(error)s"),
    "trouble_gateway_advice": _(
        "Punches come in all the same. Commands wait and are tried again at %(next)s."
    ),
    "trouble_encrypted": _(
        "Encrypted messages that wait: %(count)s. No encryption key opens them."
    ),
    "trouble_encrypted_advice": _(
        "Nothing is lost: type the key under Technical as the gateway's software shows it, "
        "and they are read at once."
    ),
    "trouble_clock_doubt": _(
        "The terminal's clock or the zone of the device cannot be right: %(doubt)s"
    ),
    "trouble_clock_doubt_advice": _(
        "What comes meanwhile counts, and is marked as doubtful until it is put right."
    ),
    "trouble_clock": _("The terminal's clock is %(error)s, and so are its punches."),
    "trouble_clock_advice": _("Set the clock, and check the time zone."),
    "trouble_silent": _("No contact since %(since)s."),
    "trouble_never": _("The terminal was never in touch."),
    "trouble_silent_advice": _(
        "Look whether the terminal has power and network, and whether the server's address "
        "in its menu is right. It keeps its punches meanwhile."
    ),
    "trouble_not_polled_advice": _(
        "Choose Test Connection: it says what is wrong. The terminal keeps its punches meanwhile."
    ),
    "trouble_doubted": _("Punches with a doubtful time: %(count)s."),
    "trouble_doubted_advice": _(
        "They came while the clock or the zone was doubtful. Put them right, or say that "
        "they are right."
    ),
    "trouble_zone": _(
        "The punches stored so far count by the zone of before, %(zone)s."
    ),
    "trouble_zone_advice": _("Read them again by the new zone, or leave them."),
    "trouble_unproven": _(
        "Anybody who reads the serial number off this terminal can call in its name, so it "
        "gets no fingers, faces, photos or passwords, and what it says of a deletion is not "
        "taken as proof."
    ),
    "trouble_unproven_advice": _(
        "Give it a secret address, or under Technical the networks it calls from."
    ),
    "trouble_plain": _(
        "A message came without encryption on %(at)s, although an encryption key is set, "
        "and was taken."
    ),
    "trouble_plain_advice": _(
        "Turn encryption on in the gateway's software, then switch Take Unencrypted "
        "Messages off."
    ),
    "trouble_resend": _("The terminal is asked to send all it has."),
    "trouble_resend_advice": _(
        "It does so when it next introduces itself: within minutes, or at once if you "
        "restart it."
    ),
    "trouble_unstored": _("Not stored of what it sent: %(reasons)s"),
    "trouble_unstored_advice": _(
        "It goes on recognising people, and its punches are stored."
    ),
}
