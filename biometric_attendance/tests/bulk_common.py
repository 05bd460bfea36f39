"""People of all kinds and the weeks they work, made of a seed, to compare two writers."""

import random
from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase

MONDAY = datetime(2025, 3, 24)  # the week in which the clocks of Europe change
ZONES = ("Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC")

# Overtime rules of each kind, as a form fills them in.
QUANTITIES = (
    {"quantity_period": "day"},
    {
        "quantity_period": "day",
        "expected_hours_from_contract": False,
        "expected_hours": 7,
    },
    {"quantity_period": "week"},
    {
        "quantity_period": "week",
        "expected_hours_from_contract": False,
        "expected_hours": 35,
    },
)
TIMINGS = (
    {"timing_type": "work_days", "timing_start": 18, "timing_stop": 24},
    {"timing_type": "work_days", "timing_start": 20, "timing_stop": 6},
    {"timing_type": "leave"},
    {"timing_type": "schedule"},
    {"timing_type": "non_work_days"},
)
COMPANY = {
    "attendance_overtime_validation": ("no_validation", "by_manager"),
    "absence_management": (False, True),
    "auto_check_out": (False, True),
    "auto_check_out_tolerance": (0, 2),
    "attendance_device_tracking": (False, True),
    "hr_attendance_display_overtime": (False, True),
}
# What may differ between two writers of the same rows. Odoo leaves the expected hours as
# they were before the overtime was worked out, or not, depending on what it flushes.
OWN = {"id", "create_uid", "create_date", "write_uid", "write_date", "expected_hours"}


class BulkCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})

    def world(self, seed, zones=ZONES, kinds=4, quantities=QUANTITIES, timings=TIMINGS):
        """A company with its settings, calendars, rules and some people, at random.

        :param kinds: how many of the kinds of calendars; the first are of fixed hours.
        """
        self.chance, self.zones = random.Random(seed), zones
        self.quantities, self.timings = quantities, timings
        self.company = self.env["res.company"].create({"name": f"World {seed}"})
        self.company.write(
            {name: self.chance.choice(values) for name, values in COMPANY.items()}
        )
        calendars = self.calendars()[:kinds]
        rulesets = [self.ruleset(number, calendars[0]) for number in range(3)]
        self.people = self.env["hr.employee"].union(
            *(self.person(number, calendars, rulesets) for number in range(5))
        )
        self.leave(calendars)
        self.env.flush_all()

    def calendars(self):
        """A fixed one with lunch, one of nights, a flexible one, and none at all."""
        zone = self.chance.choice(self.zones)
        calendar = self.env["resource.calendar"].with_company(self.company)
        standard = calendar.create({"name": "Standard", "tz": zone})
        nights = calendar.create(
            {
                "name": "Nights",
                "tz": zone,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": f"Night {day}",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": stop,
                            "day_period": "afternoon" if start else "morning",
                        }
                    )
                    for day in range(5)
                    for start, stop in ((0, 5), (21, 24))
                ],
            }
        )
        flexible = calendar.create(
            {
                "name": "Flexible",
                "tz": zone,
                "flexible_hours": True,
                "hours_per_day": 7,
                "full_time_required_hours": 35,
            }
        )
        return [standard, nights, flexible, calendar]

    def ruleset(self, number, calendar):
        pick = self.chance
        rules = [
            {"base_off": "quantity", **vals} for vals in pick.sample(self.quantities, 2)
        ] + [
            {"base_off": "timing", **vals} for vals in pick.sample(self.timings, number)
        ]
        for rule in rules:
            rule["name"] = str(sorted(rule.items()))
            rule["paid"] = pick.random() < 0.7
            rule["amount_rate"] = pick.choice((1.0, 1.25, 1.5, 2.0))
            if rule["base_off"] == "quantity":
                rule["employer_tolerance"] = pick.choice((0, 0.25))
                rule["employee_tolerance"] = pick.choice((0, 0.25))
            if rule.get("timing_type") == "schedule":
                rule["resource_calendar_id"] = calendar.id
        return self.env["hr.attendance.overtime.ruleset"].create(
            {
                "name": f"Rules {number}",
                "company_id": pick.choice((False, self.company.id)),
                "rate_combination_mode": pick.choice(("max", "sum")),
                "rule_ids": [Command.create(rule) for rule in rules],
            }
        )

    def person(self, number, calendars, rulesets):
        """Somebody whose contract changes in the middle of it all, perhaps twice.

        But for the rules: Odoo cannot pay by two rulesets that follow one another.
        """
        pick = self.chance
        employee = self.env["hr.employee"].create(
            {
                "name": f"Person {number}",
                "company_id": self.company.id,
                "tz": pick.choice(self.zones),
                "date_version": "2024-01-01",
                "contract_date_start": "2024-01-01",
                "resource_calendar_id": calendars[number % len(calendars)].id,
                "ruleset_id": rulesets[number % 3].id,
            }
        )
        for change in sorted(pick.sample(range(21), pick.randint(0, 2))):
            employee.create_version(
                {
                    "date_version": (MONDAY + timedelta(days=change)).date(),
                    "resource_calendar_id": pick.choice(calendars).id,
                }
            )
        return employee

    def leave(self, calendars):
        """A holiday for all, and days off of one person."""
        day = MONDAY + timedelta(days=self.chance.randrange(20))
        off = {"name": "Off", "date_from": day, "date_to": day + timedelta(days=1)}
        self.env["resource.calendar.leaves"].create(
            [
                {**off, "calendar_id": calendars[0].id, "company_id": self.company.id},
                {
                    **off,
                    "calendar_id": calendars[0].id,
                    "resource_id": self.people[0].resource_id.id,
                },
            ]
        )

    def shifts(self, employee, days=21, latest=24, longest=12):
        """Values of attendances that do not overlap; the last may be open.

        :param latest: the last hour, in UTC, at which one begins.
        :param longest: hours.
        """
        pick, vals, free = self.chance, [], MONDAY - timedelta(days=1)
        for day in range(days):
            for _part in range(pick.choice((0, 1, 1, 2))):
                second = pick.randrange(latest * 3600)
                start = MONDAY + timedelta(days=day, seconds=second)
                if start < free:
                    continue
                free = start + timedelta(seconds=pick.randint(1, longest * 3600))
                vals.append(
                    {"employee_id": employee.id, "check_in": start, "check_out": free}
                )
        if vals and pick.random() < 0.4:
            vals[-1]["check_out"] = False
        return vals

    def outcome(self, act, given):
        """What is stored after ``act(attendances, given)``, which is then undone."""
        point = self.env.cr.savepoint()
        act(self.env["hr.attendance"].with_context(biometric_pairing=True), given)
        self.env.flush_all()
        found = (
            self.stored("hr.attendance"),
            self.stored("hr.attendance.overtime.line"),
        )
        point.close(rollback=True)
        self.env.invalidate_all(flush=False)
        return found

    def stored(self, model):
        """Every stored field of these people's records, in an order of their own."""
        records = self.env[model].search([("employee_id", "in", self.people.ids)])
        names = [
            name
            for name, field in records._fields.items()
            if field.store and field.type != "one2many" and name not in OWN
        ]
        read = [
            tuple((name, _plain(record[name])) for name in names) for record in records
        ]
        return sorted(read, key=str)


def _plain(value):
    if isinstance(value, float):
        return round(value, 6)  # sums of the same lines in another order
    return tuple(sorted(value.ids)) if hasattr(value, "ids") else value
