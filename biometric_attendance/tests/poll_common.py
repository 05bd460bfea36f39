"""Simulated terminals that wait to be asked, on real sockets, and the cron asking."""

from datetime import datetime, timedelta, timezone

import psycopg2

from odoo.sql_db import connection_info_for
from odoo.tests import tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from simulator.memory import Terminal
from simulator.people import User
from simulator.zk4370 import FIRMWARES, ZkFaults, ZkServer
from simulator.zk4370.codes import Command

from ..models.locks import CONNECTION
from .common import BiometricCase

MONDAY = datetime(2025, 3, 3, 7, tzinfo=timezone.utc)  # 08:00 in Paris
QUIET = {Command.CONNECT, Command.AUTHENTICATE, Command.EXIT}


@tagged("post_install", "-at_install")
class PollCase(BiometricCase, CronMixinCase):
    allow_loopback = True

    def setUp(self):
        super().setUp()
        self.cron = self.env.ref("biometric_attendance.cron_poll")

    def terminal(self, serial="HALL4370", firmware="f19", **how):
        """A terminal with Ann as PIN 1, and its server.

        :param how: ``key``, ``faults``; otherwise of the terminal.
        """
        own = {name: how.pop(name) for name in ("key", "boot") if name in how}
        users = [User("1", "Ann"), User("00017", "Bob")]
        made = Terminal(serial, "Europe/Paris", users=users, **how)
        server = ZkServer(made, FIRMWARES[firmware], faults=ZkFaults(), **own)
        server.start()
        self.addCleanup(server.stop)
        return server

    def device_of(self, server, **vals):
        """The device of a simulated terminal, approved."""
        device = self.make_device(
            "",
            name=server.terminal.serial,
            brand="zk4370",
            host="127.0.0.1",
            port=server.port,
            **vals,
        )
        for employee, pin in ((self.ann, "1"), (self.bob, "00017")):
            self.map_user(device, pin, employee)
        return device

    def poll(self, *devices):
        """Run the cron; every device given is due."""
        for device in devices:
            device.poll_next = False
        self.run_cron()

    def run_cron(self):
        """Run the cron; who is due is due."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def pass_by(self, server, number, start=0, pin="1"):
        for minute in range(start, start + number):
            server.terminal.punch(pin, MONDAY + timedelta(minutes=minute), minute % 2)

    def occupy(self, device):
        """Somebody else talks to the terminal, in a session of the database of his own."""
        wire = psycopg2.connect(**connection_info_for(self.env.cr.dbname)[1])
        self.addCleanup(wire.close)
        with wire.cursor() as other:
            other.execute("SELECT pg_advisory_lock(%s, %s)", [CONNECTION, device.id])
        return wire

    def asked(self, server):
        """What the terminal was asked since the last time, but for hello and goodbye."""
        found = [Command(number).name for number in server.log if number not in QUIET]
        server.log.clear()
        return found
