"""How a Hikvision terminal is connected."""

from ..guide import Entry, Guide, Maker
from ..reasons import _
from .push import SECRET_PATH

MAKERS = (
    Maker("Hikvision", ("DS-K1T", "DS-K1A", "DS-K5671", "MinMoe", "Value Series")),
    Maker("HiLook", (), certain=False),
)

GUIDE = Guide(
    menu=_(
        "In the terminal's web page, as its administrator: System, User Management. Make "
        "a user for Odoo alone, because a wrong password locks the user for half an hour."
    ),
    picture="face",
    secret_path=SECRET_PATH,
    summary=_("Odoo, or the bridge, asks the terminal for what is new."),
    look_for=_("People open a web page of the terminal itself, or use iVMS-4200."),
    makers=MAKERS,
    settings=(
        Entry(_("User"), "odoo"),
        Entry(_("Level"), _("Operator, may search events and manage persons")),
        Entry("HTTPS", "ON", optional=True),
        Entry("ISAPI", "ON", optional=True),
    ),
    checklist=(
        _("The address is the one of the terminal's web page, such as 192.168.1.64."),
        _("The user can log in to the web page."),
        _("The terminal is activated: its first password is set."),
    ),
)
