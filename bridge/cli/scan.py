"""`scan`: look for terminals in this network; none is added."""

import argparse
import socket
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Network

from ..errors import BridgeError

HELP = "look for terminals in this network at port 4370; none is added"
PORT, TIMEOUT_SECONDS, MAX_AT_ONCE = 4370, 1.0, 16
#: More addresses than these are no network of terminals.
MAX_ADDRESSES = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "network", nargs="?", help="such as 192.168.1.0/24; default: this computer's"
    )
    parser.add_argument("--port", type=int, default=PORT)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    try:
        network = IPv4Network(options.network or _own_network(), strict=False)
    except ValueError as error:
        raise BridgeError(f"{options.network} is no network: {error}.") from None
    if network.num_addresses > MAX_ADDRESSES:
        raise BridgeError(f"{network} has more than {MAX_ADDRESSES} addresses.")
    print(f"Looking at port {options.port} in {network} ...")
    found = find(network, options.port)
    for address in found:
        print(address)
    print(f"{len(found)} found. Type the address into the device's form in Odoo.")
    return 0


def find(network: IPv4Network, port: int) -> list[str]:
    """Return the addresses of a network where something listens on a port."""
    hosts = [str(each) for each in network.hosts()]
    with ThreadPoolExecutor(MAX_AT_ONCE) as pool:
        answers = pool.map(lambda host: _listens(host, port), hosts)
        return [host for host, answer in zip(hosts, answers, strict=True) if answer]


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), TIMEOUT_SECONDS).close()
    except OSError:
        return False
    return True


def _own_network() -> str:
    """Return the network of 256 addresses this computer is in; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            raise BridgeError("This computer is in no network.") from None
        return f"{probe.getsockname()[0]}/24"
