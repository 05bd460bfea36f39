"""EBKN and other terminals of the FKWeb family: the terminal calls, we answer."""

from ..brand import Brand, Commands, Guide, ReadBack, Templates
from ..reasons import _
from .codes import STATUS, VERIFY
from .commands import ANSWER_BYTES, CAPABILITIES, COMMAND_BYTES, encode_command, steps
from .messages import MESSAGES
from .push import PUSH
from .results import PENDING, explain, is_unverified
from .uploads import decode_upload
from .verification import difference

BRAND = Brand(
    key="ebkn",
    label=_("EBKN and compatible (FKWeb)"),
    dialects={"attendance": _("Attendance"), "form": _("Forms (first generation)")},
    decode=decode_upload,
    directions=STATUS,
    verify_labels=VERIFY,
    push=PUSH,
    commands=Commands(
        capabilities=CAPABILITIES,
        encode=encode_command,
        steps=steps,
        explain=explain,
        pending_code=PENDING,
        answer_bytes=ANSWER_BYTES,
        command_bytes=COMMAND_BYTES,
        max_attempts=2,
        unanswered=frozenset({"restart"}),
        needs_presence=True,
        read_back=ReadBack(is_unverified, difference),
    ),
    templates=Templates("fk", exact_version=True),
    guide=Guide(
        menu=_(
            "In the terminal's menu, under Network or Comm.: Net Mode is Internet, "
            "Server Request is Yes. A path, where there is a place for one, is /ebkn. "
            "The serial number of this device is what the terminal calls its device or "
            "cloud ID."
        ),
        entries=("host", "port"),
        secret_path="/ebkn",
        security=_(
            "These terminals have no key: whoever knows the name of one could speak for "
            "it. Set the networks it may call from, or a secret address where its menu "
            "takes a path."
        ),
        directions=_(
            "Function keys: 1 is in, 2 out, 3 break in, 4 break out. Makers disagree "
            "about 3 and 4; the other way round it is written 1=in, 2=out, 3=break_out, "
            "4=break_in."
        ),
    ),
    messages=MESSAGES,
)
