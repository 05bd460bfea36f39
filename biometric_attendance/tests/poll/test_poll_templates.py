"""Fingers on their way between terminals of two kinds, through the vault."""

from simulator.people import Place, Template

from ..poll_common import MONDAY, PollCase
from ..template_common import FACE, FINGER, TemplateCase, template

THUMB = Place("1", "finger", 1)


class TestPollTemplates(PollCase, TemplateCase):
    """Ann is on two terminals that are asked, and on two that call."""

    def setUp(self):
        super().setUp()
        self.near, self.far = self.terminal("NEAR"), self.terminal("FAR")
        self.hall, self.shed = self.device_of(self.near), self.device_of(self.far)
        (self.device | self.yard).algorithms = {"finger": 10}
        self.poll(self.hall, self.shed)

    def enrol(self, **how):
        """Ann enrols at the near terminal, without anybody asking."""
        self.near.terminal.enrol("1", MONDAY, slot=1, **how)

    def identity(self, device):
        return self.ann.biometric_user_ids.filtered(lambda u: u.device_id == device)

    def test_what_is_enrolled_at_one_reaches_all_others(self):
        self.enrol()
        self.poll(self.hall)
        self.assertEqual(self.stored().mapped("kind"), ["finger"])
        self.poll(self.shed)
        blob = self.near.terminal.templates[THUMB].blob
        self.assertEqual(self.far.terminal.templates[THUMB].blob, blob)
        self.assertEqual(self.queued(self.yard), ["set_template 501"])
        self.assertEqual(self.queued(self.device), ["set_template 1"])
        self.assertEqual(len(self.far.terminal.users), 2)

    def test_it_is_written_once_and_does_not_come_back(self):
        self.enrol()
        for _ in range(3):
            self.poll(self.hall, self.shed)
        for device in (self.hall, self.shed):
            device.resent_at = False
        self.poll(self.hall, self.shed)
        written = self.env["biometric.command"].search([("kind", "=", "set_template")])
        self.assertEqual(
            written.device_id, self.shed | self.yard | self.device, written
        )
        self.assertEqual(len(written), 3)

    def test_a_terminal_of_another_version_is_named(self):
        self.yard.algorithms = {"finger": 9}
        self.enrol()
        self.poll(self.hall)
        self.assertEqual(self.queued(self.yard), [])
        self.assertIn("made with version 10", self.identity(self.yard).problem)
        self.assertEqual(self.queued(self.device), ["set_template 1"])

    def test_a_finger_from_a_terminal_that_calls_is_written(self):
        self.send(template("501"), device=self.yard)
        self.poll(self.hall, self.shed)
        for server in (self.near, self.far):
            self.assertEqual(server.terminal.templates[THUMB].blob, FINGER)

    def test_a_face_is_not_and_that_is_said(self):
        self.send(template("501", FACE, kind="face", slot=0, major=7), device=self.yard)
        self.poll(self.hall)
        self.assertIn("only fingers", self.identity(self.hall).problem)
        self.assertFalse(self.near.terminal.templates)
        self.assertFalse(self.hall.poll_error)

    def test_a_finger_enrolled_anew_is_known_within_a_day(self):
        self.enrol()
        self.poll(self.hall, self.shed)
        self.enrol()
        self.hall.resent_at = False
        self.poll(self.hall)
        self.poll(self.shed)
        blob = self.near.terminal.templates[THUMB].blob
        self.assertEqual(self.far.terminal.templates[THUMB].blob, blob)

    def test_without_storing_no_finger_is_even_asked_for(self):
        self.company.biometric_store_templates = False
        self.enrol()
        self.hall.resent_at = False
        self.near.log.clear()
        self.poll(self.hall)
        self.assertFalse(self.stored())
        self.assertEqual(self.asked(self.near).count("PREPARE_BUFFER"), 2)

    def test_who_has_no_legal_basis_keeps_the_finger_on_the_terminal(self):
        self.near.terminal.enrol("00017", MONDAY)
        self.poll(self.hall)
        self.assertFalse(self.stored(self.bob))
        self.assertIn("no legal basis", self.hall.unstored)

    def test_an_enrolment_asked_for_is_stored_and_brought_further(self):
        command = self.env["biometric.command"]._queue(
            self.hall, "enroll", {"pin": "1", "kind": "finger", "slot": 6}
        )
        self.poll(self.hall)
        self.assertEqual(command.state, "done")
        self.assertEqual(command.result, "Done.")
        self.assertEqual(self.stored().slot, 6)
        self.poll(self.shed)
        self.assertIn(Place("1", "finger", 6), self.far.terminal.templates)

    def test_an_enrolment_that_fails_says_why(self):
        for code, words in ((5, "on the terminal already"), (6, "nobody came in time")):
            self.near.endpoint.enrolment = code
            command = self.env["biometric.command"]._queue(
                self.hall, "enroll", {"pin": "1", "kind": "finger", "slot": 6}
            )
            self.poll(self.hall)
            with self.subTest(code=code):
                self.assertEqual(command.state, "failed")
                self.assertIn(words, command.result)
        self.assertFalse(self.stored())

    def test_one_finger_is_deleted_others_stay(self):
        other = Place("1", "finger", 2)
        self.near.terminal.set_template(Template(other, b"second"))
        self.enrol()
        self.env["biometric.command"]._queue(
            self.hall, "delete_template", {"pin": "1", "kind": "finger", "slot": 1}
        )
        self.poll(self.hall)
        self.assertEqual(list(self.near.terminal.templates), [other])

    def test_an_erasure_is_confirmed_by_the_terminals(self):
        self.enrol()
        self.poll(self.hall)
        self.poll(self.shed)
        erasure = self.env["biometric.erasure"]._begin(self.ann, "withdrawal")
        self.poll(self.hall, self.shed)
        for server in (self.near, self.far):
            self.assertFalse(server.terminal.templates)
            self.assertIn("1", server.terminal.users)
        lines = erasure.line_ids.filtered(
            lambda line: line.device_id in self.hall | self.shed
        )
        self.assertEqual(lines.mapped("state"), ["confirmed"] * 2)
        self.assertFalse(self.stored())
