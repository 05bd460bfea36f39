"""What installing does, as a list of steps: to be carried out, or shown beforehand."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import BridgeError


@dataclass(frozen=True, slots=True)
class MakeFolder:
    """Make a folder that only its owner may read."""

    path: Path

    def __str__(self) -> str:
        return f"folder   {self.path}"

    def perform(self) -> None:
        """Carry out the step."""
        self.path.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            self.path.chmod(0o700)


@dataclass(frozen=True, slots=True)
class WriteFile:
    """Write a file, whole or not at all."""

    path: Path
    content: bytes

    def __str__(self) -> str:
        return f"file     {self.path}"

    def perform(self) -> None:
        """Carry out the step."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_name(self.path.name + ".part")
        temporary.write_bytes(self.content)
        os.replace(temporary, self.path)


@dataclass(frozen=True, slots=True)
class MoveFiles:
    """Move what a bridge remembers into the folder of the service.

    :param names: files to be moved where they exist.
    """

    source: Path
    target: Path
    names: Sequence[str]

    def __str__(self) -> str:
        return f"move     {self.source} -> {self.target}"

    def perform(self) -> None:
        """Carry out the step."""
        self.target.mkdir(parents=True, exist_ok=True)
        for name in self.names:
            if (self.source / name).exists():
                shutil.move(str(self.source / name), str(self.target / name))


@dataclass(frozen=True, slots=True)
class RemoveFile:
    """Remove a file; one that is not there is removed already."""

    path: Path

    def __str__(self) -> str:
        return f"remove   {self.path}"

    def perform(self) -> None:
        """Carry out the step."""
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Run:
    """Run a command.

    :param may_fail: where there is nothing to be done it fails.
    """

    command: tuple[str, ...]
    may_fail: bool = False

    def __str__(self) -> str:
        return f"run      {shlex.join(self.command)}"

    def perform(self) -> None:
        """Carry out the step.

        :raises BridgeError: the command failed.
        """
        try:
            done = subprocess.run(
                self.command, capture_output=True, text=True, check=False
            )
        except OSError as error:
            raise BridgeError(f"{self.command[0]} cannot be run: {error}.") from None
        if done.returncode and not self.may_fail:
            output = (done.stderr or done.stdout).strip()
            raise BridgeError(f"{shlex.join(self.command)} failed: {output}")


Step = MakeFolder | WriteFile | MoveFiles | RemoveFile | Run


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps, and what a person is told after them."""

    steps: Sequence[Step]
    notes: Sequence[str]

    def perform(self, show: Callable[[str], None]) -> None:
        """Carry out the steps, and show each.

        :raises BridgeError: one of them failed; those before it are done.
        """
        for step in self.steps:
            show(str(step))
            try:
                step.perform()
            except PermissionError:
                raise BridgeError(
                    "This needs the rights of an administrator: type sudo in front, or "
                    "open the terminal as an administrator on Windows."
                ) from None
            except OSError as error:
                raise BridgeError(f"{step} failed: {error}.") from None
        for note in self.notes:
            show(note)
