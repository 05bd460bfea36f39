"""Watched folders: what is finished is imported once, what is not is left or put aside."""

import os
import shutil
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.files import biometric_file_folder
from ...models.poll.folders import VARIABLE
from ..files_common import FileCase
from ..rights.poison import failing

ROW = "1\t2025-03-03 {:02}:00:00\t1\t0\t1\t0\n"


@tagged("post_install", "-at_install")
class TestFileFolder(FileCase):
    def setUp(self):
        super().setUp()
        self.place = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.place)
        self.startPatcher(patch.dict(os.environ, {VARIABLE: str(self.place)}))
        self.folder = self.make_folder("exports", device_id=self.device.id)

    def make_folder(self, name, **vals):
        path = self.place / name
        path.mkdir()
        return self.env["biometric.file.folder"].create(
            {"name": name, "path": str(path), "company_id": self.company.id, **vals}
        )

    def put(self, name, content, folder=None, age=3600):
        path = Path((folder or self.folder).path) / name
        path.write_text(content)
        os.utime(path, (time.time() - age,) * 2)
        return path

    def look(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("biometric_attendance.cron_folder").method_direct_trigger()
        self.env.invalidate_all()

    def names(self, below=""):
        place = Path(self.folder.path) / below
        return sorted(path.name for path in place.iterdir() if path.is_file())

    def test_a_finished_file_is_imported_and_moved(self):
        self.put("1_attlog.dat", ROW.format(8))
        self.look()
        self.assertEqual(len(self.punches()), 1)
        self.assertEqual((self.names(), self.names("done")), ([], ["1_attlog.dat"]))
        self.look()
        self.assertEqual(len(self.folder.import_ids), 1)

    def test_a_file_that_is_being_written_is_left(self):
        self.put("1_attlog.dat", ROW.format(8), age=5)
        self.put(".part", ROW.format(9))
        self.look()
        self.assertFalse(self.folder.import_ids)
        self.assertEqual(self.names(), [".part", "1_attlog.dat"])

    def test_a_file_that_grows_while_it_is_imported_stays(self):
        path = self.put("1_attlog.dat", ROW.format(8))
        cls = type(self.folder)
        import_file = cls._import_file

        def growing(folder, name, content):
            import_file(folder, name, content)
            self.put(name, ROW.format(8) + ROW.format(9))

        with patch.object(cls, "_import_file", growing):
            self.look()
        self.assertTrue(path.exists())
        self.look()
        self.assertEqual(len(self.punches()), 2)
        self.assertFalse(path.exists())

    def test_a_clock_that_is_ahead_elsewhere_makes_no_file_finished(self):
        self.put("1_attlog.dat", ROW.format(8), age=-5)
        self.look()
        self.assertFalse(self.folder.import_ids)

    def test_a_name_of_another_character_set_stops_nothing(self):
        path = os.fsencode(self.folder.path) + b"/Zeiten_M\xe4rz.txt"
        with open(path, "w") as file:
            file.write("nonsense")
        os.utime(path, (time.time() - 3600,) * 2)
        self.put("1_attlog.dat", ROW.format(8))
        self.look()
        self.assertEqual(len(self.punches()), 1)
        self.assertEqual(len(self.names("refused")), 1)

    def test_nothing_is_moved_through_a_link(self):
        (Path(self.folder.path) / "refused").symlink_to(self.place)
        self.put("photo.jpg", "\0\1\2")
        with mute_logger(biometric_file_folder.__name__):
            self.look()
        self.assertEqual(self.names(), ["photo.jpg"])
        self.assertFalse((self.place / "photo.jpg").exists())

    def test_one_of_the_same_name_keeps_its_place(self):
        for hour in (8, 9):
            self.put("1_attlog.dat", ROW.format(hour))
            self.look()
        self.assertEqual(self.names("done"), ["1_attlog-2.dat", "1_attlog.dat"])
        self.assertEqual(len(self.punches()), 2)

    def test_a_file_that_could_not_be_moved_is_not_imported_twice(self):
        path = self.put("1_attlog.dat", ROW.format(8))
        with (
            patch.object(Path, "rename", side_effect=PermissionError),
            mute_logger(biometric_file_folder.__name__),
        ):
            self.look()
        self.assertIn("moved", self.folder.problem)
        self.assertTrue(path.exists())
        self.look()
        self.assertEqual(len(self.folder.import_ids), 1)
        self.assertFalse(self.folder.problem)
        self.assertFalse(path.exists())

    def test_what_is_no_file_of_punches_is_put_aside_and_said(self):
        self.put("photo.jpg", "\0\1\2")
        self.look()
        self.assertEqual(self.names("refused"), ["photo.jpg"])
        self.assertIn("photo.jpg was refused", self.folder.message_ids[0].body)

    def test_a_file_that_leaves_something_open_waits_for_a_person(self):
        folder = self.make_folder("several")
        self.put("1_attlog.dat", ROW.format(8), folder)
        self.look()
        self.assertEqual(folder.import_ids.state, "draft")
        self.assertEqual(folder.waiting_count, 1)
        self.assertFalse(self.punches())
        self.assertEqual(folder.action_open_imports()["domain"][0][2], folder.id)

    def test_only_folders_that_the_configuration_names(self):
        for path in ("/etc", f"{self.place}/../..", "relative"):
            with self.assertRaises(ValidationError):
                self.folder.path = path
        (self.place / "link").symlink_to("/etc")
        with self.assertRaises(ValidationError):
            self.folder.path = f"{self.place}/link"
        self.put("1_attlog.dat", ROW.format(8))
        with patch.dict(os.environ, {VARIABLE: "/nowhere"}):
            self.look()
        self.assertIn("biometric_folders", self.folder.problem)
        self.assertFalse(self.punches())

    def test_a_link_in_a_folder_is_not_followed(self):
        (Path(self.folder.path) / "passwd").symlink_to("/etc/passwd")
        self.look()
        self.assertFalse(self.folder.import_ids)

    def test_a_folder_that_is_gone_says_so(self):
        shutil.rmtree(self.folder.path)
        with mute_logger(biometric_file_folder.__name__):
            self.look()
        self.assertIn("cannot be read", self.folder.problem)

    def test_cron_folder(self):
        other = self.make_folder("other", device_id=self.device.id)
        self.put("1_attlog.dat", ROW.format(8))
        self.put("1_attlog.dat", ROW.format(9), other)
        cls = type(self.folder)
        with (
            patch.object(cls, "_look", failing(cls._look, self.folder)),
            mute_logger(biometric_file_folder.__name__),
        ):
            self.look()
        self.assertIn("log", self.folder.problem)
        self.assertEqual(other.import_ids.state, "done")

    def test_a_file_that_was_withdrawn_is_imported_again(self):
        self.put("1_attlog.dat", ROW.format(8))
        self.look()
        self.folder.import_ids.state = "withdrawn"
        self.put("1_attlog.dat", ROW.format(8))
        self.look()
        self.assertEqual(len(self.folder.import_ids), 2)
