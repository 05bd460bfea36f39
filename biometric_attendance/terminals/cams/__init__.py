"""CAMS gateway, all three generations: it calls, we answer; and we call it."""

from ..brand import Brand, Commands, Guide, Templates
from ..reasons import _
from .bodies import MAX_BODY_BYTES
from .codes import LATER, PENDING, STATUS, STATUS_SENTENCES, VERIFY, explain
from .commands import ANSWER_BYTES, CAPABILITIES, COMMAND_BYTES, encode_command, steps
from .encryption import decrypt_body, encrypt_body
from .envelope import CONTENT_TYPES, envelope
from .history import encode_page, pages, span
from .messages import MESSAGES
from .poll import POLL
from .push import PUSH
from .request import decrypt, read_call
from .responses import Answer, decode_answer
from .results import decode_results
from .uploads import DONE, UNOPENED, acknowledge, decode_upload, without_secrets

BRAND = Brand(
    key="cams",
    label=_("CAMS gateway"),
    dialects={
        "v3": _("Web API 3.0"),
        "v2": _("Web API 2.0"),
        "v1": _("Web API 1.0"),
    },
    decode=decode_upload,
    directions=STATUS,
    verify_labels={code: (label,) for code, label in VERIFY.items()},
    push=PUSH,
    poll=POLL,
    commands=Commands(
        capabilities=CAPABILITIES,
        encode=encode_command,
        steps=steps,
        explain=explain,
        pending_code=PENDING,
        answer_bytes=ANSWER_BYTES,
        command_bytes=COMMAND_BYTES,
    ),
    templates=Templates("cams"),
    guide=Guide(
        menu=_(
            "Type this into API Monitor. The serial number of this device has to be the "
            "service tag (stgid) of the terminal."
        ),
        entries=("url",),
        secret_path="/cams",
        url="/cams/biometric-api3.0/?stgid=%s",
        key_label=_("AuthToken"),
    ),
    messages=MESSAGES,
)

__all__ = [
    "ANSWER_BYTES",
    "CAPABILITIES",
    "COMMAND_BYTES",
    "CONTENT_TYPES",
    "DONE",
    "LATER",
    "MAX_BODY_BYTES",
    "PENDING",
    "STATUS",
    "STATUS_SENTENCES",
    "UNOPENED",
    "VERIFY",
    "Answer",
    "acknowledge",
    "decode_answer",
    "decode_results",
    "decode_upload",
    "decrypt",
    "decrypt_body",
    "encode_command",
    "encode_page",
    "encrypt_body",
    "envelope",
    "explain",
    "pages",
    "read_call",
    "span",
    "steps",
    "without_secrets",
]
