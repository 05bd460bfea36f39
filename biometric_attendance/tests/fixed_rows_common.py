"""What tests need of rows that the pairing finds, made by people or by Odoo."""

from freezegun import freeze_time

from .common import DAY, BiometricCase


class FixedRowsCase(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for person in cls.ann, cls.bob:
            person.write(
                {"date_version": "2024-01-01", "contract_date_start": "2024-01-01"}
            )

    def systray(self, at, employee=None):
        """What the button in the upper bar does at that moment."""
        employee = employee or self.ann
        with freeze_time(f"{DAY} {at}:00" if " " not in at else at):
            row = employee._attendance_action_change({"mode": "systray"})
            self.env.flush_all()
        return row

    def auto_check_out(self, at):
        self.company.write({"auto_check_out": True, "auto_check_out_tolerance": 1})
        with freeze_time(at):
            self.env["hr.attendance"]._cron_auto_check_out()
            self.env.flush_all()
