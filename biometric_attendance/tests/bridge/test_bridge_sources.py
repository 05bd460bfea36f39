"""Sources behind a bridge: what it is told of them, and what becomes of what it read."""

from datetime import datetime, timezone
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.bridge import source_steps
from ...terminals import BRANDS, step_json
from ...terminals.errors import Unreachable
from ...terminals.records import Upload
from ...terminals.session import SessionEnd, SessionPlan
from ...terminals.source import SourceRead, SourceTerminal
from ..bridge_common import BridgeCase
from ..toy_source import ToySource, decode_row, make_brand

PAIRS = (
    ("1", "2025-03-03 08:00:00", 0),
    ("2", "2025-03-03 12:00:00", 1),
    ("3", "2025-03-03 17:00:00", 1),
)


@tagged("post_install", "-at_install")
class TestBridgeSources(BridgeCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.dict(BRANDS, {"toys": make_brand()}))
        self.source = self.env["biometric.source"].create(
            {
                "name": "Toys",
                "brand": "toys",
                "host": "192.168.1.9",
                "password": "s3cret",
                "tz": "Europe/Paris",
                "since": "2025-01-01",
                "company_id": self.company.id,
                "bridge_id": self.bridge.id,
            }
        )
        self.token = self.pair()
        self.number = 0

    def step(self, *rows, before=None, complete=True):
        """The item of a step with these rows of the toys."""
        uploads, last = {}, before and before["last"]
        for row in rows:
            key, record = decode_row(row)
            uploads.setdefault(key, Upload()).add(record)
            last = int(row.split(";")[0])
        step = SourceRead(
            uploads, {"last": last}, complete, (SourceTerminal("T1", "Gate"),)
        )
        return self.record(step, before)

    def record(self, step, before=None):
        self.number += 1
        kind, data = step_json.encode(
            step_json.RecordedStep(
                step, datetime.now(timezone.utc), SessionPlan(position=before), "s"
            )
        )
        key = f"source-{self.source.id}"
        return {"id": str(self.number), "device": key, "kind": kind, "data": data}

    def rows_of(self, *numbers):
        return [f"{n};T1;1;{at};{state}" for n, at, state in PAIRS if int(n) in numbers]

    def approve(self):
        device = self.source.device_ids
        device._approve()
        device.import_since = "2020-01-01 00:00:00"
        self.map_user(device, "1", self.ann)
        return device

    def results(self, *items):
        response = self.send_steps(self.token, *items)
        self.assertEqual(response.status_code, 200, response.text)
        return response.json()["results"]

    def test_config_says_how_it_is_called_and_its_own_job_leaves_it_alone(self):
        config = self.call("config", token=self.token).json()
        [named] = config["sources"]
        self.assertEqual(named["values"]["password"], "s3cret")
        self.assertEqual(named["values"]["since"], "2025-01-01")
        self.assertNotIn("allow_loopback", named["values"])
        sources = self.env["biometric.source"]
        self.assertNotIn(self.source, sources.search(sources._get_own_domain()))

    def test_config_does_not_change_while_it_is_read(self):
        etag = self.call("config", token=self.token).headers["ETag"]
        self.source.position = {"last": 5}
        self.source.poll_requested = True
        self.assertEqual(self.call("config", token=self.token).headers["ETag"], etag)
        self.source.host = "192.168.1.10"
        self.assertNotEqual(self.call("config", token=self.token).headers["ETag"], etag)

    def test_its_terminals_and_punches_are_stored(self):
        [first] = self.results(self.step(*self.rows_of(1)))
        self.assertEqual(first["result"], "stored")
        device = self.approve()
        self.assertEqual((device.name, device.source_key), ("Gate", "T1"))
        self.assertFalse(self.source.position)  # to be read again from its beginning
        [moved] = self.results(self.step(*self.rows_of(2), before={"last": 1}))
        self.assertEqual(
            (moved["code"], moved["position"]), ("source_begun_anew", None)
        )
        answers = self.results(
            self.step(*self.rows_of(1, 2), complete=False),
            self.step(*self.rows_of(3), before={"last": 2}),
            self.record(SessionEnd()),
        )
        self.assertEqual({each["result"] for each in answers}, {"stored"})
        self.assertEqual(len(self.punches(device=device)), 3)
        self.assertEqual(self.source.position, {"last": 3})
        self.assertTrue(self.source.last_read)

    def test_step_that_is_sent_again_is_stored_once(self):
        items = [
            self.step(*self.rows_of(1), complete=False),
            self.step(*self.rows_of(2), before={"last": 1}),
        ]
        self.results(*items)
        again = self.results(*items)
        self.assertEqual({each["result"] for each in again}, {"stored"})
        self.assertEqual(self.source.position, {"last": 2})

    def test_failure_there_is_shown_here(self):
        end = SessionEnd.of(Unreachable("unreachable"))
        self.results(self.record(end))
        self.assertEqual(self.source.failures, 1)
        self.assertTrue(self.source.failure)
        self.results(self.record(SessionEnd()))
        self.assertEqual((self.source.failures, self.source.failure), (0, False))

    def test_step_that_fails_here_waits_with_those_behind_it(self):
        cls = type(self.env["biometric.source"])
        items = [
            self.step(*self.rows_of(1), complete=False),
            self.step(*self.rows_of(2), before={"last": 1}),
        ]
        with (
            patch.object(cls, "_store_behind", side_effect=KeyError("poison")),
            mute_logger(source_steps.__name__),
        ):
            self.assertEqual(self.results(*items), [])
        self.assertEqual(len(self.results(*items)), 2)

    def test_other_sources_and_other_steps_are_refused(self):
        other = self.env["biometric.source"].create(
            {
                "name": "Elsewhere",
                "brand": "toys",
                "host": "192.168.1.10",
                "company_id": self.company.id,
            }
        )
        good = self.step(*self.rows_of(1))
        foreign = {**good, "device": f"source-{other.id}"}
        wrong = {**self.item(7, self.rows("08:00")), "device": good["device"]}
        crossed = {**good, "id": "8", "device": self.behind.id}
        nameless = {**good, "id": "x"}
        codes = [
            each["code"] for each in self.results(foreign, wrong, crossed, nameless)
        ]
        unreadable = ["step_unreadable"] * 3
        self.assertEqual(codes, ["device_unknown", *unreadable])
        self.assertFalse(other.device_ids or self.source.device_ids)

    def test_reading_it_now_is_asked_of_the_bridge(self):
        self.source.poll_requested = False
        self.source.action_read_now()
        self.assertEqual(
            self.call("commands", token=self.token).json()["sources"], self.source.ids
        )
        self.assertEqual(self.call("commands", token=self.token).json()["sources"], [])
        with (
            self.assertRaisesRegex(UserError, "Hall"),
            patch.object(ToySource, "diagnose", side_effect=AssertionError),
        ):
            self.source.action_test_connection()

    def test_password_is_told_to_no_bridge_chosen_later(self):
        other = self.env["biometric.bridge"].create(
            {"name": "Other", "company_id": self.company.id}
        )
        self.source.bridge_id = other
        self.assertFalse(self.source.sudo().password_secret)
