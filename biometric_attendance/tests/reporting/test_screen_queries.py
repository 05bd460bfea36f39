"""No screen asks the database more often because there are more rows."""

from odoo.tests import TransactionCase, tagged

from benchmarks.inside.screens import measure
from demo.filling import fill

FEW, MORE = 60, 1200  # punches; of everything else there are 13 rows, and more than 80
# What asks for the first time, and finds something where nothing was.
TOLERANCE = 4


@tagged("post_install", "-at_install")
class TestScreenQueries(TransactionCase):
    def test_queries_do_not_grow_with_rows(self):
        env = self.env(user=self.env.ref("base.user_admin"), context={"lang": "en_US"})
        fill(self.env, FEW)
        before = measure(env, rounds=1)
        fill(self.env, MORE)
        after = measure(env, rounds=1)
        grown = {
            name: (before[name][1], queries)
            for name, (_seconds, queries) in after.items()
            if name in before and queries > before[name][1] + TOLERANCE
        }
        self.assertEqual(grown, {})
        self.assertGreater(len(after), 100)
