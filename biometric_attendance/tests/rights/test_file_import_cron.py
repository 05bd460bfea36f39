"""The job of long files with one poisoned import: it is noted there, the next is done."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.files import importing
from ..files_common import FileCase
from .poison import failing

LINE = "1\t2025-03-03 %02d:00:00\t1\t0\t1\t0\n"


@tagged("post_install", "-at_install")
class TestFileImportCron(FileCase):
    def test_cron_file_import(self):
        self.patch(importing, "MAX_ROWS_AT_ONCE", 0)
        given = [self.give(LINE % hour) for hour in (7, 8, 9)]
        for each in given:
            each.action_import()
        cls = type(self.env["biometric.file.import"])
        poisoned = failing(cls._store_chunk, given[1])
        with (
            patch.object(cls, "_store_chunk", poisoned),
            mute_logger(importing.__name__),
        ):
            self.run_cron()
        self.assertEqual([each.state for each in given], ["done", "failed", "done"])
        self.assertIn("log", given[1].problem)
        self.assertEqual(len(self.punches()), 2)
        given[1].action_import()
        self.run_cron()
        self.assertEqual((given[1].state, len(self.punches())), ("done", 3))
