"""Sentences of the reason codes this addon's models give: ``{code: sentence}``.

``terminals.reasons`` has those of the protocols.
"""

# pylint: disable=prefer-env-translation
# They are only marked for translation here; ``reason.sentence`` translates them.

from ..rules import vault
from ..terminals.reasons import _
from .watch import trouble_messages

MESSAGES = {
    "copied_database": _("This is a copy of the database."),
    **vault.MESSAGES,
    **trouble_messages.MESSAGES,
    # Sessions and messages
    "biometrics_not_kept": _(
        "Fingers, faces and photos are not kept here: have the terminal send them again."
    ),
    "hook_failed": _(
        "The punches are stored, but what another app or an automation rule does with them "
        "failed: %(error)s"
    ),
    "listened_to": _("The terminal is being listened to right now."),
    "many_lines": _("%(count)s lines: %(first)s"),
    "messages_full": _(
        "Too many messages of this terminal wait to be looked at: replay or discard some."
    ),
    "no_key_opens_it": _("No encryption key of this terminal opens it."),
    "not_stored": _("It could not be stored: look into the server's log."),
    "of_another_device": _("It is of another terminal: %(serial)s."),
    "other_terminal": _(
        "Another terminal answers at this address: its serial number is %(serial)s."
    ),
    "part_missing": _("A part of the message is missing."),
    "part_negative": _("The number of a part is negative."),
    "device_unknown": _("No approved terminal of this number is reached through it."),
    "reader_archived": _("The reader is archived: nothing is taken of it."),
    "reader_foreign": _("The reader is of another company than the token."),
    "reader_network": _("The reader may not send from this address."),
    "reader_unknown": _(
        "No reader of this serial number is approved. It is listed among the devices that "
        "wait for approval: send the same again once it is."
    ),
    "sent_with_wrong_key": _("It was sent with a wrong token."),
    "cleaning_failed": _(
        "What may not be kept of this terminal could not be deleted: look into the "
        "server's log."
    ),
    "folder_forbidden": _(
        "The server's configuration does not name it in biometric_folders any more."
    ),
    "folder_read_only": _(
        "Its files cannot be moved: give the server's user the right to write there."
    ),
    "folder_unreadable": _(
        "It cannot be read: see that it exists, and that the server's user may read it."
    ),
    "gap_check_failed": _(
        "The nightly gap check could not be begun: look into the server's log."
    ),
    "sync_failed": _(
        "Who belongs on this terminal could not be worked out: look into the server's "
        "log."
    ),
    "server_error": _("Something went wrong on the server: look into its log."),
    "source_begun_anew": _("It is read anew from the beginning."),
    "value_missing": _("Type the %(field)s of %(device)s first."),
    # Files
    "file_changed": _(
        "The file %(name)s was changed after it was looked at: import it anew."
    ),
    "file_damaged": _("The file %(name)s is damaged, or is no workbook."),
    "file_device_not_approved": _(
        "%(device)s is not approved, or archived: approve it, then go on with the import."
    ),
    "file_gone": _("The file %(name)s is not stored any more: import it anew."),
    "file_library": _(
        "The file %(name)s cannot be read, because this server lacks %(library)s: save it "
        "as CSV."
    ),
    "file_too_large": _(
        "The file %(name)s is too large: divide it, or save it as CSV."
    ),
    # Commands
    "cancelled_by": _("Cancelled by %(name)s."),
    "not_wanted_any_more": _("Not wanted any more."),
    "not_repeated": _("No answer. It is not repeated by itself."),
    "never_answered": _("The terminal never answered."),
    "never_fetched": _("The terminal never asked for it."),
    "command_too_long": _("This is more than a terminal takes at once."),
    "punches_so_far": _("%(count)s punches read so far."),
    "punches_read": _("%(count)s punches read."),
    "verified": _("Done, and read back."),
    "not_read_back": _("What it did could not be read back: %(why)s"),
    "user_unanswered": _("The terminal does not answer about this user."),
    "still_there": _("The terminal says it is done, and still has the user."),
    "withheld": _(
        "It waits: whoever knows the serial number of %(device)s could fetch it. Give the "
        "device a secret address, or the networks it may call from."
    ),
    "restarting": _("It restarts at once, without an answer."),
    # Why a command is not queued for a device
    "not_approved": _("Approve %(device)s before telling it to do anything."),
    "source_archived": _(
        "%(source)s is archived: nothing is sent to the terminals behind it."
    ),
    "source_behind_bridge": _(
        "%(source)s is reached through a bridge, which reads it and carries no commands to it."
    ),
    "not_capable": _("%(device)s cannot do that: %(kind)s."),
    "not_counted": _(
        "%(device)s has not told within a day how many punches it has. Have it send "
        "everything again."
    ),
    "not_resent": _(
        "%(device)s has not sent its whole memory within a day. Have it send everything "
        "again, and wait until it has."
    ),
    "unread_punches": _(
        "Some punches of %(device)s could not be read: look at its messages first."
    ),
    "not_all_stored": _(
        "%(device)s has %(there)s punches, but only %(here)s are stored here."
    ),
    # Device users
    "other_access_days": _("The terminal has other days of access."),
    # Templates and photos
    "template_gone": _("The template is not stored any more."),
    "no_legal_basis": _("The person has no legal basis on record."),
    "template_version_unknown": _(
        "%(kind)s is not written: which version the terminal reads is not known."
    ),
    "template_version_differs": _(
        "%(kind)s made with version %(made)s; this terminal has %(theirs)s."
    ),
    "enrolled_without_rights": _(
        "Fingers and faces of people with rights in this terminal's menu are taken only from "
        "terminals where they have such rights, too: enrol them at this one."
    ),
    "storing_is_off": _("Storing templates is off for %(company)s."),
    "contacts_not_stored": _("Templates of contacts are never stored."),
    "users_not_linked": _("These users are not linked to employees."),
    "persons_left": _("These people have left."),
    "persons_without_basis": _("These people have no legal basis on record."),
    # Alerts: what is wrong, and what to do
    "alert_silent": _("No contact since %(since)s."),
    "advice_silent": _(
        "Look whether the terminal has power and network, and whether the server's address "
        "in its menu is right. It keeps its punches meanwhile."
    ),
    "alert_unreadable": _("It cannot be called since %(since)s."),
    "advice_unreadable": _(
        "Choose Test Connection on the device: it says what is wrong. Punches are read as "
        "soon as the terminal answers."
    ),
    "alert_bridge": _(
        "The bridge it is reached through was not heard since %(since)s."
    ),
    "advice_bridge": _(
        "See that the computer of the bridge runs and reaches this server. Terminals keep "
        "their punches meanwhile, or the bridge does."
    ),
    "alert_refused": _("Calls with its serial number are refused, last at %(since)s."),
    "advice_refused": _(
        "Compare the address, the key and the network of the terminal with those of the "
        "device. If they are right, somebody else uses the serial number."
    ),
    "alert_replaced": _("Another terminal seems to be in its place since %(since)s."),
    "advice_replaced": _(
        "Compare the serial number on the label. If it was repaired, choose It Is One "
        "Terminal on the device; if it was replaced, make a device of the new one."
    ),
    "alert_clock": _("The clock or the time zone is doubtful since %(since)s."),
    "advice_clock": _(
        "Compare the time on the screen of the terminal and the zone of the device, before "
        "payroll counts its punches."
    ),
    "alert_memory": _("A memory is %(number)s percent full."),
    "advice_memory": _(
        "Delete users who have left from the terminal, or clear its punches once all are "
        "stored here. A full memory takes nobody new, or deletes the oldest punches."
    ),
    "alert_shrunk": _(
        "It reported %(number)s punches fewer than before at %(since)s, though this server "
        "cleared nothing."
    ),
    "advice_shrunk": _(
        "Ask who cleared or reset the terminal, and look at the device's events. Punches "
        "that were stored here before are still here."
    ),
    "alert_commands": _("Commands that failed: %(number)s, the last at %(since)s."),
    "advice_commands": _(
        "Open the commands of the device: each says why. Give them again once that is mended."
    ),
    "alert_encrypted": _("Encrypted messages that wait: %(number)s, since %(since)s."),
    "advice_encrypted": _(
        "Type the encryption key as the gateway's software shows it: they are read at once."
    ),
    "alert_messages": _("Unreadable lines: %(number)s, since %(since)s."),
    "advice_messages": _(
        "Look at them: one may be a punch. Replay what an update of this app can read, "
        "discard the rest."
    ),
    "alert_unmapped": _(
        "Users with punches who are not matched to a person: %(number)s."
    ),
    "advice_unmapped": _(
        "Match them with employees or contacts: their punches count from then on."
    ),
    "alert_pending": _("Terminals that call and wait for approval, since %(since)s."),
    "advice_pending": _(
        "Compare the serial number with the label of the terminal, then approve it; archive "
        "what is not yours. Until then terminals keep their punches."
    ),
    "alert_failed": _("Work of this server on the terminal failed."),
    "advice_failed": _("Whoever runs this server finds the mistake in its log."),
    # Erasures
    "being_erased": _("The person's data is being erased."),
    "delete_by_hand": _(
        "It takes no commands. Delete the user at the terminal, or reset it, then confirm."
    ),
    "erasure_kept": _(
        "It is gone from the terminal. The vendor's program keeps the person: delete it "
        "there, then confirm."
    ),
    "erasure_unproven": _(
        "The terminal says so, but anybody who knows its serial number could. Give it a "
        "secret address or the networks it calls from and try again, or look at it and "
        "confirm."
    ),
    "erased_user_reported": _(
        "The terminal reported the user again after it had confirmed the deletion: try "
        "again, or look who has the number now and confirm."
    ),
    "confirmed_by_hand": _("Confirmed by hand."),
}
