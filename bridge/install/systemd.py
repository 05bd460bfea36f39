"""The bridge as a service of systemd."""

import sys
from pathlib import Path, PurePath

from .service import DESCRIPTION, NAME, Service, find_python, program_steps
from .steps import Plan, RemoveFile, Run, Step, WriteFile

UNIT = Path(f"/etc/systemd/system/{NAME}.service")
STATE = Path(f"/var/lib/{NAME}")
PRIVATE_FOLDERS = ("/home", "/root", "/tmp", "/var/tmp")

_UNIT = """\
[Unit]
Description={description}
Wants=network-online.target
After=network-online.target
# A bridge that is not paired yet, or has no disk, is started again and again.
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=all
# Files that `pair` made as root become the service's own.
ExecStartPre=+/bin/chown -hR --reference={state}/. {state}/.
ExecStart={command}
Restart=always
RestartSec=5
# It begins with what it read before the network was there.
TimeoutStartSec=600
WatchdogSec=300
KillMode=mixed

DynamicUser=yes
StateDirectory={name}
StateDirectoryMode=0700
UMask=0077
AmbientCapabilities=
CapabilityBoundingSet=
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
MemoryMax=512M

[Install]
WantedBy=multi-user.target
"""


def unit_text(service: Service) -> str:
    """Return the unit file of a service."""
    command = " ".join(_quote(word) for word in (service.python, *service.arguments()))
    return _UNIT.format(
        description=DESCRIPTION, name=NAME, command=command, state=service.state
    )


def plan_install(program: Path, known: Path) -> Plan:
    """Return how the bridge becomes a service.

    :param program: the one file that runs now.
    :param known: the folder it was paired in.
    """
    service = Service(find_python(PRIVATE_FOLDERS), PurePath(STATE))
    steps: list[Step] = [
        Run(("systemctl", "stop", NAME), may_fail=True),
        *program_steps(service, program, known),
        WriteFile(UNIT, unit_text(service).encode()),
        Run(("systemctl", "daemon-reload")),
        Run(("systemctl", "enable", "--now", NAME)),
    ]
    return Plan(
        steps,
        (
            "The bridge runs, and starts with the computer.",
            f"How it is:    systemctl status {NAME}",
            f"What it says: journalctl -u {NAME}",
            f"Commands:     sudo {sys.executable} {service.folder}/{NAME}.pyz "
            f"--state {STATE} status",
        ),
    )


def plan_uninstall(known: Path) -> Plan:
    """Return how the service is removed; what it remembers stays."""
    steps: list[Step] = [
        Run(("systemctl", "disable", "--now", NAME), may_fail=True),
        RemoveFile(UNIT),
        Run(("systemctl", "daemon-reload")),
    ]
    return Plan(
        steps,
        (
            "The bridge does not start any more.",
            f"What it has not sent yet, and its pairing, are in {STATE}.",
        ),
    )


def _quote(word: str) -> str:
    """Return a word of a command line as systemd reads it."""
    word = word.replace("\\", "\\\\").replace('"', '\\"')
    word = word.replace("%", "%%").replace("$", "$$")
    return f'"{word}"' if any(c in word for c in " \t'\"") else word
