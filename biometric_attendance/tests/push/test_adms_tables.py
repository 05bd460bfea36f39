"""Everything a terminal pushes besides punches, and what must never be kept."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ...terminals.adms import punches as attlog
from ...terminals.reasons import Reason
from ..common import IN, row
from ..http_common import AdmsCase

TEMPLATE = "TUlTUzIxAAAEmJsECAUHCc7QAAAcmWkBAAAAhGMcl5gYAG0PYAD9AIaXQQ" * 8
MANAGER = "hr_attendance.group_hr_attendance_manager"


@tagged("post_install", "-at_install")
class TestAdmsTables(AdmsCase):
    def events(self):
        return self.env["biometric.device.event"].search([], order="id")

    def messages(self):
        return self.env["biometric.message"].search([], order="id")

    def test_the_terminals_audit_log_is_kept_once_and_shows_tampering(self):
        rows = (
            "OPLOG 4\t0\t2025-03-03 07:00:00\t0\t0\t0\t0",  # menu entered
            "OPLOG 21\t1\t2025-03-03 07:01:00\t0\t0\t0\t0",  # clock set
        )
        for _time in range(2):
            self.assertAnswer(self.post_rows(*rows, table="OPERLOG"), "OK: 2")
        events = self.events()
        self.assertEqual(events.mapped("code"), ["4", "21"])
        self.assertEqual(events.mapped("tampering"), [False, True])
        self.assertEqual(events[1].operator, "1")
        self.assertEqual(events[1].device_time, "2025-03-03 07:01:00")

    def test_the_options_table_fills_the_device(self):
        body = (
            "~DeviceName=X903,MAC=00:17:61:c8:ec:17,TransactionCount=9,"
            "~MaxAttLogCount=10,UserCount=8,FWVersion=Ver 6.60,DateFmtFunOn=1"
        )
        self.assertAnswer(self.send("cdata", body, table="options"), "OK")
        self.assertRecordValues(
            self.device,
            [
                {
                    "model": "X903",
                    "mac": "00:17:61:c8:ec:17",
                    "punches": 9,
                    "punch_capacity": 100_000,
                    "users": 8,
                    "firmware": "Ver 6.60",
                }
            ],
        )
        self.assertEqual(self.device.options["DateFmtFunOn"], "1")
        self.assertTrue(self.device.counted_at)

    def test_a_photo_nobody_wants_is_not_kept(self):
        image = b"\xff\xd8\xff\xe0" + b"JFIF-secret-face" * 50
        body = b"PIN=20250303080000-1.jpg\nSN=GATE001\nsize=804\nCMD=uploadphoto\0"
        answer = self.send("cdata", body + image, table="ATTPHOTO")
        self.assertAnswer(answer, "OK")
        self.assertNowhere("JFIF-secret-face")

    def test_templates_and_passwords_are_nowhere_in_the_database(self):
        rows = (
            "USER PIN=1\tName=Ann\tPri=0\tPasswd=4711-pass\tCard=\tGrp=1",
            f"FP PIN=1\tFID=6\tSize=464\tValid=1\tTMP={TEMPLATE}",
            f"BIODATA Pin=1\tNo=0\tType=9\tTmp={TEMPLATE}",
            f"UNHEARD PIN=1\tBlob={TEMPLATE}",
        )
        self.assertAnswer(self.post_rows(*rows, table="OPERLOG"), "OK: 4")
        self.assertAnswer(self.post_rows(f"1\t{TEMPLATE}\t0\t1"), "OK: 1")
        self.assertEqual(len(self.messages()), 2)
        self.assertEqual(self.identity("1").name, "Ann")
        self.assertNowhere(TEMPLATE[:58])
        self.assertNowhere("4711-pass")

    def identity(self, pin):
        return self.env["biometric.device.user"].search(
            [("device_id", "=", self.device.id), ("pin", "=", pin)]
        )

    def test_users_a_terminal_tells_of_wait_for_somebody_to_map_them(self):
        rows = (
            "USER PIN=5\tName=Eve\tPri=14\tPasswd=4711\tCard=[15CD5B07]\tGrp=1",
            "USER PIN=1\tName=ANN",
        )
        self.assertAnswer(self.post_rows(*rows, table="OPERLOG"), "OK: 2")
        self.assertRecordValues(
            self.identity("5") | self.identity("1"),
            [
                {"name": "Eve", "privilege": "admin", "card": "123456789"}
                | {"employee_id": False, "sync_state": "present"},
                {"name": "ANN", "privilege": False, "card": False}
                | {"employee_id": self.ann.id, "sync_state": "present"},
            ],
        )
        self.assertEqual(self.ann.name, "Ann")
        self.assertFalse(self.messages())

    def test_fingers_are_not_replayed_from_messages(self):
        message = self.env["biometric.message"].create(
            {
                "device_id": self.device.id,
                "table": "OPERLOG",
                "line": "FP PIN=1\tFID=6\tSize=464\tValid=1\tTMP=[464 characters not kept]",
                "reason": "Not understood then.",
            }
        )
        message.action_replay()
        self.assertEqual(message.state, "new")
        self.assertIn("send them again", message.reason)

    def assertNowhere(self, text):
        """Look through every text column of every table this addon writes."""
        self.env.flush_all()
        tables = [
            model._table
            for name, model in self.env.items()
            if name.startswith(
                ("biometric.", "ir.attachment", "mail.message", "ir.logging")
            )
            and model._auto
            and not model._abstract
        ]
        self.assertIn("biometric_message", tables)
        for table in tables:
            query = f"SELECT count(*) FROM {table} AS r WHERE strpos(r::text, %s) > 0"
            self.env.cr.execute(query, [text])
            self.assertEqual(self.env.cr.fetchone()[0], 0, table)

    def test_an_unknown_table_is_kept_and_acknowledged(self):
        self.assertAnswer(self.post_rows("what=ever", table="NOVELTY"), "OK")
        self.assertRecordValues(
            self.messages(),
            [{"table": "NOVELTY", "line": "what=ever\n", "state": "new"}],
        )

    def refuse_one_row(self):
        """A row today's codec refuses, which tomorrow's will understand."""
        with self.patched_attlog():
            self.assertAnswer(self.post_rows(row("1", "08:00", IN)), "OK: 1")
        self.assertFalse(self.punches())
        return self.messages()

    def patched_attlog(self):
        return patch.object(attlog, "_decode_line", lambda line: Reason("row_codes"))

    def test_an_administrator_replays_a_message_after_the_fix(self):
        message = self.refuse_one_row()
        admin = new_test_user(
            self.env,
            "boss",
            f"base.group_user,{MANAGER}",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        message.with_user(admin).action_replay()
        self.assertEqual(message.state, "replayed")
        self.assertRecordValues(
            self.punches(),
            [{"pin": "1", "route": "replay", "employee_id": self.ann.id}],
        )

    def test_a_replay_that_still_fails_says_why_and_stays(self):
        message = self.refuse_one_row()
        with self.patched_attlog():
            message.action_replay()
        self.assertEqual(message.state, "new")
        self.assertEqual(message.reason_code, "row_codes")

    def test_messages_of_a_device_out_of_use_are_not_replayed(self):
        message = self.refuse_one_row()
        self.device.action_archive()
        with self.assertRaisesRegex(UserError, "Approve GATE001"):
            message.action_replay()
        self.assertFalse(self.punches())
