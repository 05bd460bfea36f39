"""The bridge as a task of the Task Scheduler of Windows."""

import os
import xml.etree.ElementTree as ElementTree
from pathlib import Path, PurePath, PureWindowsPath
from subprocess import list2cmdline

from ..errors import BridgeError
from .service import DESCRIPTION, NAME, Service, find_python, program_steps
from .steps import Plan, RemoveFile, Run, Step, WriteFile

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
#: The account of services without rights, "NT AUTHORITY\\LOCAL SERVICE", in any language.
ACCOUNT = "S-1-5-19"
_ADMINISTRATORS, _SYSTEM = "S-1-5-32-544", "S-1-5-18"
#: How often Windows looks whether it runs, beside starting it again after a failure.
LOOK_EVERY = "PT5M"


def task_xml(service: Service) -> bytes:
    """Return the task: at boot, again after a failure, without a limit of time."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}Task", {"version": "1.2"})
    _add(root, "RegistrationInfo", ("Description", DESCRIPTION), ("URI", f"\\{NAME}"))
    triggers = _add(root, "Triggers")
    _add(triggers, "BootTrigger", ("Enabled", "true"))
    clock = _add(triggers, "TimeTrigger")
    _add(clock, "Repetition", ("Interval", LOOK_EVERY))
    _text(clock, "StartBoundary", "2020-01-01T00:00:00")
    _text(clock, "Enabled", "true")
    principal = _add(_add(root, "Principals"), "Principal", ("UserId", ACCOUNT))
    principal.set("id", "Service")
    _text(principal, "RunLevel", "LeastPrivilege")
    settings = _add(
        root,
        "Settings",
        ("MultipleInstancesPolicy", "IgnoreNew"),
        ("DisallowStartIfOnBatteries", "false"),
        ("StopIfGoingOnBatteries", "false"),
        ("AllowHardTerminate", "true"),
        ("StartWhenAvailable", "true"),
        ("RunOnlyIfNetworkAvailable", "false"),
    )
    _add(
        settings, "IdleSettings", ("StopOnIdleEnd", "false"), ("RestartOnIdle", "false")
    )
    for name, value in (
        ("AllowStartOnDemand", "true"),
        ("Enabled", "true"),
        ("Hidden", "false"),
        ("RunOnlyIfIdle", "false"),
        ("WakeToRun", "false"),
        ("ExecutionTimeLimit", "PT0S"),  # none
        ("Priority", "7"),
    ):
        _text(settings, name, value)
    _add(settings, "RestartOnFailure", ("Interval", "PT1M"), ("Count", "255"))
    actions = _add(root, "Actions")
    actions.set("Context", "Service")
    _add(
        actions,
        "Exec",
        ("Command", service.python),
        ("Arguments", list2cmdline(service.arguments())),
        ("WorkingDirectory", str(service.folder)),
    )
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="UTF-16", xml_declaration=True)


def plan_install(program: Path, known: Path) -> Plan:
    """Return how the bridge becomes a task.

    :param program: the one file that runs now.
    :param known: the folder it was paired in.
    """
    state = PureWindowsPath(_folder())
    service = Service(_windowless(find_python(_private_folders())), state)
    xml = Path(service.folder) / "task.xml"
    grants = (
        f"*{_ADMINISTRATORS}:(OI)(CI)F",
        f"*{_SYSTEM}:(OI)(CI)F",
        f"*{ACCOUNT}:(OI)(CI)M",
    )
    steps: list[Step] = [
        Run(("schtasks", "/End", "/TN", NAME), may_fail=True),
        *program_steps(service, program, known),
        WriteFile(xml, task_xml(service)),
        # Everybody may read below ProgramData otherwise, the bridge's token too.
        Run(("icacls", str(state), "/inheritance:r", "/grant:r", *grants, "/Q")),
        Run(("icacls", f"{state}\\*", "/reset", "/T", "/C", "/Q")),
        Run(("schtasks", "/Create", "/TN", NAME, "/XML", str(xml), "/F")),
        Run(("schtasks", "/Run", "/TN", NAME)),
    ]
    return Plan(
        steps,
        (
            "The bridge runs, and starts with the computer, before anybody logs in.",
            f"How it is:    schtasks /Query /TN {NAME}",
            f"What it says: {state}\\bridge.log",
        ),
    )


def plan_uninstall(known: Path) -> Plan:
    """Return how the task is removed; what the bridge remembers stays."""
    state = PurePath(_folder())
    steps: list[Step] = [
        Run(("schtasks", "/End", "/TN", NAME), may_fail=True),
        Run(("schtasks", "/Delete", "/TN", NAME, "/F"), may_fail=True),
        RemoveFile(Path(state) / "program" / "task.xml"),
    ]
    return Plan(
        steps,
        (
            "The bridge does not start any more.",
            f"What it has not sent yet, and its pairing, are in {state}.",
        ),
    )


def _folder() -> str:
    return os.path.join(os.environ.get("PROGRAMDATA", r"C:\ProgramData"), NAME)


def _private_folders() -> tuple[str, ...]:
    profile = os.environ.get("USERPROFILE")
    if not profile:
        return ()
    return (str(PureWindowsPath(profile).parent),)


def _windowless(python: str) -> str:
    """Return the interpreter that opens no window, where it is beside the other."""
    if "WindowsApps" in python:
        raise BridgeError(
            "This Python is from the Microsoft Store, which a service cannot use. Install "
            "Python from python.org, for all users."
        )
    beside = Path(python).with_name("pythonw.exe")
    return str(beside) if beside.exists() else python


def _add(
    parent: ElementTree.Element, name: str, *children: tuple[str, str]
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    for child, value in children:
        _text(element, child, value)
    return element


def _text(parent: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = value
