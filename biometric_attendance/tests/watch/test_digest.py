"""The morning mail: once a day, to whom it concerns, with what they may see."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import IN, row
from ..watch_common import WatchCase


@tagged("post_install", "-at_install")
class TestDigest(WatchCase):
    def setUp(self):
        super().setUp()
        others = self.env["res.company"].search([("id", "!=", self.company.id)])
        others.biometric_digest = False

    def write_due(self):
        """Write what is due, and return the new mails."""
        mails = self.env["mail.mail"]
        before = mails.search([])
        self.env["biometric.digest"].sudo()._write_due(self.now)
        self.env.flush_all()
        return mails.search([]) - before

    def test_nothing_to_say_is_no_mail(self):
        self.assertFalse(self.write_due())
        self.assertEqual(self.company.biometric_digest_day, self.now.date())

    def test_it_comes_once_a_day_at_the_hour_of_the_company(self):
        self.push("no row")
        self.company.biometric_digest_hour = 11.5
        self.assertFalse(self.write_due())
        self.later(minutes=30)
        self.assertEqual(len(self.write_due()), 1)
        self.later(hours=5)
        self.assertFalse(self.write_due())
        self.later(days=1)
        self.assertEqual(len(self.write_due()), 1)

    def test_it_says_what_fell_silent_what_waits_and_who_has_no_check_out(self):
        self.watch(minutes=20)
        self.push("no row", row("77", "08:00", IN))
        self.push(row("1", "2025-03-02 08:00:00", IN))
        self.pair(at="2025-03-02 12:00:00")
        mail = self.write_due()
        self.assertEqual(mail.recipient_ids, self.boss.partner_id)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn("Bell Works", mail.subject)
        body = mail.body_html
        for text in (
            "What fell silent",
            "GATE001: Silent",
            "What waits for people",
            "Messages to look at",
            "People to match",
            "Who has no check-out",
            "Ann",
            "/odoo/biometric.alert/",
            "/odoo/action-biometric_attendance.biometric_message_action",
        ):
            self.assertIn(text, body)

    def test_what_fell_silent_and_is_back_is_said_for_a_day(self):
        self.watch(minutes=20)
        self.seen(self.device)
        self.watch(minutes=5)
        self.assertIn("back again", self.write_due().body_html)
        self.later(days=2)
        self.assertFalse(self.write_due())

    def test_an_officer_reads_of_those_he_may_see_alone(self):
        guard = self.make_user("guard", "officer")
        self.device.responsible_id = guard
        self.ann.attendance_manager_id = guard
        self.watch(minutes=20)
        yesterday = self.now - timedelta(days=1)
        for person in (self.ann, self.bob):
            self.env["hr.attendance"].create(
                {"employee_id": person.id, "check_in": yesterday}
            )
        self.push("no row")
        mails = self.write_due()
        of_guard = mails.filtered(lambda m: m.recipient_ids == guard.partner_id)
        of_boss = mails - of_guard
        self.assertIn("GATE001: Silent", of_guard.body_html)
        self.assertIn("Ann", of_guard.body_html)
        for text in ("Bob", "Messages to look at"):
            self.assertNotIn(text, of_guard.body_html)
            self.assertIn(text, of_boss.body_html)

    def test_somebody_who_lost_the_rights_keeps_no_mail_from_the_others(self):
        guard = self.make_user("guard", "officer")
        self.device.responsible_id = guard
        self.watch(minutes=20)
        self.push("no row")
        guard.group_ids = self.env.ref("base.group_user")
        self.assertEqual(self.write_due().recipient_ids, self.boss.partner_id)

    def test_one_mail_that_fails_keeps_none_from_the_others(self):
        guard = self.make_user("guard", "officer")
        self.device.responsible_id = guard
        self.watch(minutes=20)
        self.push("no row")
        write_mail = type(self.env["biometric.digest"])._write_mail

        def fail(model, company, user, now):
            if user == guard:
                raise ValueError("no mail")
            write_mail(model, company, user, now)

        with (
            patch.object(type(self.env["biometric.digest"]), "_write_mail", fail),
            mute_logger("odoo.addons.biometric_attendance.models.isolation"),
        ):
            self.assertEqual(self.write_due().recipient_ids, self.boss.partner_id)

    def test_a_company_can_turn_it_off(self):
        self.push("no row")
        self.company.biometric_digest = False
        self.assertFalse(self.write_due())

    def test_whoever_has_no_address_gets_none(self):
        self.push("no row")
        self.boss.email = False
        self.assertFalse(self.write_due())
