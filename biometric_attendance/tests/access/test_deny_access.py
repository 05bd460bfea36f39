"""Who shall not pass any more: by contract, and until the terminal confirms it."""

from odoo.tests import freeze_time

from ..pass_common import PassCase


class TestContractAccess(PassCase):
    def setUp(self):
        super().setUp()
        self.company.biometric_contract_access = True
        self.group.employee_ids = self.ann | self.bob

    def test_access_lasts_as_long_as_the_contract(self):
        self.ann.write(
            {"contract_date_start": "2025-03-10", "contract_date_end": "2025-03-20"}
        )
        self.assertEqual(
            self.sync_at("2025-03-01 12:00:00"), ["UPDATE USERINFO PIN=00017\tName=Bob"]
        )
        self.assertEqual(len(self.sync_at("2025-03-10 12:00:00")), 1)
        received = self.sync_at("2025-03-21 12:00:00")
        self.assertEqual(received, ["DELETE USERINFO PIN=1"])

    def test_whoever_enrolled_at_a_terminal_leaves_with_the_contract_too(self):
        self.group.employee_ids = False
        self.ann.write(
            {"contract_date_start": "2025-03-10", "contract_date_end": "2025-03-20"}
        )
        with freeze_time("2025-03-21 12:00:00"):
            self.sync()
            self.assertEqual(
                self.received_commands(self.device), ["DELETE USERINFO PIN=1"]
            )

    def test_a_company_that_does_not_want_it_does_not_get_it(self):
        self.company.biometric_contract_access = False
        self.ann.write(
            {"contract_date_start": "2025-03-10", "contract_date_end": "2025-03-20"}
        )
        self.assertEqual(len(self.sync_at("2025-04-01 12:00:00")), 2)


class TestDenyAccess(PassCase):
    def report_of(self, person):
        users = self.env["biometric.device.user"]
        users.invalidate_model(["unconfirmed_revocation"])
        found = users.search([("unconfirmed_revocation", "=", True)])
        self.assertEqual(found, users.search([]).filtered("unconfirmed_revocation"))
        return found & users._of(person)

    def test_who_should_be_blocked_is_listed_until_the_terminal_confirms(self):
        self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        self.assertFalse(self.report_of(self.gym))
        with freeze_time("2025-03-22 12:00:00"):
            self.sync()
            user = self.identity(self.gym, self.north)
            self.assertIn(user, self.report_of(self.gym))
            self.received_commands(self.north, code=-3)
            self.assertIn(user, self.report_of(self.gym))
        with freeze_time("2025-03-23 13:00:00"):
            self.sync()
            self.received_commands(self.north)
        self.assertNotIn(user, self.report_of(self.gym))

    def test_dates_a_terminal_confirmed_are_enough(self):
        self.north.enforcement = "dates"
        self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        self.sync_at("2025-03-22 12:00:00")
        self.assertNotIn(self.identity(self.gym, self.north), self.report_of(self.gym))

    def test_a_terminal_that_has_other_dates_is_doubted(self):
        self.north.enforcement = "dates"
        self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        user = self.identity(self.gym, self.north)
        self.report(self.north, {"pin": user.pin, "valid_from": "", "valid_until": ""})
        self.assertEqual(user.sync_state, "failed")
        self.assertEqual(user.problem, "The terminal has other days of access.")
        with freeze_time("2025-03-22 12:00:00"):
            self.sync()
        self.assertIn(user, self.report_of(self.gym))

    def test_the_days_of_access_are_told_in_words(self):
        self.grant(self.gym)
        self.grant(self.gym, "2025-05-01", False)
        self.sync_at("2025-03-15 12:00:00")
        user = self.identity(self.gym, self.north)
        self.assertEqual(user.access_days, "03/10/2025 to 03/20/2025, from 05/01/2025")
        self.assertFalse(self.identity(self.ann, self.device).access_days)
