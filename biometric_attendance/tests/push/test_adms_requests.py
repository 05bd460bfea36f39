"""The same rows in every wrapping real firmware uses."""

import http.client
from urllib.parse import urlsplit

from odoo.tests import tagged

from ..common import IN, OUT, row
from ..http_common import AdmsCase

ROWS = [row("1", "08:00", IN), "00017\t2025-03-03 08:01:02\t1\t15\tA&b=c%20+\t\t"]
CONTENT_TYPES = (
    "",
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-8",
    "text/plain",
    "application/push;charset=UTF-8",
    "application/octet-stream",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
)
MEBIBYTE = 2**20


@tagged("post_install", "-at_install")
class TestAdmsRequests(AdmsCase):
    def assertStored(self, answer, rows=ROWS):
        self.assertAnswer(answer, f"OK: {len(rows)}")
        self.assertEqual(sorted(self.punches().mapped("line")), sorted(rows))

    def send_raw(self, path, headers, body):
        """POST with headers no client would send; return status and text."""
        server = urlsplit(self.base_url())
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            wire = http.client.HTTPConnection(server.hostname, server.port, timeout=10)
            wire.putrequest("POST", path)
            for name, value in headers.items():
                wire.putheader(name, value)
            wire.endheaders(body)
            wire.sock.shutdown(1)  # nothing more will come
            answer = wire.getresponse()
            text = answer.read().decode()
            wire.close()
        self.env.invalidate_all()
        return answer.status, text

    def test_rows_arrive_byte_for_byte_whatever_the_content_type_says(self):
        for content_type in CONTENT_TYPES:
            with self.subTest(content_type=content_type):
                self.env.cr.execute("DELETE FROM biometric_punch")
                headers = {"Content-Type": content_type}
                self.assertStored(self.post_rows(*ROWS, headers=headers))

    def test_a_form_encoded_body_larger_than_a_form_may_be_arrives_whole(self):
        rows = [
            f"{pin}\t2025-03-03 08:00:00\t0\t1\t0\t0\t0"
            for pin in range(10_000, 28_000)
        ]
        self.assertGreater(sum(map(len, rows)), 600_000)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertStored(self.post_rows(*rows, headers=headers), rows)

    def test_a_chunked_body_arrives_whole(self):
        chunks = iter([f"{line}\n".encode() for line in ROWS])
        self.assertStored(self.send("cdata", chunks, table="ATTLOG"))

    def test_line_ends_of_every_kind(self):
        body = f"{ROWS[0]}\t\r\n\r\n{ROWS[1]}"
        answer = self.send("cdata", body, table="ATTLOG")
        self.assertStored(answer, [f"{ROWS[0]}\t", ROWS[1]])

    def test_paths_and_parameters_of_every_spelling(self):
        body = f"{row('1', '08:00', IN)}\n"
        spellings = (
            "/iclock/cdata?SN=GATE001&table=ATTLOG",
            "/iclock/cdata.aspx?SN=GATE001&table=ATTLOG&Stamp=9999",
            "/iclock/iclock/cdata?SN=GATE001&table=ATTLOG",
            "/iclock/cdata?sn=GATE001&table=attlog&stamp=1",
            "/iclock/CDATA?Sn=GATE001&TABLE=AttLog",
            "/iclock//cdata?SN=GATE001&table=ATTLOG",
            "/iclock//iclock/cdata?SN=GATE001&table=ATTLOG",
        )
        for url in spellings:
            with self.subTest(url=url):
                self.env.cr.execute("DELETE FROM biometric_punch")
                self.assertAnswer(self.url_open(url, data=body), "OK: 1")
                self.env.invalidate_all()
                self.assertEqual(len(self.punches()), 1)

    def test_text_in_the_chinese_encoding_of_old_terminals(self):
        line = "1\t2025-03-03 08:00:00\t0\t1\t早班"
        answer = self.send("cdata", line.encode("gb18030"), table="ATTLOG")
        self.assertAnswer(answer, "OK: 1")
        self.assertEqual(self.punches().workcode, "早班")

    def test_the_answer_has_what_the_oldest_firmware_looks_for(self):
        answer = self.post_rows(*ROWS)
        self.assertEqual(answer.headers["Content-Length"], "5")
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))
        self.assertRegex(answer.headers["Date"], r"^\w{3}, \d\d \w{3} \d{4} .* GMT$")
        self.assertNotIn("Transfer-Encoding", answer.headers)
        self.assertNotIn("Content-Encoding", answer.headers)

    def test_a_body_over_the_cap_is_refused_and_nothing_of_it_is_stored(self):
        body = row("1", "08:00", OUT).encode() + b"\n" + b"x" * 16 * MEBIBYTE
        answer = self.send("cdata", body, table="ATTLOG")
        self.assertAnswer(answer, "Too large\n", 413)
        self.assertFalse(self.punches())

    def test_a_chunked_body_over_the_cap_is_refused(self):
        chunks = iter([b"x" * MEBIBYTE] * 17)
        answer = self.send("cdata", chunks, table="ATTLOG")
        self.assertAnswer(answer, "Too large\n", 413)
        self.assertFalse(self.env["biometric.message"].search([]))

    def test_a_body_cut_on_the_way_is_not_acknowledged(self):
        """Fewer bytes than promised: a last line may be half a line."""
        body = f"{row('1', '08:00', IN)}\n".encode()
        answer = self.send_raw(
            "/iclock/cdata?SN=GATE001&table=ATTLOG",
            {"Content-Length": str(len(body) + 40)},
            body,
        )
        self.assertEqual(answer, (400, "Bad request\n"))
        self.assertFalse(self.punches())

    def test_a_body_of_unknown_length_is_not_acknowledged(self):
        """The server reads nothing of it, and what was not read must come again."""
        body = f"{row('1', '08:00', IN)}\n".encode()
        for length in ({}, {"Content-Length": "many"}, {"Content-Length": "-5"}):
            for path in ("cdata?SN=GATE001&table=ATTLOG", "devicecmd?SN=GATE001"):
                with self.subTest(length=length, path=path):
                    answer = self.send_raw(f"/iclock/{path}", length, body)
                    self.assertEqual(answer, (400, "Bad request\n"))
        self.assertFalse(self.punches())
