"""Terminals of the security dialect: taken in, told the time, heard and obeyed."""

from datetime import datetime

from odoo.tests import freeze_time, tagged

from ...models.push.device import BiometricDevice
from ...terminals import zk_times
from ..http_common import AdmsCase

PUNCH = (
    "time=2025-03-03 08:00:00\tpin=1\tcardno=0\tsitecode=0\tlinkid=0\teventaddr=1"
    "\tevent=0\tinoutstatus=0\tverifytype=1\tindex=21"
)
STRANGE_CARD = PUNCH.replace("pin=1", "pin=0").replace("event=0", "event=27")


@tagged("post_install", "-at_install")
class TestAdmsSecurity(AdmsCase):
    def greet(self):
        return self.ask("cdata", options="all", pushver="3.0.1", DeviceType="acc")

    def register(self, body="DeviceType=acc,~DeviceName=F20/M,FirmVer=Ver 8.0"):
        return self.send("registry", body)

    def settings(self, text):
        return dict(line.split("=", 1) for line in text.splitlines())

    def test_a_terminal_is_taken_in(self):
        self.assertAnswer(self.greet(), "OK")
        self.assertEqual(self.device.dialect, "security")
        self.assertEqual(self.device.enforcement, "dates")
        code = self.settings(self.register().text)["RegistryCode"]
        self.assertEqual(self.device.model, "F20/M")
        received = self.settings(self.send("push", b"").text)
        self.assertEqual(received["TransTables"], "User Transaction")
        self.assertEqual(received["BioDataFun"], "0")
        again = self.settings(self.greet().text)
        self.assertEqual(again["registry"], "ok")
        self.assertEqual(again["RegistryCode"], code)
        self.assertEqual(again["SessionID"], received["SessionID"])

    def test_a_communication_key_is_asked_for_when_it_registers(self):
        self.device.communication_key = "s3cret"
        self.assertAnswer(self.greet(), "OK")
        self.assertEqual(self.register().status_code, 503)
        self.assertEqual(self.register("DeviceType=acc,authKey=wrong").status_code, 503)
        self.assertEqual(
            self.register("DeviceType=acc,authKey=s3cret").status_code, 200
        )

    def test_the_time_is_that_of_the_zone(self):
        now = datetime(2025, 7, 1, 10, 0)
        original = BiometricDevice._process_time

        def _time(device, call, body):
            with freeze_time(now):
                return original(device, call, body)

        self.patch(type(self.env["biometric.device"]), "_process_time", _time)
        answer = self.ask("rtdata", type="time")
        self.assertAnswer(
            answer, f"DateTime={zk_times.encode_zk_time(now)},ServerTZ=+0200"
        )

    def test_entries_of_people_are_punches_and_other_entries_are_events(self):
        answer = self.post_rows(PUNCH, STRANGE_CARD, table="rtlog")
        self.assertAnswer(answer, "OK")
        self.assertRecordValues(
            self.punches(),
            [{"pin": "1", "direction": "in", "device_time": "2025-03-03 08:00:00"}],
        )
        self.assertEqual(self.env["biometric.device.event"].search([]).code, "27")
        self.assertEqual(self.device.dialect, "security")

    def test_the_state_of_doors_is_not_kept(self):
        row = "time=2025-03-03 08:00:00\tsensor=02\trelay=01\talarm=0000000000000000"
        self.assertAnswer(self.post_rows(row, table="rtstate"), "OK")
        self.assertFalse(self.punches())
        self.assertFalse(self.env["biometric.message"].search([]))

    def test_rows_by_name_are_acknowledged_by_name(self):
        answer = self.post_rows(
            "user uid=1\tcardno=\tpin=9\tpassword=1\tgroup=1\tstarttime=20250101"
            "\tendtime=20251231\tname=Eve\tprivilege=0",
            table="tabledata",
            tablename="user",
            count="1",
        )
        self.assertAnswer(answer, "user=1")
        user = self.env["biometric.device.user"].search([("pin", "=", "9")])
        self.assertEqual(user.name, "Eve")
        self.assertEqual(
            (str(user.valid_from), str(user.valid_until)), ("2025-01-01", "2025-12-31")
        )

    def test_what_cannot_be_read_is_kept_and_replayable(self):
        answer = self.post_rows(
            "gibberish", table="tabledata", tablename="user", count="1"
        )
        self.assertAnswer(answer, "user=1")
        message = self.env["biometric.message"].search([])
        self.assertEqual(message.table, "TABLEDATA:user")
        message.action_replay()
        self.assertEqual(message.state, "new")

    def test_everything_is_asked_for_by_commands(self):
        self.greet()
        self.register()
        self.device.action_send_everything_again()
        received = self.poll().text
        self.assertIn("DATA QUERY tablename=user,fielddesc=*,filter=*", received)
        self.assertIn("DATA QUERY tablename=transaction", received)
        self.assertFalse(self.device.resend_all)
        self.assertAnswer(self.poll(), "OK")
        number = received.splitlines()[1].split(":")[1]
        self.assertAnswer(
            self.send(
                "querydata",
                "transaction cardno=0\tpin=1\tverified=1\tdoorid=1\teventtype=0"
                "\tinoutstate=1\ttime_second=803808000\tindex=92\n",
                type="tabledata",
                tablename="transaction",
                cmdid=number,
                count="1",
                packcnt="1",
                packidx="1",
            ),
            "transaction=1",
        )
        self.assertEqual(self.punches().pin, "1")

    def test_an_unknown_device_of_the_dialect_gets_nothing(self):
        self.assertAnswer(
            self.ask("cdata", "STRANGE1", options="all", DeviceType="acc"), "OK"
        )
        for endpoint in ("registry", "push"):
            answer = self.send(endpoint, "DeviceType=acc", "STRANGE1")
            self.assertEqual(answer.status_code, 503)
        self.assertAnswer(self.ask("rtdata", "STRANGE1", type="time"), "OK")
