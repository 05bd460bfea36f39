"""Attendances written in bulk, and their overtime, are those Odoo itself would write."""

import os

from ..bulk_common import QUANTITIES, TIMINGS, BulkCase

SEEDS = range(int(os.environ.get("BIOMETRIC_SEEDS", "5")))


def create(rows, vals):
    rows.create(vals)


def play(rows, changes):
    for method, row, vals in changes:
        if method == "create":
            rows.create([vals])
        elif method == "write":
            rows.browse(row).write(vals)
        else:
            rows.browse(row).unlink()


def in_bulk(act):
    """``act`` as the pairing does it."""

    def bulk(rows, given):
        rows = rows._in_bulk()
        act(rows, given)
        rows._end_bulk()

    return bulk


class TestBulkSame(BulkCase):
    def assertSame(self, ours, stock):
        self.assertEqual(ours[0], stock[0])
        self.assertEqual(ours[1], stock[1])

    def rows(self, **limits):
        vals = [
            shift for person in self.people for shift in self.shifts(person, **limits)
        ]
        self.chance.shuffle(vals)
        return vals

    def test_created_rows_and_their_overtime_are_the_same(self):
        lines = 0
        for seed in SEEDS:
            with self.subTest(seed=seed):
                self.world(seed)
                vals = self.rows()
                stock = self.outcome(create, vals)
                ours = self.outcome(in_bulk(create), vals)
                self.assertSame(ours, stock)
                lines += len(stock[1])
        self.assertGreater(lines, 20 * len(SEEDS), "the rules must have mattered")

    def test_rows_added_to_others_are_the_same(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                self.world(seed)
                vals = sorted(self.rows(), key=lambda row: row["check_in"])
                half = len(vals) // 2
                self.env["hr.attendance"].create(
                    [row for row in vals[:half] if row["check_out"]]
                )
                late = vals[half:]
                before = self.stored("hr.attendance.overtime.line")
                stock = self.outcome(create, late)
                ours = self.outcome(in_bulk(create), late)
                # Odoo loses lines it dates into the days of other attendances.
                lost = [line for line in ours[1] if line not in stock[1]]
                self.assertLessEqual(set(lost), set(before))
                self.assertSame(
                    (ours[0], sorted(set(ours[1]) - set(lost), key=str)), stock
                )

    def test_a_mixture_of_changes_ends_the_same(self):
        """Where Odoo's own outcome does not depend on the order of its passes.

        It does where a line is dated a day off, which nights and zones bring about, for
        rules of weeks, of which it looks at some days only, for flexible hours, which it
        spreads over the days it looks at, and for rules of days off.
        """
        for seed in SEEDS:
            with self.subTest(seed=seed):
                self.world(seed, ("UTC",), 2, QUANTITIES[:2], TIMINGS[:4])
                vals = self.rows(latest=12, longest=11)
                self.env["hr.attendance"].create(
                    [row for row in vals if row["check_out"]]
                )
                changes = self.changes()
                stock = self.outcome(play, changes)
                ours = self.outcome(in_bulk(play), changes)
                self.assertSame(ours, stock)

    def changes(self):
        """``[(method, row id, values)]``: shorten, remove, reopen, add."""
        changes = []
        for row in self.env["hr.attendance"].search(
            [("employee_id", "in", self.people.ids)]
        ):
            half = row.check_in + (row.check_out - row.check_in) / 2
            half = half.replace(microsecond=0)
            kind = self.chance.choice(
                ("none", "none", "end", "begin", "unlink", "split")
            )
            if kind == "end":
                changes.append(("write", row.id, {"check_out": half}))
            elif kind == "begin":
                changes.append(("write", row.id, {"check_in": half}))
            elif kind == "unlink":
                changes.append(("unlink", row.id, {}))
            elif kind == "split":
                later = {
                    "employee_id": row.employee_id.id,
                    "check_in": half,
                    "check_out": row.check_out,
                }
                changes.append(("write", row.id, {"check_out": half}))
                changes.append(("create", 0, later))
        return changes
