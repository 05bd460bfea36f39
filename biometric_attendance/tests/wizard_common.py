"""An administrator of Attendances, and two terminals to tell things to."""

from odoo.tests import new_test_user

from .common import BiometricCase

MANAGER = "base.group_user,hr_attendance.group_hr_attendance_manager"


class WizardCase(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_test_user(
            cls.env,
            "boss",
            MANAGER,
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )
        cls.other = cls.make_device("DOOR001")

    def as_boss(self, model):
        return self.env(user=self.boss, context={})[model]
