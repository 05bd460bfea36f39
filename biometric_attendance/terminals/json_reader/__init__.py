"""Readers that speak no protocol of their own: any program sends their punches as JSON."""

from ..brand import Brand
from ..guide import Guide
from ..reasons import _
from .messages import MESSAGES
from .punches import DIRECTIONS, VERIFY_LABELS, decode_upload

BRAND = Brand(
    key="json_reader",
    label=_("Any reader, by a program of your own (JSON)"),
    dialects={"attendance": _("Attendance")},
    decode=decode_upload,
    directions=DIRECTIONS,
    verify_labels=VERIFY_LABELS,
    guide=Guide(
        menu=_(
            "Make a token under Configuration → API Tokens, and have a program send the "
            "punches with it: docs/api.md has examples. The serial number is any name "
            "the program gives the reader."
        ),
        picture="card",
        summary=_("A program of your own sends the punches."),
        look_for=_("It is no terminal at all, or one with a program of its own."),
    ),
    messages=MESSAGES,
    by_api=True,
)
