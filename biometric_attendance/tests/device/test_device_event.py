"""Events of terminals' logs, as screens show them."""

from unittest.mock import patch

from odoo.tools.translate import code_translations

from ...terminals.records import DeviceEvent
from ..common import BiometricCase


class TestDeviceEvent(BiometricCase):
    def test_groups_are_headed_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        event = DeviceEvent("1", "User deleted", None, "", (), False, "")
        events = self.env["biometric.device.event"]
        self.as_gateway(events)._record(self.device, [event])
        words = {"User deleted": "Utilisateur supprimé"}
        translations = patch.object(
            code_translations,
            "get_python_translations",
            lambda module, lang: words if lang == "fr_FR" else {},
        )
        domain = [("device_id", "=", self.device.id)]
        with translations:
            for lang, title in (
                ("fr_FR", "Utilisateur supprimé"),
                ("en_US", "User deleted"),
            ):
                reader = events.with_context(lang=lang)
                found = reader.web_read_group(domain, ["label"], ["__count"])
                [group] = found["groups"]
                self.assertEqual((group["label"], group["__count"]), (title, 1))
                event = reader.search(group["__extra_domain"])
                self.assertEqual(event.label, "User deleted")
