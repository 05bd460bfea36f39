"""Photos of punches: kept only where wanted, encrypted, and not for long."""

import base64
from datetime import datetime, timedelta

from odoo import fields

from ..template_common import TemplateCase, photo

AT_EIGHT = datetime(2025, 3, 3, 8)
IMAGE = b"\xff\xd8\xff a smile"


class TestPhoto(TemplateCase):
    def photos(self):
        return self.env["biometric.photo"].search([])

    def test_a_photo_is_stored_encrypted_and_shown_to_administrators(self):
        self.send(photo("1", AT_EIGHT))
        kept = self.photos()
        self.assertEqual(kept.employee_id, self.ann)
        self.assertEqual(kept._decrypt(), IMAGE)
        self.assertEqual(base64.b64decode(kept.image), IMAGE)
        self.assertNotIn(base64.b64encode(IMAGE), kept.sudo().blob)

    def test_a_late_photo_is_of_whoever_had_the_pin_then(self):
        user = self.device.user_ids.filtered(lambda each: each.pin == "1")
        self.assign(user, self.bob, "time", since="2025-03-03 07:30:00")
        self.send(photo("1", AT_EIGHT), photo("1", AT_EIGHT.replace(hour=9)))
        self.assertEqual(
            self.photos().sorted("device_time").mapped("employee_id.name"),
            ["Ann", "Bob"],
        )

    def test_a_photo_sent_again_is_not_stored_again(self):
        for _again in range(2):
            self.send(photo("1", AT_EIGHT), photo("", AT_EIGHT))
        self.assertEqual(len(self.photos()), 2)

    def test_no_photo_is_kept_unless_wanted(self):
        self.company.biometric_photo_days = 0
        self.send(photo("1", AT_EIGHT))
        self.assertFalse(self.photos())

    def test_pictures_that_are_no_punches_are_not_kept(self):
        self.send(
            photo("1", None, kind="portrait"), photo("1", None, kind="comparison")
        )
        self.assertFalse(self.photos())

    def test_without_a_key_no_photo_is_kept_and_the_device_says_so(self):
        self.keyring.unlink()
        self.send(photo("1", AT_EIGHT))
        self.assertFalse(self.photos())
        self.assertIn("key ring", self.device.unstored)

    def test_photos_go_when_their_days_are_over(self):
        self.send(photo("1", AT_EIGHT), photo("00017", AT_EIGHT))
        old, new = self.photos()
        now = fields.Datetime.now()
        old.sudo().received_at = now - timedelta(days=31)
        new.sudo().received_at = now - timedelta(days=29)
        self.env["biometric.erasure"]._cron_erase()
        self.assertEqual(self.photos(), new)

    def test_turned_off_all_go(self):
        self.send(photo("1", AT_EIGHT))
        self.company.biometric_photo_days = 0
        self.env["biometric.erasure"]._cron_erase()
        self.assertFalse(self.photos())
