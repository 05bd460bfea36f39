"""The key ring: a file, read anew when it changes, trusted only if nobody else reads it."""

import os
from contextlib import redirect_stdout
from io import StringIO
from unittest.mock import patch

from odoo.cli.command import find_command
from odoo.tools import config

from ...models.privacy import biometric_encrypted, biometric_vault
from ...rules.vault import VaultError, new_key_line
from ..template_common import FINGER, TemplateCase, template


class TestVault(TemplateCase):
    def setUp(self):
        super().setUp()
        self.vault = self.env["biometric.vault"]

    def rotate(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("biometric_attendance.cron_rotate")
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_a_file_others_may_read_is_refused(self):
        for mode in (0o640, 0o604, 0o620):
            self.keyring.chmod(mode)
            with self.assertRaisesRegex(VaultError, "chmod 600"):
                self.vault._ring()
        self.assertEqual(self.vault._status().state, "problem")

    def test_the_configuration_may_name_the_file(self):
        with patch.dict(os.environ):
            del os.environ[biometric_vault.VARIABLE]
            self.assertEqual(self.vault._status().state, "none")
            with patch.dict(
                config.options, {biometric_vault.OPTION: str(self.keyring)}
            ):
                self.assertEqual(self.vault._status().state, "ok")

    def test_a_file_that_is_no_key_ring_is_told_without_its_content(self):
        for content in (b"", b"s3cret", b"\xff\xfe"):
            self.keyring.write_bytes(content)
            status = self.vault._status()
            self.assertEqual(status.state, "problem")
            self.assertNotIn("s3cret", status.sentence)

    def test_rotation_encrypts_everything_with_the_newest_key(self):
        old = self.keyring.read_text()
        self.send(*(template("1", b"%d" % slot, slot=slot) for slot in range(5)))
        new = new_key_line()
        self.write_keys(new, old)
        self.assertIn("5 wait", self.vault._status().sentence)
        self.startPatcher(patch.object(biometric_encrypted, "ROWS_PER_COMMIT", 2))
        self.rotate()
        self.assertEqual(self.vault._counts(), {new[:8]: 5})
        self.assertIn("can be removed", self.vault._status().sentence)
        self.write_keys(new)
        self.assertEqual(
            {each.slot: each._decrypt() for each in self.stored()},
            {slot: b"%d" % slot for slot in range(5)},
        )

    def test_a_template_sent_again_after_the_rotation_is_known(self):
        old = self.keyring.read_text()
        self.send(template("1"))
        self.write_keys(new_key_line(), old)
        self.rotate()
        stored_at = self.stored().stored_at
        self.send(template("1"))
        self.assertEqual(self.stored().stored_at, stored_at)
        self.assertEqual(len(self.stored()), 1)

    def test_rotation_leaves_a_broken_row_and_goes_on(self):
        old = self.keyring.read_text()
        self.send(template("1", slot=1), template("1", slot=2))
        broken, good = self.stored().sudo().sorted("slot")
        broken.blob = good.blob
        new = new_key_line()
        self.write_keys(new, old)
        with self.assertLogs(biometric_encrypted.__name__, "WARNING") as logs:
            self.rotate()
        self.assertEqual(self.vault._counts(), {old[:8]: 1, new[:8]: 1})
        self.assertNotIn(FINGER.decode(), "".join(logs.output))

    def test_a_lost_key_is_told_with_what_it_costs(self):
        self.send(template("1"))
        self.write_keys(new_key_line())
        status = self.vault._status()
        self.assertEqual(status.state, "problem")
        self.assertIn("1 cannot be read", status.sentence)

    def test_what_a_lost_key_encrypted_is_stored_anew_when_it_comes_again(self):
        self.send(template("1"))
        self.write_keys(new_key_line())
        self.send(template("1"))
        self.assertEqual(self.stored()._decrypt(), FINGER)

    def test_the_settings_show_the_state_and_no_key(self):
        self.send(template("1"))
        settings = self.env["res.config.settings"].create({})
        shown = f"{settings.biometric_vault_notice} {settings.biometric_vault_counts}"
        name, _, key = self.keyring.read_text().partition(":")
        self.assertEqual(settings.biometric_vault_state, "ok")
        self.assertIn(f"{name}: 1", shown)
        self.assertNotIn(key, shown)


class TestKeyringCommand(TemplateCase):
    def run_command(self, path):
        with redirect_stdout(StringIO()) as sent:
            find_command("biometric_keyring")().run([str(path)])
        return sent.getvalue()

    def test_it_starts_a_ring_only_the_server_can_read(self):
        path = self.keyring.with_name("new")
        sent = self.run_command(path)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        name, _, key = path.read_text().strip().partition(":")
        self.assertIn(name, sent)
        self.assertNotIn(key, sent)
        with patch.dict(os.environ, {biometric_vault.VARIABLE: str(path)}):
            self.assertEqual(self.env["biometric.vault"]._status().state, "ok")

    def test_a_new_key_encrypts_and_the_old_one_still_opens(self):
        self.send(template("1"))
        before = self.keyring.read_text()
        self.run_command(self.keyring)
        self.assertTrue(self.keyring.read_text().endswith(before))
        ring = self.env["biometric.vault"]._ring()
        self.assertEqual(len(ring.keys), 2)
        self.assertNotEqual(ring.current.hex(), self.stored().key_id)
        self.assertEqual(self.stored()._decrypt(), FINGER)

    def test_a_file_that_is_no_ring_is_left_alone(self):
        path = self.keyring.with_name("letter")
        for content in (b"Dear Sir", b"\xff\xfe"):
            path.write_bytes(content)
            with self.assertRaisesRegex(SystemExit, "Nothing was changed"):
                self.run_command(path)
            self.assertEqual(path.read_bytes(), content)
