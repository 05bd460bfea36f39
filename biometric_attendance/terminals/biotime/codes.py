"""BioTime's numbers in words.

Sources: the vendor's API manuals of 8.0, 8.5 and 9.0, and a public client that was tested
with a server of 9.5. States and ways to verify are those of ZK's terminals.
"""

from .. import zk_codes
from ..reasons import _

#: State key to direction; "255", and many sites' 0 for everything, tell none.
STATUS = zk_codes.STATUS
VERIFY = {0: _("automatic"), 1: _("fingerprint"), 2: _("PIN"), **zk_codes.VERIFY}
