"""The sentences of the codes of vendors' databases on servers."""

from ..reasons import _

MESSAGES: dict[str, str] = {
    # What a person typed
    "database_schema_missing": _("Choose whose database it is, and on which server."),
    "database_value_missing": _("The field %(field)s is empty."),
    "database_table_unchosen": _("Choose the table and its columns first."),
    "database_port": _("The port has to be a number from 1 to 65535."),
    "database_host": _("The server is the name or network address of a machine alone."),
    "database_instance": _(
        "A named instance of SQL Server is called by its port: type that instead of "
        "the name behind the backslash."
    ),
    "database_path": _(
        "The file is a whole path on this server that ends in .mdb or .accdb."
    ),
    "database_fingerprint_invalid": _(
        "A certificate's fingerprint (SHA-256) has 64 hexadecimal digits."
    ),
    "database_authority_invalid": _(
        "An authority's certificate begins with -----BEGIN CERTIFICATE-----."
    ),
    # The connection
    "database_answers": _(
        "The database answers: %(terminals)s terminals and %(people)s people."
    ),
    "database_driver": _(
        "This server lacks the Python package %(package)s: install it."
    ),
    "database_unreachable": _("The database server cannot be reached."),
    "database_nothing_listens": _(
        "The machine answers, but no database server listens on this port."
    ),
    "database_closed": _("The database server broke off the connection."),
    "database_timeout": _("The database server took too long to answer."),
    "database_sent_on": _(
        "The database server sends callers on to another address: type that instead."
    ),
    "database_certificate": _(
        "The database server's certificate cannot be trusted (%(error)s). Test the "
        "connection to see and trust its fingerprint, or give its authority's certificate."
    ),
    "database_authority": _("The authority's certificate cannot be read."),
    "database_authority_needed": _(
        "The certificate has this fingerprint, but did not sign itself, or is too old: "
        "give the certificate of the authority that signed it as well."
    ),
    "database_certificate_name": _(
        "The database server's certificate is of another name: type the server as its "
        "certificate names it, or give the certificate's fingerprint."
    ),
    "database_fingerprint": _(
        "The database server shows another certificate, with the fingerprint "
        "%(fingerprint)s."
    ),
    "database_no_encryption": _(
        "The database server does not encrypt. Turn encryption on there, or allow that "
        "nothing is encrypted."
    ),
    "database_login": _(
        "The database server refuses this user and password. It is asked again less "
        "and less often, so that the user is not locked out."
    ),
    "database_locked_out": _("The database server has locked this user out."),
    "database_unknown": _("The server has no database of this name for this user."),
    "database_no_right": _("This user may not read what is needed (%(words)s)."),
    "database_refused": _(
        "The database server refused a question (%(number)s, %(words)s)."
    ),
    "database_value": _("The database holds a value that cannot be read (%(words)s)."),
    # Tables
    "database_table_missing": _(
        "There is no table %(table)s that this user may read: it is another program's "
        "database, or the user lacks the right."
    ),
    "database_table_gone": _("A table went away while it was read (%(words)s)."),
    "database_column_missing": _("A column went away while it was read (%(words)s)."),
    "database_no_column": _(
        "The table %(table)s has no column %(column)s. It has: %(columns)s."
    ),
    "database_column_type": _(
        "The column %(column)s of the table %(table)s has a type that holds no time."
    ),
    "database_set_back": _(
        "The numbers of the rows of %(table)s have fallen below %(before)s: the table was "
        "emptied, or a backup was restored. It is read again from its start."
    ),
    # Files
    "database_file_missing": _("There is no file %(path)s that can be read."),
    "database_file_denied": _("This server may not read the file %(path)s."),
    "database_file_written": _(
        "The file %(path)s is written without a pause: it is read again later."
    ),
    "database_file_other": _("The file %(path)s is no Access database."),
    # Rows
    "database_person_unknown": _(
        "The row names a person by a number that nobody has in this database."
    ),
    "database_line": _("The line is no row of a database that is known."),
}
