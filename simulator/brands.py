"""What the command line makes of each protocol: a company, and a fleet for it."""

import argparse
import sys
from datetime import datetime, timezone

from .adms import FIRMWARES
from .anviz import AnvizFleet, company as anviz_company
from .biotime import (
    Api,
    BioTimeFaults,
    BioTimeHouse,
    BioTimeServer,
    Database,
    Oddities,
    company as biotime_company,
)
from .cams import REST_PATHS, Gateway, company
from .dahua import FIRMWARES as DAHUA_FIRMWARES, DahuaFleet, company as dahua_company
from .ebkn import FIRMWARES as EBKN_FIRMWARES, company as ebkn_company
from .fleet import Fleet
from .hikvision import ISAPI_FIRMWARES, IsapiFleet, company as hikvision_company
from .scene import Scene, build
from .tds import SqlServerHouse, company as tds_company
from .timeline import Timeline
from .workforce import Workforce
from .zk4370 import (
    FIRMWARES as ZK4370_FIRMWARES,
    ZkFleet,
    company as zk4370_company,
)


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
            wanted.users,
            wanted.seed,
            wanted.zone,
            first_pin=wanted.first_pin,
            forget=wanted.forget,
        ),
        "until": wanted.until or datetime.now(timezone.utc),
        "days": wanted.days,
        "faults": wanted.faults,
        "seed": wanted.seed,
    }


def _adms_scene(wanted: argparse.Namespace) -> Scene:
    return build(
        firmwares=FIRMWARES if wanted.firmware == "mixed" else [wanted.firmware],
        key=wanted.key,
        prefix=wanted.path_prefix,
        security=wanted.dialect == "security",
        sends_users=wanted.users_on_terminal,
        **_company(wanted),
    )


def _anviz_scene(wanted: argparse.Namespace) -> Scene:
    return anviz_company(host=wanted.host, port=wanted.port, **_company(wanted))


def _biotime_scene(wanted: argparse.Namespace) -> Scene:
    return biotime_company(**_company(wanted))


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
        sends_users=wanted.users_on_terminal,
        **_company(wanted),
    )


def _dahua_scene(wanted: argparse.Namespace) -> Scene:
    firmwares = wanted.firmware or ["asi"]
    return dahua_company(
        firmwares=DAHUA_FIRMWARES if "mixed" in firmwares else firmwares,
        user=wanted.user,
        password=wanted.password,
        host=wanted.host,
        port=wanted.port,
        **_company(wanted),
    )


def _ebkn_scene(wanted: argparse.Namespace) -> Scene:
    mixed = wanted.firmware == "mixed"
    return ebkn_company(
        firmwares=EBKN_FIRMWARES if mixed else [wanted.firmware],
        path=wanted.path,
        sends_users=wanted.users_on_terminal,
        **_company(wanted),
    )


def _tds_scene(wanted: argparse.Namespace) -> Scene:
    return tds_company(**_company(wanted))


def _hikvision_scene(wanted: argparse.Namespace) -> Scene:
    firmwares = wanted.firmware or ["new"]
    return hikvision_company(
        firmwares=ISAPI_FIRMWARES if "mixed" in firmwares else firmwares,
        user=wanted.user,
        password=wanted.password,
        host=wanted.host,
        port=wanted.port,
        **_company(wanted),
    )


def _zk4370_scene(wanted: argparse.Namespace) -> Scene:
    firmwares = wanted.firmware or ["f19"]
    return zk4370_company(
        firmwares=ZK4370_FIRMWARES if "mixed" in firmwares else firmwares,
        key=wanted.key,
        host=wanted.host,
        port=wanted.port,
        speed=wanted.speed,
        **_company(wanted),
    )


def _anviz_fleet(
    wanted: argparse.Namespace, scene: Scene, timeline: Timeline
) -> AnvizFleet:
    return AnvizFleet(
        scene.endpoints,
        timeline=timeline,
        on_listening=lambda place: print(place, file=sys.stderr, flush=True),
    )


def _dahua_fleet(
    wanted: argparse.Namespace, scene: Scene, timeline: Timeline
) -> DahuaFleet:
    return DahuaFleet(
        scene.endpoints,
        timeline=timeline,
        on_listening=lambda place: print(place, file=sys.stderr, flush=True),
    )


def _fleet(wanted: argparse.Namespace, scene: Scene, timeline: Timeline) -> Fleet:
    return Fleet(
        wanted.url, scene.endpoints, timeline=timeline, deliveries=scene.deliveries
    )


def _biotime_house(
    wanted: argparse.Namespace, scene: Scene, timeline: Timeline
) -> BioTimeHouse:
    oddities = Oddities(
        sorts=not wanted.unsorted,
        state=wanted.state,
        has_licence=not wanted.no_licence,
    )
    api = Api(
        Database(),
        accounts={wanted.user: wanted.password},
        release=wanted.release,
        oddities=oddities,
    )
    server = BioTimeServer(
        api,
        host=wanted.host,
        port=wanted.port,
        faults=BioTimeFaults(wanted.faults, wanted.seed),
    )
    return BioTimeHouse(
        server,
        scene,
        timeline=timeline,
        on_listening=lambda url: print(
            f"BioTime {wanted.release} at {url}", file=sys.stderr, flush=True
        ),
    )


def _tds_house(
    wanted: argparse.Namespace, scene: Scene, timeline: Timeline
) -> SqlServerHouse:
    return SqlServerHouse(
        scene,
        host=wanted.host,
        port=wanted.port,
        timeline=timeline,
        user=wanted.user,
        password=wanted.password,
        database=wanted.database,
        certificate=wanted.certificate,
        on_listening=lambda port: print(
            f"SQL Server with {wanted.database} at {wanted.host}:{port}",
            file=sys.stderr,
            flush=True,
        ),
    )


def _gateway(wanted: argparse.Namespace, scene: Scene, timeline: Timeline) -> Gateway:
    path = REST_PATHS.get(wanted.generation, "")
    return Gateway(
        wanted.url,
        scene.endpoints,
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


def _zk4370_fleet(
    wanted: argparse.Namespace, scene: Scene, timeline: Timeline
) -> ZkFleet:
    return ZkFleet(
        scene.endpoints,
        timeline=timeline,
        on_listening=lambda place: print(place, file=sys.stderr, flush=True),
    )


def _hikvision_fleet(
    wanted: argparse.Namespace, scene: Scene, timeline: Timeline
) -> IsapiFleet:
    return IsapiFleet(
        scene.endpoints,
        timeline=timeline,
        on_listening=lambda place: print(place, file=sys.stderr, flush=True),
    )


SCENES = {
    "adms": _adms_scene,
    "anviz": _anviz_scene,
    "biotime": _biotime_scene,
    "cams": _cams_scene,
    "dahua": _dahua_scene,
    "ebkn": _ebkn_scene,
    "hikvision": _hikvision_scene,
    "tds": _tds_scene,
    "zk4370": _zk4370_scene,
}
FLEETS = {
    "adms": _fleet,
    "anviz": _anviz_fleet,
    "biotime": _biotime_house,
    "cams": _gateway,
    "dahua": _dahua_fleet,
    "ebkn": _fleet,
    "hikvision": _hikvision_fleet,
    "tds": _tds_house,
    "zk4370": _zk4370_fleet,
}
