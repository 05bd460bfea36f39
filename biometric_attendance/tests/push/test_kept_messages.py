"""What could not be read is kept whole, once, within bounds, and shown a page at a time."""

import base64
import gzip
import zlib
from unittest.mock import patch

from lxml import etree

from odoo.tests import tagged

from ...models.push import biometric_message
from ..common import IN, row
from ..http_common import AdmsCase

ROWS = [f"NEW pin={number}\tvalue=mark{number:03d}" for number in range(300)]


@tagged("post_install", "-at_install")
class TestKeptMessages(AdmsCase):
    def messages(self):
        return self.env["biometric.message"].search([])

    def test_an_unknown_table_is_kept_whole_and_once(self):
        for _time in range(2):
            self.assertAnswer(self.post_rows(*ROWS, table="NEWTABLE"), "OK")
        [message] = self.messages()
        self.assertEqual(message.line.split("\n")[:300], ROWS)
        self.assertEqual(message.size, len(message.line))

    def test_a_long_message_is_shown_in_part_and_downloaded_whole(self):
        self.post_rows(*ROWS, table="NEWTABLE")
        message = self.messages()
        self.assertEqual(len(message.excerpt), 2001)
        self.assertTrue(message.line.startswith(message.excerpt[:2000]))
        self.assertEqual(base64.b64decode(message.content).decode(), message.line)
        shown = message.with_context(bin_size=True).read(["content"])[0]["content"]
        self.assertLess(len(shown), 20)

    def test_a_list_shows_the_beginning_on_one_line(self):
        self.post_rows("a \tb", table="NEWTABLE")
        self.post_rows(*ROWS, table="NEWTABLE")
        long, short = self.messages()
        self.assertEqual(short.beginning, "a b")
        self.assertTrue(long.beginning.startswith("NEW pin=0 value=mark000 NEW pin=1"))
        self.assertEqual(len(long.beginning), 81)
        arch = etree.fromstring(long.get_view(view_type="list")["arch"])
        self.assertFalse(arch.findall(".//field[@name='excerpt']"))

    def test_a_list_of_messages_reads_no_whole_text(self):
        self.post_rows(*ROWS, table="NEWTABLE")
        self.env.invalidate_all()
        self.messages().read(["excerpt", "beginning", "reason"])
        self.assertFalse(self.env.cache.contains(self.messages(), self.line_field()))

    def line_field(self):
        return self.env["biometric.message"]._fields["line"]

    def test_beyond_the_bound_the_terminal_keeps_its_rows(self):
        full = patch.object(biometric_message, "MAX_WAITING_CHARACTERS", 100)
        good = row("1", "08:00", IN)
        with full:
            answer = self.post_rows(good, *ROWS[:20])
            self.assertEqual(answer.status_code, 503)
            self.assertNotIn("OK", answer.text)
        self.assertFalse(self.messages())
        self.assertFalse(self.punches())
        self.assertEqual(self.device.refused_reason, "full")
        self.assertAnswer(self.post_rows(good, *ROWS[:20]), "OK: 21")
        self.assertEqual(len(self.punches()), 1)

    def test_what_was_looked_at_makes_room(self):
        with patch.object(biometric_message, "MAX_WAITING", 1):
            self.assertAnswer(self.post_rows("one", table="NEWTABLE"), "OK")
            self.assertEqual(self.post_rows("two", table="NEWTABLE").status_code, 503)
            self.messages().action_discard()
            self.assertAnswer(self.post_rows("two", table="NEWTABLE"), "OK")

    def test_a_body_compressed_by_gzip_is_read(self):
        body = gzip.compress(f"{row('1', '08:00', IN)}\n".encode())
        headers = {"Content-Encoding": "gzip"}
        answer = self.send("cdata", body, table="ATTLOG", headers=headers)
        self.assertAnswer(answer, "OK: 1")
        self.assertEqual(len(self.punches()), 1)

    def test_a_body_compressed_otherwise_or_cut_is_refused(self):
        whole = gzip.compress(f"{row('1', '08:00', IN)}\n".encode())
        bombs = gzip.compress(b"\0" * 2**25)
        for encoding, body in [
            ("deflate", zlib.compress(b"1")),
            ("gzip", whole[:-9]),
            ("gzip", b"1\t2"),
            ("gzip", bombs),
        ]:
            headers = {"Content-Encoding": encoding}
            answer = self.send("cdata", body, table="ATTLOG", headers=headers)
            self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.punches())
