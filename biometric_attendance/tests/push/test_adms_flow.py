"""An approved terminal introduces itself, polls and pushes."""

from datetime import datetime

from odoo.tests import freeze_time, tagged

from ...models.push import contact
from ...models.push.device import BiometricDevice
from ...terminals import zk_times
from ..common import IN, OUT, row
from ..http_common import AdmsCase


@tagged("post_install", "-at_install")
class TestAdmsFlow(AdmsCase):
    def test_the_clock_of_a_terminal_follows_the_zone_of_its_device(self):
        self.patch_now("2025-01-15 12:00:00")
        zones = {
            "Asia/Kolkata": "330",
            "Asia/Kathmandu": "345",
            "Europe/Paris": "1",
            "America/New_York": "-5",
            "America/St_Johns": "-210",
            "UTC": "0",
        }
        for zone, received in zones.items():
            with self.subTest(zone=zone):
                self.device.tz = zone
                self.assertEqual(self.options(self.handshake())["TimeZone"], received)

    def test_the_clock_of_a_terminal_follows_summer_time(self):
        self.patch_now("2025-07-15 12:00:00")
        self.assertEqual(self.options(self.handshake())["TimeZone"], "2")

    def patch_now(self, text):
        """The server's clock alone; nothing else looks at the date here."""
        self.patch(
            type(self.env["biometric.device"]),
            "_process_handshake",
            _handshake_at(text),
        )

    def test_a_new_terminal_is_asked_for_everything_and_later_only_to_go_on(self):
        options = self.options(self.handshake())
        self.assertEqual((options["ATTLOGStamp"], options["Stamp"]), ("0", "0"))
        self.post_rows(row("1", "08:00", IN))
        options = self.options(self.handshake())
        self.assertEqual(options["ATTLOGStamp"], "9999")

    def test_old_firmware_goes_on_after_the_last_stored_punch(self):
        self.post_rows(row("1", "08:00", IN))
        options = self.options(self.handshake(version="2.1.0"))
        last = zk_times.encode_zk_time(datetime(2025, 3, 3, 8, 0))
        self.assertEqual(options["Stamp"], str(last))

    def test_send_everything_again_is_asked_once(self):
        self.post_rows(row("1", "08:00", IN))
        self.device.action_send_everything_again()
        self.assertAnswer(self.poll(), "C:1:CHECK\n")
        self.assertEqual(self.options(self.handshake())["ATTLOGStamp"], "0")
        self.assertAnswer(self.poll(), "OK")
        self.assertEqual(self.options(self.handshake())["ATTLOGStamp"], "9999")

    def test_a_pushed_day_becomes_an_attendance(self):
        answer = self.post_rows(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.assertAnswer(answer, "OK: 2")
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_a_resent_batch_is_counted_again_but_stored_once(self):
        rows = [row("1", "08:00", IN), row("1", "17:00", OUT)]
        for _time in range(3):
            self.assertAnswer(self.post_rows(*rows), "OK: 2")
        self.assertAnswer(self.post_rows(*rows, *rows), "OK: 4")
        self.assertEqual(len(self.punches()), 2)

    def test_a_broken_row_is_counted_kept_and_does_not_harm_its_neighbours(self):
        answer = self.post_rows("1\tno time\t0\t1", row("1", "08:00", IN))
        self.assertAnswer(answer, "OK: 2")
        self.assertEqual(len(self.punches()), 1)
        message = self.env["biometric.message"].search([])
        self.assertEqual(message.line, "1\tno time\t0\t1")
        self.assertIn("time", message.reason)

    def test_an_empty_body_is_fine(self):
        self.assertAnswer(self.send("cdata", b"", table="ATTLOG"), "OK")

    def test_a_heartbeat_writes_the_last_contact_once_a_minute_and_no_more(self):
        self.poll()  # fills the caches of this worker
        contact._last_written.clear()
        self.assertEqual(self.updates_of(self.poll), 1)
        self.assertEqual(self.updates_of(self.poll), 0)
        self.assertTrue(self.device.online)

    def updates_of(self, request):
        """How many statements a request changes the device with."""
        statements = []
        execute = type(self.env.cr).execute

        def spy(cr, query, *args, **kwargs):
            statements.append(str(getattr(query, "code", query)).lstrip().upper())
            return execute(cr, query, *args, **kwargs)

        self.patch(type(self.env.cr), "execute", spy)
        self.assertAnswer(request(), "OK")
        self.patch(type(self.env.cr), "execute", execute)
        changes = ("UPDATE", "INSERT", "DELETE", "WITH COUNTED AS (INSERT")
        written = [line for line in statements if line.startswith(changes)]
        self.assertTrue(statements)
        self.assertFalse([w for w in written if "BIOMETRIC_DEVICE" not in w], written)
        return len(written)

    def test_what_a_poll_tells_of_the_terminal_fills_the_device(self):
        info = "Ver 8.0.4.3-20150713,5,3,42,10.0.0.7,10,7,2,1,11111"
        self.assertAnswer(self.poll(INFO=info), "OK")
        self.assertRecordValues(
            self.device,
            [
                {
                    "firmware": "Ver 8.0.4.3-20150713",
                    "users": 5,
                    "fingers": 3,
                    "punches": 42,
                    "faces": 1,
                }
            ],
        )

    def test_an_archived_terminal_keeps_its_punches_and_is_told_nothing(self):
        self.device.action_archive()
        self.assertAnswer(self.handshake(), "OK")
        self.assertAnswer(self.poll(), "OK")
        answer = self.post_rows(row("1", "08:00", IN))
        self.assertEqual(answer.status_code, 503)
        self.assertNotIn("OK", answer.text)
        self.assertFalse(self.punches())
        self.assertEqual(self.device.refused_reason, "state")
        self.assertFalse(self.device.last_seen)

    def test_an_archived_pending_terminal_is_refused_and_stays_archived(self):
        self.device.write({"state": "pending", "active": False})
        self.assertEqual(self.post_rows(row("1", "08:00", IN)).status_code, 503)
        self.assertEqual(self.device.refused_reason, "state")
        self.assertFalse(self.device.active)

    def test_an_unarchived_terminal_is_asked_for_everything(self):
        self.device.action_archive()
        self.device.resend_all = False
        self.device.action_unarchive()
        self.assertEqual(self.options(self.handshake())["ATTLOGStamp"], "0")
        self.assertAnswer(self.post_rows(row("1", "08:00", IN)), "OK: 1")


def _handshake_at(text):
    """``_process_handshake`` as it answers at ``text``, naive UTC."""
    original = BiometricDevice._process_handshake

    def _handshake(device, call, body):
        with freeze_time(text):
            return original(device, call, body)

    return _handshake
