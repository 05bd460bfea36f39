"""`./dev lint`: the hooks of `.pre-commit-config.yaml` on every file.

Hooks of the stage `manual` repair, those of `pre-commit` only look, and those of
`pre-push` need a database.
"""

from .environments import uv_command
from .npm import NODE, node_environment
from .paths import REPOSITORY, cache_folder
from .processes import require, run

# Node is for the hooks that are written in JavaScript.
TOOLS = [
    "tool",
    "run",
    "--quiet",
    "--from",
    "pre-commit==4.7.0",
    "--with",
    NODE,
]


def lint(fix: bool, quick: bool) -> int:
    """Run every hook, also after one failed."""
    if fix:
        _hooks("manual")
    codes = [
        _hooks(stage) for stage in ("pre-commit", *([] if quick else ["pre-push"]))
    ]
    return max(codes)


def _hooks(stage: str) -> int:
    require("git", "install git")
    environment = {
        **node_environment(),
        "PRE_COMMIT_HOME": str(cache_folder() / "pre-commit"),
        "PRE_COMMIT_COLOR": "never",
        # In containers the folder often belongs to another user than the one who runs.
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": str(REPOSITORY),
    }
    arguments = ["pre-commit", "run", "--all-files", f"--hook-stage={stage}"]
    command = uv_command(*TOOLS, *arguments)
    return run(command, cwd=REPOSITORY, env=environment)
