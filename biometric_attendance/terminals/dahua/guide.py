"""How a Dahua terminal is connected, and who sells such terminals."""

from ..guide import Entry, Guide, Maker
from ..reasons import _

GUIDE = Guide(
    menu=_(
        "In the terminal's web page, as its administrator: Person Management or User, "
        "Account. Make a user for Odoo alone, because wrong passwords lock a user."
    ),
    key_label=_("Password"),
    picture="face",
    summary=_("Odoo, or the bridge, asks the terminal for what is new."),
    look_for=_(
        "People open a web page of the terminal itself, or use DSS, SmartPSS or InControl."
    ),
    makers=(
        Maker("Dahua", ("ASI", "ASA", "DHI-ASI7213", "DHI-ASI6214", "ASC")),
        Maker("Intelbras", ("SS 3530", "SS 3532", "SS 3540", "SS 5530", "Bio-T")),
        Maker("Amcrest", ("ASI",), certain=False),
        Maker("VIP Vision", (), certain=False),
    ),
    settings=(
        Entry(_("User"), "odoo"),
        Entry(_("Group"), "admin"),
        Entry("CGI", "ON"),
        Entry("HTTPS", "ON", optional=True),
        Entry("NTP", "ON", optional=True),
        Entry(_("Time Zone"), _("the one of this place")),
    ),
    checklist=(
        _("The address is the one of the terminal's web page, such as 192.168.1.108."),
        _("The user can log in to the web page."),
        _("The terminal is initialised: its first password is set."),
        _("CGI is on, under Network, Service."),
    ),
    advice={
        "digest_wrong_login": _(
            "Log in to the terminal's web page with them once, then type them here. After "
            "several wrong tries the terminal locks the user for half an hour."
        ),
        "digest_not_offered": _(
            "Compare the address and the port with those of the terminal's web page."
        ),
        "web_certificate": _(
            "Compare the fingerprint with the one your browser shows for the terminal's web "
            "page, and enter it here."
        ),
        "dahua_web_page": _(
            "Turn CGI on in the terminal's web page under Network, Service; then test again."
        ),
        "dahua_time_base_unknown": _("Let somebody punch, and wait five minutes."),
    },
)
