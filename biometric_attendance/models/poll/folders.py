"""The server's setting of folders that people may have read, for files of punches.

Whoever may type a path must not get this server to show its own files.
"""

import os
from pathlib import Path

from odoo.exceptions import ValidationError
from odoo.tools import config

VARIABLE = "BIOMETRIC_FOLDERS"
OPTION = "biometric_folders"


def allowed_folders():
    """Return the folders named in the environment or the configuration file."""
    setting = os.environ.get(VARIABLE) or config.get(OPTION) or ""
    return [
        Path(each.strip()).resolve() for each in str(setting).split(",") if each.strip()
    ]


def is_allowed(path):
    """Whether a file or folder lies in an allowed folder, links followed."""
    place = Path(path).resolve()
    return any(place.is_relative_to(folder) for folder in allowed_folders())


def check_path(env, path):
    """Check that the server may read a file or folder.

    :raises ValidationError: its configuration does not allow it.
    """
    if not is_allowed(path):
        raise ValidationError(
            env._(
                "This server may not read %(path)s: name a folder above it in its "
                "configuration, as %(option)s.",
                path=path,
                option=OPTION,
            )
        )
