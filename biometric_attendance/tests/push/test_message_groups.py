"""Groups of messages in a list are headed by the sentence of their reason."""

from ...terminals.reasons import Reason
from ...terminals.records import Refused
from ..common import BiometricCase


class TestMessageGroups(BiometricCase):
    def setUp(self):
        super().setUp()
        messages = self.env["biometric.message"]
        reasons = (
            Reason("not_stored"),
            Reason("of_another_device", {"serial": "A1"}),
            Reason("of_another_device", {"serial": "B2"}),
            Reason("code_of_an_older_version"),
        )
        for number, reason in enumerate(reasons):
            messages._keep(self.device, "ATTLOG", [Refused(f"line {number}", reason)])
        self.messages = messages

    def groups(self):
        domain = [("device_id", "=", self.device.id)]
        found = self.messages.web_read_group(domain, ["reason_code"], ["__count"])
        return {group["reason_code"]: group for group in found["groups"]}

    def test_a_group_is_headed_by_the_sentence_with_its_values_left_out(self):
        counts = {title: group["__count"] for title, group in self.groups().items()}
        self.assertEqual(
            counts,
            {
                "It could not be stored: look into the server's log.": 1,
                "It is of another terminal: ….": 2,
                "code_of_an_older_version": 1,
            },
        )

    def test_an_opened_group_has_the_messages_of_its_code(self):
        group = self.groups()["It is of another terminal: …."]
        found = self.messages.search(group["__extra_domain"])
        self.assertEqual(found.mapped("line"), ["line 2", "line 1"])
