"""The version of the bridge, which is the addon's."""

import pkgutil

try:
    #: Written by `./dev bridge` beside this file.
    VERSION = (pkgutil.get_data(__package__, "VERSION") or b"").decode().strip()
except OSError:
    VERSION = "development"
