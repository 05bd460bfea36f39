"""Long files are stored by a job, in chunks that are each done once, whatever happens."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.files import importing
from ...models.push import biometric_message
from ..files_common import FileCase

ROWS = 30
LOG = "".join(
    f"1\t2025-03-{day:02} 08:00:00\t1\t0\t1\t0\n" for day in range(1, ROWS + 1)
)
BAD = "1\t2025-02-%d 08:00:00\t1\t0\t1\t0\n"  # there is no such day


@tagged("post_install", "-at_install")
class TestFileJob(FileCase):
    def setUp(self):
        super().setUp()
        self.patch(importing, "MAX_ROWS_AT_ONCE", 5)
        self.patch(importing, "ROWS_PER_CHUNK", 10)

    def queue(self, content=LOG, **vals):
        given = self.give(content, **vals)
        given.action_import()
        self.assertEqual(given.state, "queued")
        self.assertFalse(given.punch_ids)
        return given

    def stopped_after(self, chunks):
        """Make the work fail after some chunks, as if the server had been killed then."""
        cls, done = type(self.env["biometric.file.import"]), []
        store = cls._store_chunk

        def stopping(records, rows, position):
            if len(done) == chunks:
                raise KeyError("killed")
            done.append(position)
            return store(records, rows, position)

        return patch.object(cls, "_store_chunk", stopping)

    def test_all_of_it_is_stored_in_chunks(self):
        given = self.queue()
        self.run_cron()
        self.assertEqual((given.state, given.new_count), ("done", ROWS))
        self.assertEqual(given.progress, 100)
        self.assertEqual(len(self.punches()), ROWS)

    def test_what_stopped_goes_on_where_it_was(self):
        given = self.queue()
        with self.stopped_after(1), mute_logger(importing.__name__):
            self.run_cron()
        self.assertEqual((given.state, given.done_count), ("failed", 10))
        self.assertIn("log", given.problem)
        self.assertEqual(len(self.punches()), 10)
        given.action_import()
        self.run_cron()
        self.assertEqual((given.state, given.done_count), ("done", ROWS))
        self.assertEqual((given.new_count, given.known_count), (ROWS, 0))

    def test_a_chunk_another_worker_was_quicker_with_is_left_to_it(self):
        given = self.queue()
        own = given.sudo()
        [first, *_rest] = own._read_chunks()
        self.assertTrue(own._store_chunk(first, 0))
        self.assertFalse(own._store_chunk(first, 0))
        self.assertEqual(given.done_count, 10)

    def test_cancelled_between_chunks_and_gone_on(self):
        given = self.queue()
        own = given.sudo()
        steps = own._import_steps()
        next(steps)
        given.action_cancel()
        self.assertEqual(list(steps), [])
        self.assertEqual((given.state, given.done_count), ("cancelled", 10))
        self.run_cron()
        self.assertEqual(len(self.punches()), 10)
        given.action_import()
        self.run_cron()
        self.assertEqual((given.state, given.new_count), ("done", ROWS))

    def test_a_device_archived_meanwhile_interrupts_it(self):
        given = self.queue()
        self.device.action_archive()
        self.run_cron()
        self.assertEqual(given.state, "failed")
        self.assertIn("not approved, or archived", given.problem)
        self.device.action_unarchive()
        given.action_import()
        self.run_cron()
        self.assertEqual((given.state, given.new_count), ("done", ROWS))
        self.assertFalse(given.problem)

    def test_a_file_that_is_gone_is_told(self):
        given = self.queue()
        given.sudo().attachment_id.unlink()
        self.run_cron()
        self.assertEqual(given.state, "failed")
        self.assertIn("not stored any more", given.problem)

    def test_a_file_that_was_changed_after_it_was_shown_is_not_stored(self):
        given = self.queue()
        attachment = given.sudo().attachment_id
        attachment.raw = attachment.raw.replace(b"08:", b"07:")
        self.run_cron()
        self.assertEqual((given.state, self.punches().ids), ("failed", []))
        self.assertIn("was changed", given.problem)

    def test_no_room_for_messages_interrupts_it_and_loses_nothing(self):
        given = self.queue(LOG + BAD % 31 * 2 + BAD % 30)
        with patch.object(biometric_message, "MAX_WAITING", 1):
            self.run_cron()
        self.assertEqual((given.state, given.done_count), ("failed", ROWS))
        self.assertIn("Too many messages", given.problem)
        given.action_import()
        self.run_cron()
        self.assertEqual((given.state, given.refused_count), ("done", 3))
        self.assertEqual(self.messages(given).mapped("line_number"), [31, 33])

    def test_two_imports_wait_for_each_other(self):
        first = self.queue()
        second = self.queue(LOG.replace("08:00", "17:00"))
        self.run_cron()
        self.assertEqual(set((first + second).mapped("state")), {"done"})
        self.assertEqual(len(self.punches()), 2 * ROWS)

    def test_one_that_fails_does_not_stop_the_next(self):
        first = self.queue()
        second = self.queue(LOG.replace("08:00", "17:00"))
        first.sudo().attachment_id.unlink()
        self.run_cron()
        self.assertEqual((first.state, second.state), ("failed", "done"))

    def test_its_layout_does_not_change_any_more(self):
        given = self.queue()
        with self.assertRaises(UserError):
            given.date_order = "month"

    def test_many_unreadable_lines_of_a_chunk_are_one_message(self):
        self.patch(importing, "ROWS_PER_CHUNK", 1000)
        bad = "".join(
            BAD.replace(":00\t", f":{n % 60:02}\t") % (n % 2 + 30) for n in range(150)
        )
        given = self.queue(LOG + bad)
        self.run_cron()
        message = self.messages(given)
        self.assertEqual((len(message), message.line_number), (1, 31))
        self.assertEqual(given.refused_count, 150)
        self.assertIn("150", message.reason)
