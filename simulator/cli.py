"""The command line: a terminal or a fleet against any server."""

import argparse
import asyncio
import os
import signal
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

from .arguments import parser
from .brands import FLEETS, SCENES
from .fleet import Fleet
from .live_traffic import live_traffic
from .scene import Scene
from .timeline import Timeline
from .zk4370 import ZkFleet

REPORT_SECONDS = 5
AGAIN_SECONDS = 0.5


def main(argv: list[str] | None = None) -> int:
    """Return 0 when done, 1 when ``--once`` ran out of time, 2 for a wrong call."""
    wanted = parser().parse_args(argv)
    try:
        scene = SCENES[wanted.endpoint](wanted)
        reliving = wanted.live and wanted.speed > 1
        start = (
            scene.planned_punches[0].utc if reliving and scene.planned_punches else None
        )
        if start is None:
            scene.record()
        fleet = FLEETS[wanted.endpoint](wanted, scene, Timeline(wanted.speed, start))
        _write_ground_truth(wanted.ground_truth, scene)
    except (ValueError, OSError) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt, asyncio.CancelledError):
            asyncio.run(_live(wanted, scene, fleet))
        _write_ground_truth(wanted.ground_truth, scene)
    except OSError as error:
        # A port that is taken, a file that cannot be written any more.
        print(f"simulator: {error}", file=sys.stderr)
        return 2
    print(fleet.summary, flush=True)
    if wanted.once and not fleet.settled:
        print(f"simulator: {_trouble(fleet)}", file=sys.stderr)
        return 1
    return 0


async def _live(
    wanted: argparse.Namespace, scene: Scene, fleet: Fleet | ZkFleet
) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        # An exception of a signal would strike anywhere in the loop's own work.
        asyncio.get_running_loop().add_signal_handler(number, _end)
    report = asyncio.create_task(_report(wanted, scene, fleet))
    people = asyncio.create_task(_people(wanted, scene, fleet)) if wanted.live else None
    fleet_run = fleet.run(until_settled=wanted.once)
    try:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(fleet_run, wanted.timeout if wanted.once else None)
    finally:
        for task in filter(None, (report, people)):
            task.cancel()


def _end() -> None:
    """End everything, and again until it is: before Python 3.12, ``wait_for`` forgets that
    it was cancelled when what it waits for comes at the same moment.
    """
    for task in asyncio.all_tasks():
        task.cancel()
    asyncio.get_running_loop().call_later(AGAIN_SECONDS, _end)


async def _people(
    wanted: argparse.Namespace, scene: Scene, fleet: Fleet | ZkFleet
) -> None:
    if fleet.timeline.start:
        await fleet.play(scene.planned_punches)
    await live_traffic(
        fleet,
        scene.workforce,
        scene.ground_truth,
        wanted.every,
        wanted.seed,
        enrols=wanted.enrol,
    )


async def _report(
    wanted: argparse.Namespace, scene: Scene, fleet: Fleet | ZkFleet
) -> None:
    values = ""
    while True:
        await asyncio.sleep(REPORT_SECONDS)
        if wanted.live:
            _write_ground_truth(wanted.ground_truth, scene)
        if values != (values := fleet.summary):
            print(values, file=sys.stderr, flush=True)


def _trouble(fleet: Fleet | ZkFleet) -> str:
    reasons = Counter(
        endpoint.refusal for endpoint in fleet.endpoints if endpoint.refusal
    )
    if not reasons:
        return "Time ran out before the server acknowledged everything."
    reason, count = reasons.most_common(1)[0]
    return f"Terminals not let in: {count}. {reason}"


def _write_ground_truth(path: Path | None, scene: Scene) -> None:
    """Replace the file in one step, so that nobody reads half of it."""
    if path:
        draft = path.with_name(path.name + ".part")
        draft.write_text(scene.ground_truth.as_json())
        os.replace(draft, path)
