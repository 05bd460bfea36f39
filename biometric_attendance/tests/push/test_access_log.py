"""What Odoo logs of a worker that takes too long has no keys of terminals."""

import threading

from odoo.tests import tagged

from ...models.punch import biometric_punch
from ..common import row
from ..http_common import AdmsCase


@tagged("post_install", "-at_install")
class TestAccessLog(AdmsCase):
    def test_a_worker_that_takes_too_long_is_logged_without_keys(self):
        store, urls = biometric_punch.store_punches, []

        def store_punches(*args):
            urls.append(threading.current_thread().url)
            return store(*args)

        self.patch(biometric_punch, "store_punches", store_punches)
        self.post_rows(row("1", "08:00"), pushcommkey="topsecret")
        self.assertRegex(urls[0], r"/iclock/cdata\?SN=GATE001&\*\*\*$")
