"""Sessions by direction, for the slow reading of the rules: the ends are looked for ahead."""

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

IN_KINDS = {"in", "break_in", "lone_in"}
OUT_KINDS = {"out", "break_out", "lone_out"}
REASONS = {
    "break_in": "break_ends",
    "break_out": "break_begins",
    "out": "ends",
    "lone_out": "ends",
}


@dataclass(frozen=True)
class Start:
    """The beginning of an attendance that people made, among the punches."""

    instant: datetime
    key: str
    interval: object
    order: tuple = ()


def without_lone(direction):
    return direction and direction.removeprefix("lone_")


@dataclass
class Reading:
    """Sessions by direction: the end of each check-in is looked for ahead of it."""

    ordered: list
    direction_of: dict
    policy: object
    reason_of: dict
    crosses: object
    employed: object

    def sessions(self):
        """``[(first, last or None)]``."""
        found, at = [], 0
        while at < len(self.ordered):
            first = self.ordered[at]
            if not self.begins(first):
                self.reason_of[first.key] = self.missing(first)
                at += 1
                continue
            direction = self.direction_of[first.key]
            self.reason_of[first.key] = REASONS.get(direction, "begins")
            end = self.end_of(at)
            if end == len(self.ordered):
                found.append((first, None))
                break
            last = self.ordered[end]
            if (
                last.instant > self.reach(first)
                or self.is_in(last)
                or self.is_behind_another(first, last)
            ):
                self.reason_of[first.key] = "never_out"
                at = self.next_begin(at, end)
                continue
            self.reason_of[last.key] = self.end_reason(first, last)
            last, at = self.last_out(first, last, end + 1)
            found.append((first, last))
        return found

    def begins(self, p):
        ends = self.direction_of[p.key] in OUT_KINDS | {"lone_in"}
        return isinstance(p, Start) or not (ends or not self.employed(p))

    def is_in(self, p):
        return self.direction_of[p.key] in IN_KINDS | {"begun"}

    def reach(self, p):
        return p.instant + self.policy.longest

    def missing(self, p):
        if not self.employed(p):
            return "not_employed"
        return "never_out" if self.direction_of[p.key] == "lone_in" else "never_in"

    def end_reason(self, first, last):
        direction = self.direction_of[last.key]
        if isinstance(first, Start) and direction != "break_out":
            return "ends_other"
        return REASONS.get(direction, "ends")

    def end_of(self, at):
        """Where the end of the session begun here is looked for."""
        end = at + 1
        while end < len(self.ordered):
            p = self.ordered[end]
            if self.direction_of[p.key] in IN_KINDS and not self.employed(p):
                self.reason_of[p.key] = "not_employed"
            elif self.repeats(self.ordered[at], end):
                self.reason_of[p.key] = "already_in"
            else:
                break
            end += 1
        return end

    def repeats(self, first, at):
        """Whether a check-in repeats the one before."""
        p = self.ordered[at]
        ended = isinstance(first, Start) and first.interval.end
        return (
            self.direction_of[p.key] in IN_KINDS
            and p.instant <= self.reach(first)
            and not self.crosses(first.instant, p.instant)
            and not (ended and ended < p.instant)
        )

    def last_out(self, first, last, at):
        """The check-out that stands, and where the next session may begin."""
        rest = self.ordered[at:]
        for p in takewhile(lambda p: self.direction_of[p.key] in OUT_KINDS, rest):
            if self.replaces(first, last, p):
                self.reason_of[last.key] = "later_out"
                self.reason_of[p.key] = REASONS[self.direction_of[p.key]]
                last = p
            else:
                self.reason_of[p.key] = self.missing(p)
            at += 1
        return last, at

    def replaces(self, first, last, p):
        """Whether a check-out stands instead of the one before."""
        return (
            not isinstance(first, Start)
            and (without_lone(self.direction_of[last.key]) or "out")
            == self.direction_of[p.key]
            and p.instant <= self.reach(first)
            and not self.crosses(last.instant, p.instant)
        )

    def is_ended(self, first):
        """Whether it is an attendance of people that Odoo's automatic check-out ended."""
        return isinstance(first, Start) and first.interval.end is not None

    def is_behind_another(self, first, last):
        return self.is_ended(first) and self.crosses(first.instant, last.instant)

    def next_begin(self, at, end):
        """Where the next session begins, if the one begun here has no end."""
        last = self.ordered[end]
        if (
            isinstance(last, Start)
            or last.instant <= self.reach(self.ordered[at])
            or self.is_ended(self.ordered[at])
        ):
            return end
        between = range(at + 1, end)
        near = (
            n
            for n in between
            if last.instant <= self.reach(self.ordered[n])
            and self.direction_of[self.ordered[n].key] != "lone_in"
            and self.employed(self.ordered[n])
        )
        return next(near, end)
