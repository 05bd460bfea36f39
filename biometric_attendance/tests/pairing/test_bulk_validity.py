"""In bulk the rows Odoo would refuse are refused, with its words, and no others."""

import random
from datetime import datetime, timedelta

from odoo.exceptions import ValidationError

from ...models.pairing.bulk import suspect_rows
from ..common import BiometricCase

START = datetime(2025, 3, 3)


def in_bulk(rows, method):
    """A method of attendances as the pairing calls it."""

    def bulk(vals):
        bulk_rows = rows._in_bulk()
        getattr(bulk_rows, method)(vals)
        bulk_rows._end_bulk()

    return bulk


class TestBulkValidity(BiometricCase):
    def refusal(self, write, vals):
        """What Odoo says against ``write(vals)``, which is undone; ``None``: nothing."""
        point = self.env.cr.savepoint()
        try:
            write(vals)
            self.env.flush_all()
            return None
        except ValidationError as error:
            return str(error)
        finally:
            point.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def some(self, chance, people):
        """Values of attendances on few instants, so that ends meet and overlap."""
        start = START + timedelta(hours=chance.randrange(12))
        length = chance.choice((None, 0, 1, 1, 2, 3))
        return {
            "employee_id": chance.choice(people).id,
            "check_in": start,
            "check_out": length is not None and start + timedelta(hours=length),
        }

    def test_created_rows_are_refused_like_odoo_does(self):
        attendance = self.env["hr.attendance"].with_context(biometric_pairing=True)
        verdicts = set()
        for seed in range(300):
            chance = random.Random(seed)
            vals = [self.some(chance, self.ann + self.bob) for _ in range(seed % 5 + 1)]
            stock = self.refusal(attendance.create, vals)
            ours = self.refusal(in_bulk(attendance, "create"), vals)
            self.assertEqual(ours, stock, vals)
            verdicts.add(stock and stock.split("2025")[0])
        # Taken, and refused for both of Odoo's reasons.
        self.assertGreater(len(verdicts), 2)

    def test_changed_rows_are_refused_like_odoo_does(self):
        attendance = self.env["hr.attendance"].with_context(biometric_pairing=True)
        hour = timedelta(hours=1)
        rows = attendance.create(
            [
                {
                    "employee_id": person.id,
                    "check_in": START + 3 * number * hour,
                    "check_out": START + (3 * number + 2) * hour,
                }
                for person in self.ann + self.bob
                for number in range(4)
            ]
        )
        refused = 0
        for seed in range(150):
            chance = random.Random(seed)
            row, vals = chance.choice(rows), self.some(chance, self.ann + self.bob)
            del vals["employee_id"]
            stock = self.refusal(row.write, vals)
            ours = self.refusal(in_bulk(row, "write"), vals)
            self.assertEqual(ours, stock, vals)
            refused += bool(stock)
        self.assertTrue(0 < refused < 150, refused)

    def test_it_takes_one_query_however_many_rows(self):
        attendance = self.env["hr.attendance"]
        day = timedelta(days=1)
        rows = attendance.create(
            [
                {
                    "employee_id": self.ann.id,
                    "check_in": START + number * day,
                    "check_out": START + number * day + timedelta(hours=8),
                }
                for number in range(50)
            ]
        )
        self.env.flush_all()
        for count in (1, 50):
            with self.assertQueryCount(1):
                suspect_rows(rows[:count])._check_validity()
