"""How people were recognised, by the codes of ZK's programs."""

from ..reasons import _
from ..zk_codes import VERIFY as SHARED

VERIFY = {0: _("password"), 1: _("fingerprint"), 2: _("card"), **SHARED}
