"""Which program's tables on which kind of server: what a person chooses from."""

from typing import NamedTuple

from ..reasons import _

#: Of an Access file: there is no server.
FILE = "file"
SQLSERVER, MYSQL, POSTGRESQL = "sqlserver", "mysql", "postgresql"


class Dialect(NamedTuple):
    """A schema on a kind of server."""

    schema: str
    server: str
    label: str


#: Key to dialect, in the order in which they are offered.
DIALECTS = {
    "att2000_file": Dialect("att2000", FILE, _("ZKTime 5 (att2000), a file (.mdb)")),
    "att2000_sqlserver": Dialect(
        "att2000", SQLSERVER, _("ZKTime 5 (att2000) on SQL Server")
    ),
    "att2000_mysql": Dialect("att2000", MYSQL, _("ZKTime 5 (att2000) on MySQL")),
    "etimetracklite_sqlserver": Dialect(
        "etimetracklite", SQLSERVER, _("eSSL eTimeTrackLite on SQL Server")
    ),
    "etimetracklite_mysql": Dialect(
        "etimetracklite", MYSQL, _("eSSL eTimeTrackLite on MySQL")
    ),
    "biotime_postgresql": Dialect(
        "biotime_sql", POSTGRESQL, _("BioTime's database on PostgreSQL")
    ),
    "biotime_sqlserver": Dialect(
        "biotime_sql", SQLSERVER, _("BioTime's database on SQL Server")
    ),
    "biotime_mysql": Dialect("biotime_sql", MYSQL, _("BioTime's database on MySQL")),
    "zkbiosecurity_postgresql": Dialect(
        "zkbiosecurity", POSTGRESQL, _("ZKBioSecurity, CVSecurity on PostgreSQL")
    ),
    "zkbiosecurity_sqlserver": Dialect(
        "zkbiosecurity", SQLSERVER, _("ZKBioSecurity, CVSecurity on SQL Server")
    ),
    "biostar2_mysql": Dialect("biostar2", MYSQL, _("Suprema BioStar 2 on MariaDB")),
    "biostar2_sqlserver": Dialect(
        "biostar2", SQLSERVER, _("Suprema BioStar 2 on SQL Server")
    ),
    "own_sqlserver": Dialect("own", SQLSERVER, _("Own table on SQL Server")),
    "own_mysql": Dialect("own", MYSQL, _("Own table on MySQL or MariaDB")),
    "own_postgresql": Dialect("own", POSTGRESQL, _("Own table on PostgreSQL")),
}
