"""What a person sets up in BioTime."""

from ..guide import Entry, Guide, Maker
from ..reasons import _

GUIDE = Guide(
    menu=_(
        "In BioTime, as its administrator: System, Authentication, User. Make a user for "
        "Odoo alone."
    ),
    picture="cloud",
    summary=_("Odoo asks the software that your terminals report to, every minute."),
    look_for=_(
        "The terminals report to BioTime or EasyTime Pro, which people open in a browser."
    ),
    makers=(
        Maker("ZKTeco", ("BioTime 8.0", "BioTime 8.5", "ZKBio Time 9", "BioTime 9.5")),
        Maker("eSSL", ("EasyTime Pro",), certain=False),
    ),
    settings=(
        Entry(_("User"), "odoo"),
        Entry(_("Staff status"), "ON"),
        Entry(_("Role"), _("may view terminals, transactions and employees")),
        Entry(
            _("Role, for commands"),
            _("may view areas and departments too, and add and change employees"),
            optional=True,
        ),
        Entry(
            _("Areas and departments"), _("all whose punches are wanted"), optional=True
        ),
    ),
    checklist=(
        _("The address is the one people open in their browser, with its port."),
        _("The licence has the API: otherwise the test says so."),
        _("The user sees the transactions when it logs in with a browser."),
        _("The server's clock and time zone are right."),
    ),
    advice={
        "biotime_wrong_login": _(
            "Type user name and password in a browser first. Several wrong tries may lock "
            "the user."
        ),
        "biotime_certificate": _(
            "BioTime makes its own certificate at installation: open the address in a "
            "browser, show the certificate, and type its SHA-256 fingerprint here."
        ),
    },
)
