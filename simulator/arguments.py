"""Arguments of the command line, and how each is read."""

import argparse
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .adms import FIRMWARES
from .anviz import AnvizFaults
from .biotime import RELEASES, BioTimeFaults
from .cams import GENERATIONS, USUAL_PATH, CamsFaults
from .dahua import FIRMWARES as DAHUA_FIRMWARES, DahuaFaults
from .ebkn import FIRMWARES as EBKN_FIRMWARES, EbknFaults
from .faults import Faults, LateFaults
from .hikvision import ISAPI_FIRMWARES, PORT as HIKVISION_PORT, IsapiFaults
from .zk4370 import FIRMWARES as ZK4370_FIRMWARES, ZkFaults


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="simulator", description="Virtual attendance terminals."
    )
    endpoints = whole.add_subparsers(dest="endpoint", required=True, metavar="PROTOCOL")
    _adms(
        endpoints.add_parser(
            "adms", help="ZKTeco push, attendance and security dialect"
        )
    )
    _anviz(endpoints.add_parser("anviz", help="Anviz TC-B, TCP port 5010"))
    _biotime(
        endpoints.add_parser(
            "biotime", help="a BioTime server with terminals behind it"
        )
    )
    _cams(endpoints.add_parser("cams", help="a CAMS gateway with devices behind it"))
    _dahua(endpoints.add_parser("dahua", help="Dahua and Intelbras, HTTP with digest"))
    _ebkn(endpoints.add_parser("ebkn", help="EBKN and the FKWeb family"))
    _hikvision(endpoints.add_parser("hikvision", help="Hikvision terminals (ISAPI)"))
    _tds(
        endpoints.add_parser(
            "tds", help="a SQL Server with ZKTime's att2000, terminals behind it"
        )
    )
    _zk4370(endpoints.add_parser("zk4370", help="ZKTeco port 4370, TCP and UDP"))
    return whole


def _adms(adms: argparse.ArgumentParser) -> None:
    add = adms.add_argument
    _server(adms)
    _company(adms, Faults)
    add("--firmware", choices=[*FIRMWARES, "mixed"], default="new")
    add("--dialect", choices=["attendance", "security"], default="attendance",
        help="security: as at doors; it has one firmware")  # fmt: skip
    add("--key", default="", help="communication key set at the terminals")
    add("--path-prefix", default="", metavar="PATH", help="secret path before /iclock")


def _anviz(anviz: argparse.ArgumentParser) -> None:
    add = anviz.add_argument
    _company(anviz, AnvizFaults)
    anviz.set_defaults(once=False)
    add("--host", default="127.0.0.1", metavar="HOST", help="where to listen")
    add("--port", type=_port, default=5010, metavar="PORT",
        help="of the first terminal, the others have those behind; 0: any free ones")  # fmt: skip
    add("--live", action="store_true", help="people go on punching")
    add("--speed", type=_positive, default=1.0, metavar="TIMES",
        help="with --live: relive the history so fast")  # fmt: skip


def _biotime(biotime: argparse.ArgumentParser) -> None:
    add = biotime.add_argument
    _company(biotime, BioTimeFaults)
    biotime.set_defaults(once=False)
    add("--release", choices=[*RELEASES], default="9.5")
    add("--user", default="odoo", metavar="NAME", help="who may log in")
    add("--password", default="odoo", metavar="TEXT")
    add("--unsorted", action="store_true", help="ignore the order that is asked for")
    add("--state", type=int, metavar="KEY", help="send this state for every punch")
    add("--no-licence", action="store_true", help="have no licence for the API")
    add("--host", default="127.0.0.1", metavar="HOST", help="where to listen")
    add("--port", type=_port, default=8081, metavar="PORT", help="0: at any free port")
    add("--live", action="store_true", help="people go on punching")
    add("--speed", type=_positive, default=1.0, metavar="TIMES",
        help="with --live: relive the history so fast")  # fmt: skip


def _cams(cams: argparse.ArgumentParser) -> None:
    add = cams.add_argument
    _server(cams)
    _company(cams, CamsFaults)
    add("--generation", choices=GENERATIONS, default="v3")
    add("--path", action="append", default=[], metavar="PATH",
        help="of the callback URL, {serial} is filled in; again: the next device's "
        f"(default: {USUAL_PATH})")  # fmt: skip
    add("--auth-token", action="append", default=[], metavar="TEXT",
        help="AuthToken; again: the next device's")  # fmt: skip
    add("--security-key", default="", metavar="TEXT",
        help="encrypt, with these 32 characters")  # fmt: skip
    add("--photos", action="store_true", help="v2: a photo follows each punch")
    add("--measures", action="store_true", help="faces come with temperature and mask")
    add("--rest-port", type=_port, metavar="PORT",
        help="take REST calls here, 0: at any free port (default: take none)")  # fmt: skip
    add("--rest-host", default="127.0.0.1", metavar="HOST")


def _dahua(dahua: argparse.ArgumentParser) -> None:
    add = dahua.add_argument
    _company(dahua, DahuaFaults)
    dahua.set_defaults(once=False)
    add("--firmware", action="append", choices=[*DAHUA_FIRMWARES, "mixed"],
        help="again: the next terminal's (default: asi)")  # fmt: skip
    add("--user", default="admin", metavar="NAME", help="who may log in")
    add("--password", default="admin", metavar="TEXT")
    add("--host", default="127.0.0.1", metavar="HOST", help="where to listen")
    add("--port", type=_port, default=8088, metavar="PORT",
        help="of the first terminal, the others have those behind; 0: any free ones")  # fmt: skip
    add("--live", action="store_true", help="people go on punching")
    add("--speed", type=_positive, default=1.0, metavar="TIMES",
        help="with --live: relive the history so fast")  # fmt: skip


def _ebkn(ebkn: argparse.ArgumentParser) -> None:
    add = ebkn.add_argument
    _server(ebkn)
    _company(ebkn, EbknFaults)
    add("--firmware", choices=[*EBKN_FIRMWARES, "mixed"], default="hs103")
    add("--path", default="", metavar="PATH",
        help="typed into the terminals' menu (default: the firmware's own)")  # fmt: skip


def _tds(tds: argparse.ArgumentParser) -> None:
    add = tds.add_argument
    _company(tds, LateFaults)
    tds.set_defaults(once=False)
    add("--user", default="odoo_reader", metavar="NAME", help="who may log in")
    add("--password", default="odoo", metavar="TEXT")
    add("--database", default="att2000", metavar="NAME")
    add("--certificate", metavar="FILE",
        help="PEM of a certificate and its key: everything is encrypted")  # fmt: skip
    add("--host", default="127.0.0.1", metavar="HOST", help="where to listen")
    add("--port", type=_port, default=1433, metavar="PORT", help="0: at any free port")
    add("--live", action="store_true", help="people go on punching")
    add("--speed", type=_positive, default=1.0, metavar="TIMES",
        help="with --live: relive the history so fast")  # fmt: skip


def _hikvision(hikvision: argparse.ArgumentParser) -> None:
    add = hikvision.add_argument
    _company(hikvision, IsapiFaults)
    hikvision.set_defaults(once=False)
    add("--firmware", action="append", choices=[*ISAPI_FIRMWARES, "mixed"],
        help="again: the next terminal's (default: new)")  # fmt: skip
    add("--user", default="odoo", metavar="NAME", help="who may log in")
    add("--password", default="odoo", metavar="TEXT")
    add("--host", default="127.0.0.1", metavar="HOST", help="where to listen")
    add("--port", type=_port, default=HIKVISION_PORT, metavar="PORT",
        help="of the first terminal, the others have those behind; 0: any free ones")  # fmt: skip
    add("--live", action="store_true", help="people go on punching")
    add("--speed", type=_positive, default=1.0, metavar="TIMES",
        help="with --live: relive the history so fast")  # fmt: skip


def _zk4370(zk: argparse.ArgumentParser) -> None:
    add = zk.add_argument
    _company(zk, ZkFaults)
    zk.set_defaults(once=False)
    add("--firmware", action="append", choices=[*ZK4370_FIRMWARES, "mixed"],
        help="again: the next terminal's (default: f19)")  # fmt: skip
    add("--key", type=_key, default=0, metavar="DIGITS", help="communication key")
    add("--host", default="127.0.0.1", metavar="HOST", help="where to listen")
    add("--port", type=_port, default=4370, metavar="PORT",
        help="of the first terminal, the others have those behind; 0: any free ones")  # fmt: skip
    add("--live", action="store_true", help="people go on punching")
    add("--speed", type=_positive, default=1.0, metavar="TIMES",
        help="shorten waits; with --live also relive the history so fast")  # fmt: skip


def _server(protocol: argparse.ArgumentParser) -> None:
    add = protocol.add_argument
    add("--url", required=True, help="the server, for example http://127.0.0.1:8069")
    add("--speed", type=_positive, default=1.0, metavar="TIMES",
        help="shorten waits; with --live also relive the history so fast")  # fmt: skip
    add("--users-on-terminal", action="store_true",
        help="send the users a terminal knows, once it may")  # fmt: skip
    add("--timeout", type=_positive, default=600.0, metavar="SECONDS",
        help="how long --once waits for the server")  # fmt: skip
    ends = protocol.add_mutually_exclusive_group()
    ends.add_argument("--once", action="store_true",
        help="stop when everything is acknowledged")  # fmt: skip
    ends.add_argument("--live", action="store_true", help="go on punching")


def _company(protocol: argparse.ArgumentParser, trouble: type[Faults]) -> None:
    add = protocol.add_argument
    add("--terminals", type=_count, default=1, metavar="N")
    add("--serial", help="the serial number of a single terminal")
    add("--serial-prefix", default="SIM", metavar="TEXT")
    add("--users", type=_count, default=20, metavar="N")
    add("--first-pin", type=_count, default=1001, metavar="PIN",
        help="PINs count from here")  # fmt: skip
    add("--days", type=_count, default=3, metavar="N", help="working days of history")
    add(
        "--until",
        type=_instant,
        metavar="ISO",
        help="end of the history (default: now)",
    )
    add("--zone", type=_zone, default="UTC", help="IANA zone of people and terminals")
    add("--enrol", action="store_true",
        help="with --live: now and then somebody enrols a finger")  # fmt: skip
    add("--faults", type=partial(_faults, trouble), default=(), metavar="KIND,...",
        help=f"any of {', '.join(trouble.KINDS)}")  # fmt: skip
    add("--forget", type=float, default=0.0, metavar="RATE", help="forgotten punches")
    add("--seed", type=int, default=1)
    add("--every", type=_positive, default=20.0, metavar="SECONDS",
        help="mean time between punches of --live")  # fmt: skip
    add(
        "--truth",
        dest="ground_truth",
        type=Path,
        metavar="FILE",
        help="write who was where, as JSON",
    )


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError("must be a number above 0")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("must be a port, 0 to 65535")
    return int(text)


def _key(text: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise argparse.ArgumentTypeError("must be up to six digits")
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


def _faults(trouble: type[Faults], text: str) -> list[str]:
    kinds = [kind for kind in text.split(",") if kind]
    try:
        trouble(kinds)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return kinds
