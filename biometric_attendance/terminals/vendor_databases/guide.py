"""How the database of a vendor's software is connected."""

from ..guide import Guide, Maker
from ..reasons import _

GUIDE = Guide(
    menu=_(
        "Nothing is typed at a terminal: the vendor's software keeps its punches, and "
        "this server reads them there."
    ),
    picture="cloud",
    summary=_("This server reads the database of the vendor's software."),
    look_for=_(
        "The terminals are connected to ZKTime, eTimeTrackLite, BioTime, ZKBioSecurity "
        "or BioStar 2, and its database can be read."
    ),
    makers=(
        Maker("ZKTeco", ("ZKTime 5", "BioTime", "ZKBioSecurity", "CVSecurity")),
        Maker("eSSL", ("eTimeTrackLite", "eBioServer")),
        Maker("Suprema", ("BioStar 2",)),
    ),
    checklist=(
        _("Make a user at the database server that may read and nothing else."),
        _("The database server has to be reachable from this server, on its port."),
        _("Each terminal behind it has to be approved before its punches are stored."),
    ),
)
