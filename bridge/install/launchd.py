"""The bridge as a daemon of launchd on macOS."""

import os
import plistlib
import sys
from pathlib import Path, PurePath

from .service import NAME, Service, find_python, program_steps
from .steps import Plan, RemoveFile, Run, Step, WriteFile

LABEL = f"local.{NAME}"
PLIST = Path(f"/Library/LaunchDaemons/{LABEL}.plist")
STATE = Path(f"/Library/Application Support/{NAME}")
#: Who it runs as where nobody is known who typed `sudo`.
NOBODY = "daemon"


def plist_bytes(service: Service, user: str) -> bytes:
    """Return the property list of a daemon that runs as a user."""
    return plistlib.dumps(
        {
            "Label": LABEL,
            "ProgramArguments": [service.python, *service.arguments()],
            "UserName": user,
            "RunAtLoad": True,
            "KeepAlive": True,
            "ThrottleInterval": 10,
            "ProcessType": "Background",
            "Umask": 0o077,
            "WorkingDirectory": str(service.state),
            "StandardErrorPath": str(service.state / "launchd.log"),
        }
    )


def plan_install(program: Path, known: Path) -> Plan:
    """Return how the bridge becomes a daemon.

    :param program: the one file that runs now.
    :param known: the folder it was paired in.
    """
    user = os.environ.get("SUDO_USER") or NOBODY
    service = Service(find_python(("/var/root",)), PurePath(STATE))
    steps: list[Step] = [
        Run(("launchctl", "bootout", f"system/{LABEL}"), may_fail=True),
        *program_steps(service, program, known),
        Run(("chown", "-R", user, str(STATE))),
        WriteFile(PLIST, plist_bytes(service, user)),
        Run(("launchctl", "bootstrap", "system", str(PLIST))),
    ]
    return Plan(
        steps,
        (
            f"The bridge runs as {user}, and starts with the computer.",
            f"How it is:    sudo launchctl print system/{LABEL}",
            f"What it says: {STATE}/bridge.log",
            f'Commands:     sudo -u {user} {sys.executable} "{service.folder}/{NAME}.pyz" '
            f'--state "{STATE}" status',
        ),
    )


def plan_uninstall(known: Path) -> Plan:
    """Return how the daemon is removed; what the bridge remembers stays."""
    steps: list[Step] = [
        Run(("launchctl", "bootout", f"system/{LABEL}"), may_fail=True),
        RemoveFile(PLIST),
    ]
    return Plan(
        steps,
        (
            "The bridge does not start any more.",
            f"What it has not sent yet, and its pairing, are in {STATE}.",
        ),
    )
