"""A company in Odoo for simulated people: employees, terminals, who has which PIN."""

from collections.abc import Mapping

from simulator import Workforce

from .api import Api

# The demo's own company.
ZONE = "Europe/Brussels"
PEOPLE = 20
SERIALS = [f"SIM{number:04d}" for number in range(1, 6)]
PLACES = ["Main entrance", "Workshop", "Warehouse", "Canteen", "Back door"]


def found(api: Api) -> dict[str, int]:
    """Create the demo's company and return the employee's id of each PIN."""
    places = dict(zip(SERIALS, PLACES, strict=True))
    return staff(api, Workforce(PEOPLE, zone=ZONE), hang(api, places, ZONE))


def hang(
    api: Api, places: Mapping[str, str], zone: str, brand: str = "adms"
) -> list[int]:
    """Create terminals that push, approve them and return their ids.

    :param places: the name of each serial number.
    """
    terminals = [
        {"name": place, "serial": serial, "tz": zone, "brand": brand}
        for serial, place in places.items()
    ]
    devices = api.call("biometric.device", "create", vals_list=terminals)
    api.call("biometric.device", "action_approve", ids=devices)
    return devices


def place(api: Api, ports: Mapping[str, int], zone: str, minutes: int) -> list[int]:
    """Create terminals that wait to be asked on this machine, and return their ids.

    They are to be approved once they listen; their serial numbers are what they say then.

    :param ports: the port of each, by name.
    :param minutes: between two polls.
    """
    terminals = [
        {
            "name": name,
            "brand": "zk4370",
            "host": "127.0.0.1",
            "port": port,
            "tz": zone,
            "poll_minutes": minutes,
        }
        for name, port in ports.items()
    ]
    return api.call("biometric.device", "create", vals_list=terminals)


def entrust(
    api: Api, places: Mapping[str, str], zone: str, token: str, key: str, port: int
) -> list[int]:
    """Create terminals behind a CAMS gateway of this machine and return their ids.

    :param places: the name of each service tag.
    :param token: the AuthToken of all of them.
    :param key: their security key.
    :param port: where the gateway is called.
    """
    terminals = [
        {
            "name": place,
            "serial": serial,
            "brand": "cams",
            "tz": zone,
            "communication_key": token,
            "security_key": key,
            "gateway_plain": True,
            "gateway_url": f"http://127.0.0.1:{port}/external/api3.0/biometric",
        }
        for serial, place in places.items()
    ]
    devices = api.call("biometric.device", "create", vals_list=terminals)
    api.call("biometric.device", "action_approve", ids=devices)
    return devices


def staff(api: Api, workforce: Workforce, devices: list[int]) -> dict[str, int]:
    """Employ everybody, link their PINs at all devices, return each PIN's employee."""
    people = workforce.employees
    names = [{"name": each.name} for each in people]
    ids = api.call("hr.employee", "create", vals_list=names)
    mapped = [
        {"device_id": device, "pin": each.pin, "name": each.name, "employee_id": id_}
        for device in devices
        for each, id_ in zip(people, ids, strict=True)
    ]
    api.call("biometric.device.user", "create", vals_list=mapped)
    return {each.pin: id_ for each, id_ in zip(people, ids, strict=True)}
