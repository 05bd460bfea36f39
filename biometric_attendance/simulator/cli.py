"""The command line: a terminal or a fleet against any server."""

import argparse
import asyncio
import os
import signal
import sys
from collections import Counter
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path

from .adms import FIRMWARES
from .arguments import parser
from .cams import REST_PATHS, Gateway, company
from .ebkn import FIRMWARES as EBKN_FIRMWARES, company as ebkn_company
from .fleet import Fleet
from .scene import Scene, build
from .stroll import stroll
from .timeline import Timeline
from .workforce import Workforce

REPORT_SECONDS = 5


def main(argv: list[str] | None = None) -> int:
    """Return 0 when done, 1 when ``--once`` ran out of time, 2 for a wrong call."""
    wanted = parser().parse_args(argv)
    try:
        scene = SCENES[wanted.face](wanted)
        reliving = wanted.live and wanted.speed > 1
        start = scene.passages[0].utc if reliving and scene.passages else None
        if start is None:
            scene.record()
        fleet = FLEETS[wanted.face](wanted, scene, Timeline(wanted.speed, start))
        _write_truth(wanted.truth, scene)
    except (ValueError, OSError) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(_live(wanted, scene, fleet))
        _write_truth(wanted.truth, scene)
    except OSError as error:
        # A port that is taken, a file that cannot be written any more.
        print(f"simulator: {error}", file=sys.stderr)
        return 2
    print(_summary(fleet), flush=True)
    if wanted.once and not fleet.settled:
        print(f"simulator: {_trouble(fleet)}", file=sys.stderr)
        return 1
    return 0


def _serials(wanted: argparse.Namespace) -> list[str]:
    if wanted.serial:
        return [wanted.serial]
    numbers = range(1, wanted.terminals + 1)
    return [f"{wanted.serial_prefix}{number:04d}" for number in numbers]


def _company(wanted: argparse.Namespace) -> dict:
    """What every brand's company is made of."""
    return {
        "serials": _serials(wanted),
        "workforce": Workforce(
            wanted.users, wanted.seed, wanted.zone, forget=wanted.forget
        ),
        "until": wanted.until or datetime.now(timezone.utc),
        "days": wanted.days,
        "faults": wanted.faults,
        "seed": wanted.seed,
        "tells_users": wanted.users_on_terminal,
    }


def _adms_scene(wanted: argparse.Namespace) -> Scene:
    return build(
        firmwares=FIRMWARES if wanted.firmware == "mixed" else [wanted.firmware],
        key=wanted.key,
        prefix=wanted.path_prefix,
        security=wanted.dialect == "security",
        **_company(wanted),
    )


def _cams_scene(wanted: argparse.Namespace) -> Scene:
    return company(
        tokens=wanted.auth_token,
        paths=wanted.path,
        registered={
            "generation": wanted.generation,
            "key": wanted.security_key,
            "photographs": wanted.photos,
            "measures": wanted.measures,
        },
        **_company(wanted),
    )


def _ebkn_scene(wanted: argparse.Namespace) -> Scene:
    mixed = wanted.firmware == "mixed"
    return ebkn_company(
        firmwares=EBKN_FIRMWARES if mixed else [wanted.firmware],
        path=wanted.path,
        **_company(wanted),
    )


def _fleet(wanted: argparse.Namespace, scene: Scene, timeline: Timeline) -> Fleet:
    return Fleet(
        wanted.url, scene.faces, timeline=timeline, deliveries=scene.deliveries
    )


def _gateway(wanted: argparse.Namespace, scene: Scene, timeline: Timeline) -> Gateway:
    path = REST_PATHS[wanted.generation]
    return Gateway(
        wanted.url,
        scene.faces,
        timeline=timeline,
        deliveries=scene.deliveries,
        host=wanted.rest_host,
        port=wanted.rest_port,
        on_listening=lambda port: print(
            f"REST calls at http://{wanted.rest_host}:{port}{path}",
            file=sys.stderr,
            flush=True,
        ),
    )


SCENES = {"adms": _adms_scene, "cams": _cams_scene, "ebkn": _ebkn_scene}
FLEETS = {"adms": _fleet, "cams": _gateway, "ebkn": _fleet}


async def _live(wanted: argparse.Namespace, scene: Scene, fleet: Fleet) -> None:
    report = asyncio.create_task(_report(wanted, scene, fleet))
    people = asyncio.create_task(_people(wanted, scene, fleet)) if wanted.live else None
    fleet_run = fleet.run(until_settled=wanted.once)
    try:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(fleet_run, wanted.timeout if wanted.once else None)
    finally:
        for task in filter(None, (report, people)):
            task.cancel()


async def _people(wanted: argparse.Namespace, scene: Scene, fleet: Fleet) -> None:
    if fleet.timeline.start:
        await fleet.play(scene.passages)
    await stroll(
        fleet,
        scene.workforce,
        scene.truth,
        wanted.every,
        wanted.seed,
        enrols=wanted.enrol,
    )


async def _report(wanted: argparse.Namespace, scene: Scene, fleet: Fleet) -> None:
    said = ""
    while True:
        await asyncio.sleep(REPORT_SECONDS)
        if wanted.live:
            _write_truth(wanted.truth, scene)
        if said != (said := _summary(fleet)):
            print(said, file=sys.stderr, flush=True)


def _summary(fleet: Fleet) -> str:
    stored = sum(len(face.terminal.punches) for face in fleet.faces)
    tally = fleet.tally
    return (
        f"{len(fleet.faces)} terminals, {fleet.acknowledged} of {stored} punches "
        f"acknowledged, {tally.requests} requests, {tally.failures} failed"
    )


def _trouble(fleet: Fleet) -> str:
    reasons = Counter(face.refusal for face in fleet.faces if face.refusal)
    if not reasons:
        return "Time ran out before the server acknowledged everything."
    reason, count = reasons.most_common(1)[0]
    return f"Terminals not let in: {count}. {reason}"


def _write_truth(path: Path | None, scene: Scene) -> None:
    """Replace the file in one step, so that nobody reads half of it."""
    if path:
        draft = path.with_name(path.name + ".part")
        draft.write_text(scene.truth.as_json())
        os.replace(draft, path)
