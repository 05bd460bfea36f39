"""What `install` writes, read by those who know these files; and what it does."""

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest
from lxml import etree

from bridge.errors import BridgeError
from bridge.install import command, launchd, service as common, systemd, windows
from bridge.install.service import Service
from bridge.install.start import PROGRAM
from bridge.install.steps import Plan, RemoveFile, Run

LINUX = Service("/usr/bin/python3", PurePosixPath("/var/lib/biometric-bridge"))
WINDOWS = Service(
    r"C:\Program Files\Python312\pythonw.exe",
    PureWindowsPath(r"C:\ProgramData\biometric-bridge"),
)


def read_unit(text):
    """Return the settings of a unit by name, each with its values."""
    pairs = [line.split("=", 1) for line in text.splitlines() if "=" in line[1:]]
    found = {}
    for name, value in pairs:
        if not name.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def test_the_unit_is_what_it_shall_be():
    unit = read_unit(systemd.unit_text(LINUX))
    for name, value in {
        "DynamicUser": "yes",
        "StateDirectory": "biometric-bridge",
        "Restart": "always",
        "WatchdogSec": "300",
        "Type": "notify",
        "StartLimitIntervalSec": "0",
    }.items():
        assert unit[name] == [value], name
    [command] = unit["ExecStart"]
    assert command == (
        "/usr/bin/python3 /var/lib/biometric-bridge/program/start.py "
        "--state /var/lib/biometric-bridge run"
    )


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is missing")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path):
    python = Service(sys.executable, LINUX.state)
    path = tmp_path / "biometric-bridge.service"
    path.write_text(systemd.unit_text(python))
    done = subprocess.run(
        ["systemd-analyze", "verify", path], capture_output=True, text=True, check=False
    )
    about_it = [line for line in done.stderr.splitlines() if "biometric" in line]
    assert not about_it
    assert not done.returncode
    path.write_text(systemd.unit_text(python).replace("Restart=always", "Restart=x"))
    done = subprocess.run(
        ["systemd-analyze", "verify", path], capture_output=True, text=True, check=False
    )
    assert "restart specifier" in done.stderr  # it does look


def test_words_of_a_command_line_are_one_each_for_systemd():
    odd = Service("/opt/my python/100%/$x", PurePosixPath("/var/lib/b"))
    [command] = read_unit(systemd.unit_text(odd))["ExecStart"]
    assert command.startswith('"/opt/my python/100%%/$$x" /var')


def test_the_task_follows_the_schema_of_the_task_scheduler():
    schema = etree.XMLSchema(etree.parse(Path(__file__).with_name("task.xsd")))
    task = etree.fromstring(windows.task_xml(WINDOWS))
    schema.assertValid(task)
    settings = {etree.QName(e).localname: e.text for e in task.iter(etree.Element)}
    for name, value in {
        "UserId": "S-1-5-19",
        "RunLevel": "LeastPrivilege",
        "ExecutionTimeLimit": "PT0S",
        "MultipleInstancesPolicy": "IgnoreNew",
        "DisallowStartIfOnBatteries": "false",
        "StopIfGoingOnBatteries": "false",
        "StartWhenAvailable": "true",
        "Count": "255",
        "Command": WINDOWS.python,
    }.items():
        assert settings[name] == value, name
    assert windows.task_xml(WINDOWS)[:2] in (b"\xff\xfe", b"\xfe\xff")


def test_a_path_with_spaces_is_one_argument_on_windows():
    state = PureWindowsPath(r"D:\Program Data\biometric-bridge")
    task = etree.fromstring(windows.task_xml(Service("python.exe", state)))
    arguments = task.findtext(f".//{{{windows.NAMESPACE}}}Arguments")
    assert arguments == (
        r'"D:\Program Data\biometric-bridge\program\start.py" '
        r'--state "D:\Program Data\biometric-bridge" run'
    )


def test_the_property_list_reads_back():
    state = PurePosixPath("/Library/Application Support/biometric-bridge")
    found = plistlib.loads(
        launchd.plist_bytes(Service("/usr/bin/python3", state), "ada")
    )
    assert found["Label"] == "local.biometric-bridge"
    assert found["KeepAlive"] is found["RunAtLoad"] is True
    assert found["UserName"] == "ada"
    assert found["ProgramArguments"] == [
        "/usr/bin/python3",
        f"{state}/program/start.py",
        "--state",
        str(state),
        "run",
    ]


@pytest.fixture
def linux(tmp_path, monkeypatch):
    """A system of which only folders below `tmp_path` are touched."""
    monkeypatch.setattr(systemd, "STATE", tmp_path / "var")
    monkeypatch.setattr(systemd, "UNIT", tmp_path / "etc" / "b.service")
    monkeypatch.setattr(systemd, "PRIVATE_FOLDERS", ("/private",))
    commands = []

    def run(command, **_options):
        commands.append(" ".join(command))
        return SimpleNamespace(returncode=0, stdout="", stderr="")

    monkeypatch.setattr("bridge.install.steps.subprocess.run", run)
    program, known = tmp_path / "downloaded.pyz", tmp_path / "known"
    program.write_bytes(b"program")
    known.mkdir()
    (known / "bridge.json").write_text("paired")
    (known / "spool.db").write_text("items")
    (known / "other").write_text("stays")
    return SimpleNamespace(
        program=program,
        known=known,
        state=tmp_path / "var",
        unit=tmp_path / "etc" / "b.service",
        commands=commands,
        shown=[],
    )


def test_installing_moves_what_was_paired_and_tells_each_step(linux):
    systemd.plan_install(linux.program, linux.known).perform(linux.shown.append)
    assert (linux.state / "bridge.json").read_text() == "paired"
    assert (linux.state / "spool.db").read_text() == "items"
    assert sorted(path.name for path in linux.known.iterdir()) == ["other"]
    assert (linux.state / "program" / PROGRAM).read_bytes() == b"program"
    starter = (linux.state / "program" / "start.py").read_text()
    compile(starter, "start.py", "exec")
    assert linux.unit.read_text() == systemd.unit_text(
        Service(sys.executable, linux.state)
    )
    assert linux.commands == [
        "systemctl stop biometric-bridge",
        "systemctl daemon-reload",
        "systemctl enable --now biometric-bridge",
    ]
    assert any("systemctl status" in line for line in linux.shown)
    assert any(str(linux.unit) in line for line in linux.shown)


def test_installing_again_keeps_what_is_there(linux):
    systemd.plan_install(linux.program, linux.known).perform(linux.shown.append)
    linux.program.write_bytes(b"newer")
    systemd.plan_install(linux.program, linux.known).perform(linux.shown.append)
    assert (linux.state / "bridge.json").read_text() == "paired"
    assert (linux.state / "program" / PROGRAM).read_bytes() == b"newer"
    # From the installed program itself, too.
    own = linux.state / "program" / PROGRAM
    systemd.plan_install(own, linux.state).perform(linux.shown.append)
    assert own.read_bytes() == b"newer"


def test_what_the_person_behind_sudo_paired_is_found(tmp_path, monkeypatch):
    own, root = tmp_path / "ada", tmp_path / "root"
    monkeypatch.setenv("HOME", str(root))
    monkeypatch.setattr(command, "home_of", lambda person: tmp_path / person)
    for name in ("STATE_DIRECTORY", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    mine = command.default_folder()
    assert command.find_paired(mine) == mine
    monkeypatch.setenv("SUDO_USER", "ada")
    assert command.find_paired(mine) == mine
    other = own / mine.relative_to(root)
    other.mkdir(parents=True)
    (other / "bridge.json").touch()
    assert command.find_paired(mine) == other
    mine.mkdir(parents=True)
    (mine / "bridge.json").touch()
    assert command.find_paired(mine) == mine


def test_two_paired_bridges_are_not_mixed(linux):
    linux.state.mkdir()
    (linux.state / "bridge.json").write_text("another")
    with pytest.raises(BridgeError, match="Both"):
        systemd.plan_install(linux.program, linux.known)
    assert (linux.known / "bridge.json").read_text() == "paired"


def test_uninstalling_keeps_what_was_not_sent(linux):
    systemd.plan_install(linux.program, linux.known).perform(linux.shown.append)
    systemd.plan_uninstall(linux.known).perform(linux.shown.append)
    assert not linux.unit.exists()
    assert (linux.state / "spool.db").exists()
    assert linux.commands[-2:] == [
        "systemctl disable --now biometric-bridge",
        "systemctl daemon-reload",
    ]
    assert any(str(linux.state) in line for line in linux.shown)


def test_a_python_only_one_person_can_read_is_refused(monkeypatch):
    monkeypatch.setattr(common.sys, "executable", "/home/ada/.venv/bin/python")
    with pytest.raises(BridgeError, match="for all users"):
        common.find_python(("/home",))


def test_a_step_without_rights_says_what_to_do(tmp_path, monkeypatch):
    def refuse(self, **_options):
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(BridgeError, match="sudo"):
        Plan([RemoveFile(tmp_path / "x")], ()).perform(str)


def test_a_command_that_fails_is_told_in_its_own_words():
    command = (sys.executable, "-c", "raise SystemExit('no such unit')")
    with pytest.raises(BridgeError, match="no such unit"):
        Run(command).perform()
    Run(command, may_fail=True).perform()
    with pytest.raises(BridgeError, match="cannot be run"):
        Run(("/does/not/exist",)).perform()
