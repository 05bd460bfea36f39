"""`odoo biometric_listener`: the nginx server that attendance terminals call.

Odoo loads this file on its own, without the addon around it.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from odoo.cli.command import Command
from odoo.tools import config

# The addon's __init__ needs a registry: its parts without Odoo are imported below an empty
# package instead.
BARE = "odoo.cli.biometric_bare"
sys.modules[BARE] = ModuleType(BARE)
sys.modules[BARE].__path__ = [str(Path(__file__).parents[1])]
listener = import_module(f"{BARE}.listener")
text = import_module(f"{BARE}.listener.configuration")
SYSTEM_FILE = import_module(f"{BARE}.listener.place").SYSTEM_FILE
BRANDS = import_module(f"{BARE}.terminals").listener_rules()

EVERYWHERE = ("", "0.0.0.0", "::")


class BiometricListener(Command):
    """Open a port for attendance terminals of every brand, through nginx.

    What is not given is as the default, also where it was given before. Run it again
    after a change; the same again changes nothing.
    """

    name = "biometric_listener"

    def run(self, args):
        self._add_arguments()
        options = self.parser.parse_args(args)
        rest = ["-c", str(options.config)] if options.config else []
        config.parse_config(rest, setup_logging=False)
        try:
            self._act(options)
        except text.ListenerError as error:
            sys.exit(str(error))
        except OSError as error:
            where = error.filename or "The system"
            sys.exit(f"{where}: {error.strerror}. {self._correction(error)}".strip())

    def _add_arguments(self):
        add = self.parser.add_argument
        modes = self.parser.add_mutually_exclusive_group()
        for mode, words in {
            "--status": "tell as JSON whether there is one, and what to type where",
            "--print": "show the configuration, without its secret; change nothing",
            "--remove": "take it away",
            "--foreground": "run nginx here until it ends (with --config-dir)",
        }.items():
            modes.add_argument(mode, action="store_true", help=words)
        add("--port", type=int, default=8998, help="default: 8998")
        add("--interface", default="0.0.0.0", help="address to listen at; default: all")
        add("--host", help="name or address terminals call this machine by")
        add(
            "--upstream",
            action="append",
            help="an Odoo server, as 127.0.0.1:8069; may be repeated",
        )
        add("--tls-cert", default="", help="file of a certificate, for HTTPS")
        add("--tls-key", default="", help="file of its key")
        add("--database", help="the database, where the server has several")
        add(
            "--trusted-proxy", action="append", help="a proxy before this one: 10.0.0.5"
        )
        add("--device-rate", type=int, default=20, help="requests/s a terminal, 20")
        add("--address-rate", type=int, default=200, help="requests/s an address, 200")
        places = self.parser.add_mutually_exclusive_group()
        places.add_argument(
            "--config-file",
            type=Path,
            default=SYSTEM_FILE,
            help=f"default: {SYSTEM_FILE}",
        )
        places.add_argument(
            "--config-dir", type=Path, help="run an nginx apart, from this folder"
        )
        add("--nginx", default="nginx", help="the program, where it is not on the path")
        add(
            "--elsewhere",
            action="store_true",
            help="nginx is on another machine or in a container: only write the file",
        )
        add("--data-dir", type=Path, help="Odoo's data folder, if not as configured")
        add("-c", "--config", type=Path, help="Odoo's configuration file")

    def _act(self, options):
        place = self._place(options)
        if options.status:
            print(json.dumps(listener.status(place, BRANDS), indent=2))
        elif options.remove:
            done = listener.remove(place, self._data_dir(options))
            print("The listener is removed." if done else "There is no listener.")
        elif options.print:
            print(text.server_text(self._settings(options, place), text.HIDDEN))
        elif options.foreground:
            listener.prepare(
                place, self._settings(options, place), self._data_dir(options)
            )
            place.nginx.become()
        else:
            self._set_up(options, place)

    def _set_up(self, options, place):
        settings = self._settings(options, place)
        changed = listener.set_up(place, settings, self._data_dir(options))
        print("The listener is set up." if changed else "The listener is as it was.")
        for brand, url in text.urls(settings, BRANDS).items():
            print(f"{brand:>6}: {url or 'not over HTTPS'}")
        if not config["proxy_mode"]:
            print(
                "Switch Odoo's proxy_mode on: without it all terminals seem to call from "
                "the listener's own address.",
                file=sys.stderr,
            )

    def _place(self, options):
        if options.foreground and not options.config_dir:
            raise text.ListenerError("--foreground needs --config-dir.")
        if options.config_dir:
            return listener.private_place(options.config_dir, options.nginx)
        return listener.system_place(
            options.config_file, options.nginx, options.elsewhere
        )

    def _settings(self, options, place):
        interface = options.interface
        own = listener.own_address() if interface in EVERYWHERE else interface
        names = config["db_name"]
        return text.Settings(
            host=options.host or own,
            upstreams=tuple(options.upstream or [self._odoo()]),
            port=options.port,
            interface=interface,
            certificate=options.tls_cert,
            key=options.tls_key,
            database=options.database or (names[0] if len(names) == 1 else ""),
            trusted=tuple(options.trusted_proxy or ()),
            device_rate=options.device_rate,
            address_rate=options.address_rate,
            logs=str(place.logs),
            brands=BRANDS,
        )

    def _odoo(self):
        host = config["http_interface"]
        host = "127.0.0.1" if host in EVERYWHERE else host
        return f"{host}:{config['http_port']}"

    def _data_dir(self, options):
        """Return Odoo's data folder.

        :raises ListenerError: the folder was never used by Odoo, such as root's own.
        """
        folder = options.data_dir or Path(config["data_dir"])
        if not any((folder / name).is_dir() for name in ("sessions", "filestore")):
            raise text.ListenerError(
                f"Odoo keeps nothing in {folder}: name its configuration file with -c, "
                "or its data folder with --data-dir."
            )
        return folder.absolute()

    def _correction(self, error):
        if isinstance(error, PermissionError):
            return "Run this as root, or with --config-dir and a folder of your own."
        return ""
