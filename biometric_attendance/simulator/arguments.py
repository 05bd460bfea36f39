"""What may be said on the command line, and how it is read."""

import argparse
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .adms import FIRMWARES
from .faults import Faults


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="simulator", description="Virtual attendance terminals."
    )
    faces = whole.add_subparsers(dest="face", required=True, metavar="PROTOCOL")
    adms = faces.add_parser("adms", help="ZKTeco push, attendance and security dialect")
    add = adms.add_argument
    add("--url", required=True, help="the server, for example http://127.0.0.1:8069")
    add("--terminals", type=_count, default=1, metavar="N")
    add("--serial", help="the serial number of a single terminal")
    add("--serial-prefix", default="SIM", metavar="TEXT")
    add("--users", type=_count, default=20, metavar="N", help="PINs count from 1001")
    add("--days", type=_count, default=3, metavar="N", help="working days of history")
    add(
        "--until",
        type=_instant,
        metavar="ISO",
        help="end of the history (default: now)",
    )
    add("--zone", type=_zone, default="UTC", help="IANA zone of people and terminals")
    add("--firmware", choices=[*FIRMWARES, "mixed"], default="new")
    add("--dialect", choices=["attendance", "security"], default="attendance",
        help="security: as at doors; it has one firmware")  # fmt: skip
    add("--users-on-terminal", action="store_true",
        help="tell the users a terminal knows when the server asks for all")  # fmt: skip
    add("--enrol", action="store_true",
        help="with --live: now and then somebody enrols a finger")  # fmt: skip
    add("--key", default="", help="communication key set at the terminals")
    add("--path-prefix", default="", metavar="PATH", help="secret path before /iclock")
    add("--faults", type=_faults, default=(), metavar="KIND,...",
        help=f"any of {', '.join(Faults.KINDS)}")  # fmt: skip
    add("--forget", type=float, default=0.0, metavar="RATE", help="forgotten punches")
    add("--seed", type=int, default=1)
    add("--speed", type=_positive, default=1.0, metavar="TIMES",
        help="shorten waits; with --live also relive the history so fast")  # fmt: skip
    add("--timeout", type=_positive, default=600.0, metavar="SECONDS",
        help="how long --once waits for the server")  # fmt: skip
    add("--every", type=_positive, default=20.0, metavar="SECONDS",
        help="mean time between punches of --live")  # fmt: skip
    add("--truth", type=Path, metavar="FILE", help="write who was where, as JSON")
    ends = adms.add_mutually_exclusive_group()
    ends.add_argument("--once", action="store_true",
        help="stop when everything is acknowledged")  # fmt: skip
    ends.add_argument("--live", action="store_true", help="go on punching")
    return whole


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError("must be a number above 0")
    return int(text)


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("must be a number above 0")
    return number


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("must be like 2026-03-31T18:00:00") from error
    return at if at.tzinfo else at.replace(tzinfo=timezone.utc)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise argparse.ArgumentTypeError("must be like Europe/Brussels") from error


def _faults(text: str) -> list[str]:
    kinds = [kind for kind in text.split(",") if kind]
    try:
        Faults(kinds)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return kinds
