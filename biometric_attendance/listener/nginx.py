"""The program nginx."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from .configuration import ListenerError

# Where it is while PATH, of anybody but root, has no such folders.
FOLDERS = (os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin")
TIMEOUT_SECONDS = 30
_WORDS = re.compile(r"\[(?:emerg|crit|alert)\] (?:\d+#\d+: )?(.*)")


@dataclass(frozen=True)
class Nginx:
    """An nginx and the configuration it runs with.

    :param program: its path, or a name to look for.
    :param options: options that name its configuration; none for the machine's own.
    """

    program: str = "nginx"
    options: Sequence[str | Path] = ()

    def path(self) -> str:
        """Return where the program is.

        :raises ListenerError: there is none.
        """
        found = shutil.which(self.program, path=os.pathsep.join(FOLDERS))
        if not found:
            raise ListenerError(
                f"{self.program} is missing: install it (on Debian with apt-get install "
                "nginx), or name it with --nginx."
            )
        return found

    def check(self) -> None:
        """Have nginx read its configuration.

        :raises ListenerError: it refuses it, in its own words.
        """
        self._call("-t", words="nginx refuses its configuration")

    def is_running(self, pid_file: Path) -> bool:
        """Tell whether the nginx of this pid file runs."""
        try:
            os.kill(int(pid_file.read_text()), 0)
        except (OSError, ValueError):
            return False
        return True

    def start(self) -> None:
        """Start it in the background.

        :raises ListenerError: it does not start.
        """
        self._call(words="nginx does not start")

    def become(self) -> NoReturn:
        """Let this process be nginx, in the foreground."""
        program = self.path()
        options = [*map(str, self.options), "-g", "daemon off;"]
        os.execv(program, [program, *options])

    def signal(self, word: str) -> None:
        """Tell the running nginx to ``reload`` or ``stop``.

        :raises ListenerError: it does not run, or is not ours to tell.
        """
        words = f"The configuration is as it shall be, but nginx does not {word} (does it run?)"
        self._call("-s", word, words=words)

    def _call(self, *arguments: str, words: str) -> None:
        command = [self.path(), *map(str, self.options), *arguments]
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ListenerError(f"{words}: it took too long.") from error
        if done.returncode:
            output = done.stderr.decode(errors="replace")
            match = _WORDS.search(output)
            reason = match[1] if match else output.strip() or f"code {done.returncode}"
            raise ListenerError(f"{words}: {reason}")
