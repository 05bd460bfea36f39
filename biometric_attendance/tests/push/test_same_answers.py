"""Who is refused learns nothing: not which serial numbers are known, nor what was wrong."""

from odoo.tests import tagged

from ...models.push import guessing
from ...rules import throttle
from ..cams_common import (
    KEY,
    OTHER_KEY,
    TAG,
    CamsCase,
    callback_v2,
    encrypted_v3,
    form_v2,
    punch_v3,
    written,
)
from ..common import IN, row
from ..ebkn_common import EbknCase, glog
from ..http_common import AdmsCase

ELSEWHERE = "203.0.113.0/24"


def response(answer):
    """All a caller hears but the time."""
    headers = {name: text for name, text in answer.headers.items() if name != "Date"}
    return answer.status_code, headers, answer.content


class Same:
    """Each situation of a known device, compared with a serial number nobody has."""

    def situations(self, device):
        """Yield what is wrong, and where the device is called then."""
        yield "pending", "", {"state": "pending"}
        yield "archived", "", {"active": False}
        yield "network", "", {"allowed_networks": ELSEWHERE}
        device.action_new_secret_path()
        yield "no path", "", {}
        yield "wrong path", "/biometric/guess", {}
        yield "archived, wrong path", "/biometric/guess", {"active": False}

    def assertSame(self, device, calls):
        """Assert that refused devices get the answers an unknown one gets.

        :param calls: ``{name: (serial, prefix) -> answer}``.
        """
        before = {"state": "approved", "active": True, "allowed_networks": False}
        for name, call in calls.items():
            unknown = {
                prefix: response(call("NOBODY1", prefix))
                for prefix in ("", "/biometric/guess")
            }
            device.sudo().path_digest = False
            for wrong, prefix, values in self.situations(device):
                device.write({**before, **values})
                with self.subTest(call=name, wrong=wrong):
                    known = response(call(device.serial, prefix))
                    self.assertEqual(known, unknown[prefix])
            device.write(before)


@tagged("post_install", "-at_install")
class TestAdmsSameAnswers(Same, AdmsCase):
    def calls(self):
        get = {
            f"GET {endpoint}": (endpoint, query)
            for endpoint, query in (
                ("cdata", {"options": "all", "pushver": "2.4.1"}),
                ("cdata", {"table": "ATTLOG", "PIN": "1"}),
                ("getrequest", {}),
                ("getrequest", {"INFO": "Ver 8.0,1,1,1"}),
                ("ping", {}),
                ("rtdata", {"type": "time"}),
                ("push", {}),
                ("nothing", {}),
            )
        }
        post = {
            f"POST {endpoint} {query}": (endpoint, body, query)
            for endpoint, body, query in (
                ("cdata", row("1", "08:00", IN), {"table": "ATTLOG"}),
                ("cdata", "USER PIN=1", {"table": "OPERLOG"}),
                ("fdata", "PIN=1", {"table": "ATTPHOTO"}),
                ("devicecmd", "ID=1&Return=0&CMD=DATA", {}),
                ("registry", "DeviceType=acc", {}),
                ("querydata", "user pin=1", {"type": "tabledata", "cmdid": "1"}),
                ("exchange", "", {"type": "publickey"}),
                ("cdata", row("1", "08:00", IN), {"table": "unknown"}),
            )
        }
        return {
            name: lambda serial, prefix, sent=sent: self.ask(
                sent[0], serial, prefix, **sent[1]
            )
            for name, sent in get.items()
        } | {
            name: lambda serial, prefix, sent=sent: self.send(
                sent[0], sent[1], serial, prefix, **sent[2]
            )
            for name, sent in post.items()
        }

    def test_every_endpoint_answers_an_unknown_and_a_known_serial_alike(self):
        self.assertSame(self.device, self.calls())

    def test_wrong_key_is_answered_like_an_unknown_serial(self):
        self.device.communication_key = "s3cret"
        for key in ("", "guess"):
            known = self.handshake(pushcommkey=key)
            unknown = self.handshake("NOBODY1", pushcommkey=key)
            self.assertEqual(response(known), response(unknown))
        known = self.send("registry", "DeviceType=acc,authKey=guess")
        unknown = self.send("registry", "DeviceType=acc,authKey=guess", "NOBODY1")
        self.assertEqual(response(known), response(unknown))


@tagged("post_install", "-at_install")
class TestCamsSameAnswers(Same, CamsCase):
    def post(self, serial, prefix, body):
        path = f"{prefix}/cams" if prefix else "/cams/biometric-api3.0/"
        return self.call(body, f"{path}?stgid={serial}")

    def calls(self):
        return {
            "v3": lambda s, p: self.post(s, p, punch_v3(SerialNumber=s)),
            "v2": lambda s, p: self.post(
                s, p, form_v2({**callback_v2(), "ServiceTagId": s})
            ),
            "v1": lambda s, p: self.post(s, p, b"userid=1&att_time=1740988800"),
            "answer": lambda s, p: self.post(
                s, p, written({"PunchLog": {"Log": []}, "SerialNumber": s})
            ),
            "encrypted": lambda s, p: self.post(
                s, p, encrypted_v3(punch_v3(), OTHER_KEY)
            ),
            "unreadable": lambda s, p: self.post(s, p, b"\0\1"),
        }

    def test_every_shape_answers_an_unknown_and_a_known_serial_alike(self):
        self.assertSame(self.terminal, self.calls())

    def test_wrong_token_plain_text_and_other_keys_are_answered_alike(self):
        self.terminal.encryption_key = KEY
        for name, body in {
            "wrong token": encrypted_v3(punch_v3(AuthToken="guess")),
            "other key": encrypted_v3(punch_v3(), OTHER_KEY),
            "other terminal": encrypted_v3(punch_v3(SerialNumber="OTHER")),
            "plain": written(punch_v3(SerialNumber=None)),
            "plain, wrong token": written(
                punch_v3(AuthToken="guess", SerialNumber=None)
            ),
        }.items():
            with self.subTest(name):
                known = response(self.post(TAG, "", body))
                self.assertEqual(known, response(self.post("NOBODY1", "", body)))


@tagged("post_install", "-at_install")
class TestEbknSameAnswers(Same, EbknCase):
    def test_every_request_answers_an_unknown_and_a_known_serial_alike(self):
        codes = ("realtime_glog", "receive_cmd", "send_cmd_result", "realtime_unknown")
        self.assertSame(
            self.door,
            {
                code: lambda serial, prefix, code=code: self.call(
                    code, glog(), prefix=prefix, serial=serial
                )
                for code in codes
            },
        )


@tagged("post_install", "-at_install")
class TestGuessing(AdmsCase):
    """The clock of pauses is the test's."""

    def setUp(self):
        super().setUp()
        self.now = 1000.0
        self.patch(guessing, "time", self)

    def monotonic(self):
        return self.now

    def introduce(self, key, serial="GATE001", prefix=""):
        return self.handshake(serial, pushcommkey=key, prefix=prefix)

    def is_accepted(self, key):
        return "ATTLOGStamp" in self.introduce(key).text

    def test_guessing_a_key_is_refused_unseen_during_pauses(self):
        self.device.communication_key = "s3cret"
        answers = {self.introduce(f"guess{n}").text for n in range(20)}
        self.assertEqual(len(answers), 1)
        self.assertFalse(self.is_accepted("s3cret"), "seen during a pause")
        self.assertEqual(self.device.refused_reason, "key")
        self.now += throttle.MAX_PAUSE_SECONDS
        self.assertTrue(self.is_accepted("s3cret"))
        self.introduce("guess")
        self.assertTrue(self.is_accepted("s3cret"), "one wrong key after a right one")

    def test_honest_device_waits_for_a_minute_at_the_most(self):
        self.device.communication_key = "s3cret"
        for _ in range(200):
            self.introduce("guess")
            self.now += 61
        self.introduce("guess")
        self.now += throttle.MAX_PAUSE_SECONDS
        self.assertTrue(self.is_accepted("s3cret"))

    def test_guessing_a_secret_path_is_slowed_too(self):
        shown = self.device.action_new_secret_path()["params"]["message"]
        right = shown.removeprefix(self.device.get_base_url())
        for number in range(throttle.FREE_FAILURES + 1):
            self.ask("getrequest", prefix=f"/biometric/guess{number}")
        self.assertNotIn("ATTLOGStamp", self.handshake(prefix=right).text)
        self.now += throttle.FIRST_PAUSE_SECONDS
        self.assertIn("ATTLOGStamp", self.handshake(prefix=right).text)

    def test_call_that_proves_nothing_does_not_end_the_pauses(self):
        self.device.communication_key = "s3cret"
        for number in range(throttle.FREE_FAILURES):
            self.introduce(f"guess{number}")
            self.poll()  # it needs no key
        self.introduce("guess")
        self.assertFalse(self.is_accepted("s3cret"))

    def test_device_that_sends_no_secret_is_never_slowed(self):
        self.device.action_new_secret_path()
        for _ in range(50):
            self.poll()
        self.device.action_drop_secret_path()
        self.assertIn("ATTLOGStamp", self.handshake().text)

    def test_another_device_behind_the_same_address_is_not_slowed(self):
        self.make_device("GATE002")
        self.device.communication_key = "s3cret"
        for number in range(20):
            self.introduce(f"guess{number}")
        self.assertIn("ATTLOGStamp", self.handshake("GATE002").text)
