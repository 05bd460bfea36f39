"""A brand registered from here is polled without an edit elsewhere."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from ...models.reason import sentence
from ...terminals import BRANDS
from ...terminals.brand import Brand, Commands
from ...terminals.errors import Misaddressed, TransportError
from ...terminals.poll import ConnectionField
from ...terminals.reasons import Reason
from ...terminals.records import CommandResult, DeviceInfo, Punch, Upload
from ...terminals.session import CommandDone, Connected, Diagnosis, RowsRead
from ..poll_common import PollCase

START = datetime(2025, 3, 3, 8)


class ToyPoll:
    """Odoo calls a terminal that is a list of punches.

    :ivar log: the minutes of its punches.
    :ivar executed: the kinds of commands it carried out.
    """

    fields = (ConnectionField("host", "Network Address", required=True),)
    address_field = "host"
    scheduled = True
    can_listen = False
    questions = frozenset()
    stops_after = frozenset[str]()

    def __init__(self):
        self.log, self.executed, self.broken = [], [], False

    def check(self, values):
        if values["host"] == "nowhere":
            raise Misaddressed("toy_nowhere", host=values["host"])

    def describe(self, values):
        return values["host"]

    def session(self, values, plan, limits):
        if self.broken:
            raise TransportError("toy_asleep")
        commands = yield Connected(DeviceInfo(punches=len(self.log)), True, "TOY1")
        for command in commands:
            self.executed.append(command.kind)
            result = CommandResult(command.id, 0, command.kind, {}, "")
            yield CommandDone(command, result)
        start = (plan.position or {}).get("count", 0)
        punches = [
            Punch("1", START + timedelta(minutes=minute), 0, 1, "", f"toy {minute}")
            for minute in self.log[start:]
        ]
        upload = Upload(punches=punches, lines=len(punches))
        yield RowsRead(upload, "toy", {"count": len(self.log)}, complete=True)

    def diagnose(self, values, limits):
        return Diagnosis(answer=Reason("toy_answers"), serial="TOY1")


def make_brand(poll):
    return Brand(
        key="toy",
        label="Toy",
        dialects={"attendance": "Attendance"},
        decode=lambda *_args, **_more: Upload(),
        poll=poll,
        commands=Commands(
            capabilities={"attendance": frozenset({"unlock"})},
            encode=lambda *_args, **_more: "{}",
            steps=lambda kind, payload, *_args, **_more: [(kind, dict(payload))],
            explain=lambda code, *_args: (code == 0, Reason("done")),
            pending_code=-1,
            answer_bytes=1000,
            command_bytes=1000,
        ),
        messages={
            "toy_answers": "The toy answers.",
            "toy_asleep": "The toy is asleep.",
            "toy_nowhere": "No toy is at %(host)s.",
        },
    )


class TestToyPoll(PollCase):
    def setUp(self):
        super().setUp()
        self.toy = ToyPoll()
        self.startPatcher(patch.dict(BRANDS, toy=make_brand(self.toy)))
        self.hall = self.make_device("", name="Hall", brand="toy", host="shelf")
        self.map_user(self.hall, "1", self.ann)

    def test_it_is_named_by_its_address_until_it_tells_its_serial_number(self):
        self.assertEqual(self.hall.serial, "@shelf")
        self.assertTrue(self.hall.polled)
        self.assertEqual(self.hall.connection_fields, ["host"])
        self.poll(self.hall)
        self.assertEqual(self.hall.serial, "TOY1")

    def test_its_punches_are_stored_once_and_the_position_with_them(self):
        self.toy.log = [0, 1]
        self.poll(self.hall)
        self.toy.log.append(2)
        self.poll(self.hall)
        punches = self.punches(device=self.hall)
        self.assertEqual(punches.mapped("line"), ["toy 0", "toy 1", "toy 2"])
        self.assertEqual(self.hall.poll_position["count"], 3)

    def test_its_commands_are_carried_out(self):
        command = self.env["biometric.command"]._queue(self.hall, "unlock", {"door": 1})
        self.poll(self.hall)
        self.assertIn("unlock", self.toy.executed)
        self.assertEqual(command.state, "done")

    def test_it_is_asked_only_what_its_brand_answers(self):
        self.poll(self.hall)
        self.toy.log = [0]  # another count than before
        self.poll(self.hall)
        self.assertEqual(self.toy.executed, [])
        self.assertFalse(self.hall.users_outdated)
        self.toy.questions = frozenset({"information"})
        self.poll(self.hall)
        self.assertEqual(self.toy.executed, ["information"])

    def test_listening_is_offered_for_brands_that_can(self):
        hall = self.make_device("HALL2", brand="zk4370", host="10.0.0.9")
        for device, hidden in ((self.hall, True), (hall, False)):
            with self.subTest(brand=device.brand):
                form = Form(device)
                self.assertEqual(form._get_modifier("live", "invisible"), hidden)

    def test_its_failures_are_told_in_its_own_words_and_rest(self):
        self.toy.broken = True
        self.poll(self.hall)
        self.assertEqual(self.hall.poll_error, "The toy is asleep.")
        self.assertEqual(self.hall.poll_reason["code"], "toy_asleep")
        self.assertFalse(self.env["biometric.device"]._get_due() & self.hall)
        self.toy.broken = False
        self.poll(self.hall)
        self.assertFalse(self.hall.poll_error)

    def test_refused_login_is_not_tried_again_until_it_is_typed_anew(self):
        self.toy.broken = True
        self.toy.stops_after = frozenset({"toy_asleep"})
        self.poll(self.hall)
        self.assertTrue(self.hall.login_refused)
        self.hall.poll_next = "2020-01-01"
        self.assertFalse(self.env["biometric.device"]._get_due() & self.hall)
        self.hall._schedule_poll_now()
        self.assertFalse(self.hall.poll_requested)
        with self.assertRaisesRegex(UserError, "refused the login"):
            self.hall.action_fetch_now()
        self.hall.host = "shelf 2"
        self.assertFalse(self.hall.login_refused)
        self.assertTrue(self.env["biometric.device"]._get_due() & self.hall)

    def test_refused_login_is_forgotten_where_a_test_succeeds(self):
        self.hall.login_refused = True
        self.hall.action_test_connection()
        self.assertFalse(self.hall.login_refused)
        self.assertTrue(self.hall.poll_requested)

    def test_its_connection_is_checked_and_tested(self):
        with self.assertRaisesRegex(ValidationError, "No toy is at nowhere"):
            self.hall.host = "nowhere"
        self.hall.host = "shelf"
        self.hall.action_test_connection()
        self.assertEqual(self.hall.test_kind, "success")
        self.assertEqual(self.hall.test_result, "The toy answers.")

    def test_another_addon_may_process_a_step(self):
        processed = []
        model = type(self.hall)
        original = model._process_rows_read

        def _process_rows_read(device, step, session):
            processed.append(step.table)
            return original(device, step, session)

        with patch.object(model, "_process_rows_read", _process_rows_read):
            self.poll(self.hall)
        self.assertEqual(processed, ["toy"])

    def test_every_reason_has_a_sentence(self):
        self.assertEqual(sentence(self.env, Reason("toy_asleep")), "The toy is asleep.")
