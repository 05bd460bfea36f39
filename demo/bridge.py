"""The LAN bridge beside the demo's server, as a process of its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devkit import bridge
from devkit.processes import quiet, start, stop

from .api import Api

NAME = "Laptop in the boiler house"


@contextmanager
def bridged(api: Api, url: str, folder: Path) -> Iterator[int]:
    """Run a bridge that is paired with the server, for the time of the block.

    :return: its id.
    """
    program, state = folder / "biometric-bridge.pyz", folder / "bridge"
    program.write_bytes(bridge.make())
    [number] = api.call("biometric.bridge", "create", vals_list=[{"name": NAME}])
    action = api.call("biometric.bridge", "action_new_code", ids=[number])
    code = action["context"]["default_code"]
    command = [sys.executable, program, "--state", state]
    # The demo's server has no certificate.
    quiet([*command, "pair", url, code, "--insecure-lan"])
    with (folder / "bridge.log").open("ab") as log:
        process = start([*command, "run", "--allow-loopback"], output=log)
    try:
        yield number
    finally:
        stop(process)
