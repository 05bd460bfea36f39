"""An nginx for tests and the demo: the machine's own, else Debian's, never a service.

apt-get would start the service, and that takes port 80: the package is only unpacked.
"""

import os
import shutil
from pathlib import Path

from .debian import fetch, machine_source
from .paths import cache_folder
from .processes import quiet
from .progress import once

# Where it is while PATH, of anybody but root, has no such folder.
FOLDERS = (os.environ.get("PATH", ""), "/usr/sbin")


def nginx() -> Path:
    """Return the path of the program.

    :raises DevError: there is none, and none can be fetched.
    """
    if path := shutil.which("nginx", path=os.pathsep.join(FOLDERS)):
        return Path(path)
    return (
        once(cache_folder() / "nginx", "nginx from Debian", _fetch) / "usr/sbin/nginx"
    )


def _fetch(folder: Path) -> None:
    source = machine_source()
    fetch(folder, ["nginx"], source, source.suite)
    remedy = "install it by hand with apt-get install nginx"
    quiet([folder / "usr" / "sbin" / "nginx", "-v"], remedy=remedy)
