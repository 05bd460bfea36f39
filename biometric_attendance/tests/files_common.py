"""Importing a file as an administrator does, and what its tests look at."""

import base64

from odoo.tests import new_test_user

from .common import BiometricCase

MANAGER = "base.group_user,hr_attendance.group_hr_attendance_manager"


class FileCase(BiometricCase):
    """An administrator of Attendances, who imports files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_test_user(
            cls.env,
            "file_boss",
            MANAGER,
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )

    def give(self, content, name="1_attlog.dat", device=True, **vals):
        """Return the import of a file that was chosen and read, but not imported.

        :param device: the one chosen, none where it is false; by default the gate.
        """
        if device is True:
            device = self.device
        if device:
            vals["device_id"] = device.id
        content = content.encode() if isinstance(content, str) else content
        imports = self.env(user=self.boss, su=False, context={})[
            "biometric.file.import"
        ]
        return imports.create(
            {"file": base64.b64encode(content).decode(), "name": name, **vals}
        )

    def messages(self, file_import):
        return self.env["biometric.message"].search(
            [("file_import_id", "=", file_import.id)], order="line_number, id"
        )

    def run_cron(self):
        """Have the job do its work, as its worker does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(
                "biometric_attendance.cron_file_import"
            ).method_direct_trigger()
        self.env.invalidate_all()
