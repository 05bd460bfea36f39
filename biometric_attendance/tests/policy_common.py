"""Policies, and days that different policies read differently."""

from .common import DAY, BiometricCase, row

# Two half days: rules differ about whether the break at noon counts.
HALVES = ("08:00", "12:00", "13:00", "17:00")


class PolicyCase(BiometricCase):
    def policy(self, name, **rules):
        return self.env["biometric.policy"].create(
            {"name": name, "company_id": self.company.id, **rules}
        )

    def push_halves(self, pin="1", day=DAY, device=None):
        rows = [row(pin, f"{day} {clock}:00") for clock in HALVES]
        self.push(*rows, device=device)

    def rows_of_day(self, employee, day):
        found = self.attendance(employee).filtered(
            lambda a: str(a.check_in.date()) == day
        )
        return sorted((str(a.check_in)[11:16], str(a.check_out)[11:16]) for a in found)
