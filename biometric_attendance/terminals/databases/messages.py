"""The sentences of the codes of vendors' databases."""

from ..reasons import _

MESSAGES: dict[str, str] = {
    "database_library": _(
        "An Access database cannot be read, because this server lacks mdbtools and the "
        "Python package access-parser: install one of them, or export the table "
        "CHECKINOUT with the people's Badgenumber as CSV."
    ),
    "database_no_table": _(
        "The table %(table)s cannot be read: the file is damaged, or no att2000.mdb."
    ),
    "database_too_large": _(
        "The database is larger than access-parser can hold: install mdbtools on this "
        "server, or export its table CHECKINOUT as CSV."
    ),
}
