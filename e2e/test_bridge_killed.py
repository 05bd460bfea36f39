"""The bridge killed at each of its steps before a real Odoo: nothing lost, nothing doubled.

Twenty rounds by default; ``BIOMETRIC_KILL_ROUNDS=200 ./dev test e2e -k killed_at_each`` makes
more of them, in about seven minutes.
"""

import os
import subprocess
from pathlib import Path
from random import Random

from e2e import killed_at
from e2e.bridging import bridged, wait
from e2e.polled import crowd, polled, remembered
from e2e.test_bridge import approve, pass_by

ROUNDS = int(os.environ.get("BIOMETRIC_KILL_ROUNDS", "20"))
#: Steps of a start, of a session, and of sending what it read: a short life has as many.
STEPS = 200
#: A life that has not come to its last step by then is idle.
LONGEST_SECONDS = 4


def live(bridge, last: int) -> bool:
    """Run the bridge's file until its n-th step; return whether it came to that."""
    bridge.start(killed_at.__file__, str(last))
    try:
        bridge.process.wait(LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    finally:
        bridge.kill()
    return True


def lines(bridge, text: str) -> int:
    """Return how often a text is in all files of its log."""
    found: list[Path] = [*bridge.state.glob("bridge.log*")]
    return sum(path.read_text().count(text) for path in found)


def test_bridge_that_is_killed_at_each_step_loses_and_doubles_nothing(
    server, api, committed, tmp_path
):
    chance = Random(23)
    steps = [1 + round * STEPS // ROUNDS % STEPS for round in range(ROUNDS)]
    chance.shuffle(steps)
    with (
        crowd("BRKILLED", 60) as endpoint,
        bridged(api, server, tmp_path, "Killed") as (bridge, number),
        polled(api, {"BRKILLED": endpoint.port}, poll_minutes=1) as [device],
    ):
        terminal = endpoint.terminal
        approve(api, [device], number)
        bridge.start()
        wait(lambda: committed.count("BRKILLED") == 60, "the first punches")
        bridge.kill()
        killed = 0
        for step in steps:
            pass_by(terminal, chance.randrange(1, 6))
            killed += live(bridge, step)
        assert killed >= ROUNDS // 2
        answered = lines(bridge, "Odoo answers")
        bridge.start()
        wait(lambda: lines(bridge, "Odoo answers") > answered, "a call to Odoo")
        expected = sorted(set(remembered(terminal)))
        wait(lambda: sorted(committed.punches(["BRKILLED"])) == expected, "all", 120)
        wait(lambda: not bridge.waiting(), "nothing waits")
        keys = committed.punches(["BRKILLED"])
        assert len(keys) == len(set(keys))
        assert bridge.quarantined() == []
        bridge.stop()
    assert not lines(bridge, "Traceback")
    assert "Traceback" not in bridge.log
