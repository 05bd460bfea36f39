"""States and kinds of commands that several modules ask about."""

from datetime import timedelta

#: How long a terminal may work on a command before it is sent again.
COMMAND_LEASE = timedelta(minutes=5)
#: What is still to be done, or to be answered.
PENDING_STATES = ("queued", "sent")
#: Kinds that write a user; some terminals take one value at a time.
USER_WRITING_KINDS = ("set_user", "rename_user", "set_privilege", "set_credential")
#: Kinds whose result decides the sync state of a device user.
USER_SYNC_KINDS = (*USER_WRITING_KINDS, "grant_access", "delete_user")
#: The kind that reads users, and so verifies what other commands did.
READ_USERS = "query_users"
