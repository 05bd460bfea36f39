"""`odoo biometric_live`: receive live punches of the terminals that Odoo calls.

Odoo loads this file on its own, without the addon around it.
"""

import signal
import sys
from threading import Event

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config


class BiometricLive(Command):
    """Listen to the terminals of a database that are to be listened to all the time.

    One connection to each. It runs until it is told to end, by SIGTERM or Ctrl-C; have
    systemd start it again whenever it ends. Devices chosen, changed or archived meanwhile
    are noticed. Without it they are read by Odoo's job, as all others are. Takes Odoo's
    own options too: -c, -d, --db_host, --logfile and so on.
    """

    name = "biometric_live"

    def run(self, args):
        self.parser.add_argument(
            "--once",
            action="store_true",
            help="ask each of them once, say what came of it, and end",
        )
        options, rest = self.parser.parse_known_args(args)
        config.parse_config(rest, setup_logging=True)
        names = config["db_name"]
        if len(names) != 1:
            sys.exit("Name one database with -d.")
        try:
            if options.once:
                sys.exit(self._poll_once(names[0]))
            self._listen(names[0])
        except psycopg2.Error as error:
            sys.exit(f"The database cannot be reached any more: {error}".strip())

    def _poll_once(self, name):
        """Poll each device once and print the result.

        :return: the exit status, 1 where a terminal could not be read.
        """
        failed = 0
        with Registry(name).cursor() as cr:
            for device in self._devices(cr, name)._poll_once():
                print(f"{device.name}: {device.poll_error or 'it answers.'}")
                failed |= bool(device.poll_error)
        return failed

    def _listen(self, name):
        ended = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        while not ended.is_set():
            with Registry(name).cursor() as cr:
                self._devices(cr, name)._listen(ended.is_set)

    def _devices(self, cr, name):
        env = api.Environment(cr, SUPERUSER_ID, {})
        if "biometric.device" not in env:
            sys.exit(f"The addon is not installed in {name}.")
        return env["biometric.device"]
