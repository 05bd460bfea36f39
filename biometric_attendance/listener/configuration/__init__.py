"""The nginx server terminals call, as text. Writing it is the listener package's."""

from .brands import base, urls
from .errors import ListenerError
from .proof import PROOF_HEADER, digest, new_secret
from .settings import Settings
from .text import (
    HIDDEN,
    STATE_PATH,
    fingerprint_in,
    main_text,
    secret_in,
    server_text,
    settings_in,
)
